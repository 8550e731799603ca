import Expressions
import Fields
import NumericsCore
import Problems
import TrialFunctions

/// Where a periodic coordinate closes: derivatives on both sides must agree.
///
/// Trial functions are periodic as they are made, but the offset of initial data that are not, and singular functions that are to make up for
/// that, are not; no point inside lies on the seam, and so residuals inside say nothing of a corner there.
struct Seam: Sendable {
    let coordinate: Int
    let name: String
    /// Differences of jets at two sites.
    let residuals: [Expression]

    /// Part of the range by which the sites lie inside; derivatives are continued to the seam from there, since singular functions are smooth on
    /// a seam itself.
    private static let inset = 1e-7
    /// Jumps below this part of a derivative's size are rounding.
    private static let negligible = 1e-7
    private static let samples = 16

    /// All seams of a problem at which something is not smooth enough for its equations.
    /// - Returns: the problem with the sites that the residuals refer to.
    static func all(
        of problem: Problem, forms: [ComponentForm], enrichment: Enrichment
    ) -> (problem: Problem, seams: [Seam]) {
        var sited = problem
        var seams: [Seam] = []
        for coordinate in problem.spaceIndices where problem.coordinates[coordinate].isPeriodic {
            let range = problem.coordinates[coordinate]
            let ends = [range.lower + inset * range.length, range.upper - inset * range.length]
            let jumps = (0..<problem.componentCount).flatMap { component -> [(component: Int, order: Int)] in
                let formulas = [forms[component].offset] + enrichment.functions[component]
                let highest = order(of: component, along: coordinate, problem)
                return (0..<highest).filter { order in
                    formulas.contains { isJumping($0, coordinate, order, ends, problem) }
                }.map { (component, $0) }
            }
            guard !jumps.isEmpty else { continue }
            let first = sited.sites.count
            sited.sites += ends.map { Site(fixed: [coordinate: $0]) }
            seams.append(Seam(
                coordinate: coordinate, name: "seam of \(range.name)",
                residuals: jumps.map { jump in
                    continued(coordinate, jump.order, inset * range.length) { derivative, side in
                        .symbol(.jet(Jet(component: jump.component, derivative: derivative, site: first + side)))
                    }
                }))
        }
        return (sited, seams)
    }

    /// The highest derivative of a component that an equation holds.
    private static func order(of component: Int, along coordinate: Int, _ problem: Problem) -> Int {
        problem.equations.flatMap(\.residual.symbols).reduce(0) { order, symbol in
            guard case .jet(let jet) = symbol, jet.component == component else { return order }
            return max(order, jet.derivative[coordinate])
        }
    }

    /// The jump of a derivative, from values and slopes at both sites: f(a) - h f'(a) - f(b) - h f'(b).
    private static func continued(
        _ coordinate: Int, _ order: Int, _ inset: Double, _ jet: (MultiIndex, Int) -> Expression
    ) -> Expression {
        let own = MultiIndex.none.raised(along: coordinate, by: order), next = own.raised(along: coordinate)
        return jet(own, 0) - jet(own, 1) - .constant(inset) * (jet(next, 0) + jet(next, 1))
    }

    private static func isJumping(_ formula: Expression, _ coordinate: Int, _ order: Int, _ ends: [Double], _ problem: Problem) -> Bool {
        guard !formula.isZero else { return false }
        let inset = ends[0] - problem.coordinates[coordinate].lower
        let derivative = formula.derivative(MultiIndex.none.raised(along: coordinate, by: order))
        let slope = derivative.derivative(by: .coordinate(coordinate))
        var stream = RandomStream(seed: 0, name: "seam")
        return (0..<samples).contains { _ in
            let base = problem.coordinates.map { stream.uniform(from: $0.lower, to: $0.upper) }
            func value(_ expression: Expression, _ side: Int) -> Double {
                var point = base
                point[coordinate] = ends[side]
                return expression.value { problem.value(of: $0, at: point) } ?? 0
            }
            let sides = (value(derivative, 0), value(derivative, 1))
            let jump = sides.0 - sides.1 - inset * (value(slope, 0) + value(slope, 1))
            return abs(jump) > negligible * max(abs(sides.0), abs(sides.1), 1)
        }
    }

    /// Points spread along the seam.
    func points(_ count: Int, _ sampler: CollocationSampler, using stream: inout RandomStream) throws -> CollocationPoints {
        let end = sampler.problem.coordinates[coordinate].lower
        return CollocationPoints(rows: try sampler.face(coordinate, at: end, count, using: &stream))
    }
}
