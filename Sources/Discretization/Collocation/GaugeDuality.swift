import Expressions
import Problems

/// Finds the equation that each gauge is dual to: the one whose solvability the freedom of the gauged component costs.
///
/// Components are matched with equations so that the sum of squared orders of differentiation is largest (momentum with
/// velocity, divergence with pressure); the gauge belongs to the equation matched with its component.
struct GaugeDuality {
    /// Equation of each gauge.
    let equations: [Int]

    init(_ problem: CollocationProblem) {
        let matching = Self.matching(Self.weights(problem))
        equations = problem.gauges.map { gauge in
            let jets = gauge.residual.functionals.flatMap { problem.functionals[$0].integrand.jets }
            let component = jets.map(\.component).min() ?? 0
            return matching.firstIndex(of: component) ?? 0
        }
    }

    /// Squared order of each component in each equation [equation][component]; -1 where it does not occur.
    private static func weights(_ problem: CollocationProblem) -> [[Int]] {
        problem.equations.map { equation in
            var row = [Int](repeating: -1, count: problem.componentCount)
            for jet in equation.residual.jets {
                row[jet.component] = max(row[jet.component], jet.derivative.total * jet.derivative.total)
            }
            return row
        }
    }

    /// Component of each equation; by exchange of pairs until nothing improves, exact for the few equations there are.
    private static func matching(_ weights: [[Int]]) -> [Int] {
        var matching = Array(weights.indices)
        var improved = true
        while improved {
            improved = false
            for i in matching.indices {
                for j in matching.indices where j > i {
                    let now = weights[i][matching[i]] + weights[j][matching[j]]
                    let then = weights[i][matching[j]] + weights[j][matching[i]]
                    if then > now {
                        matching.swapAt(i, j)
                        improved = true
                    }
                }
            }
        }
        return matching
    }
}
