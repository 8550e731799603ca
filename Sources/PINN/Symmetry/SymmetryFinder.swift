import Expressions
import Problems
import TrialFunctions

/// Finds reflections under which a problem on a box goes over into itself; a solution that is the only one then has them too.
///
/// The residuals are compared with those of the mirrored problem: as formulas first, and what is left of them then by values at
/// many points, see `SymmetryProbe`.
package struct SymmetryFinder {
    private let problem: Problem
    /// Combinations of signs are tried one by one.
    private static let mostComponents = 4

    package init(_ problem: Problem) {
        var general = problem
        // Where an estimation starts may be special: no speed, for example.
        for (index, parameter) in problem.parameters.enumerated() where parameter.isEstimated {
            general.parameters[index].value = parameter.range.map { $0.lowerBound + 0.618 * ($0.upperBound - $0.lowerBound) } ?? parameter.value + 0.618
        }
        self.problem = general
    }

    /// At most one reflection for each space coordinate.
    package func reflections() -> [Reflection] {
        guard problem.isBox, problem.inputs.isEmpty, problem.functionals.isEmpty, problem.gauges.isEmpty, problem.energy == nil,
            problem.sites.count == 1, problem.componentCount <= Self.mostComponents
        else { return [] }
        return problem.spaceIndices.compactMap { coordinate in
            candidates(coordinate).first { isSymmetry($0) }
        }
    }

    /// All combinations of signs, the ones with fewest odd components first.
    private func candidates(_ coordinate: Int) -> [Reflection] {
        (0..<1 << problem.componentCount).map { signs in
            Reflection(
                coordinates: [coordinate],
                oddComponents: Set((0..<problem.componentCount).filter { signs >> $0 & 1 == 1 }))
        }.sorted { ($0.oddComponents.count, $0.oddComponents.min() ?? 0) < ($1.oddComponents.count, $1.oddComponents.min() ?? 0) }
    }

    private func isSymmetry(_ reflection: Reflection) -> Bool {
        problem.equations.allSatisfy { agrees($0.residual, $0.residual, at: nil, reflection) }
            && problem.conditions.allSatisfy { condition in
                guard condition.extent == nil else { return false }
                let place = image(of: condition.place, reflection)
                return problem.conditions.contains { other in
                    other.place == place && other.extent == nil && agrees(condition.residual, other.residual, at: condition.place, reflection)
                }
            }
    }

    private func image(of place: Condition.Place, _ reflection: Reflection) -> Condition.Place {
        guard case .side(let side) = place, reflection.coordinates.contains(side.coordinate) else { return place }
        return .side(BoundarySide(coordinate: side.coordinate, isUpper: !side.isUpper))
    }

    /// Whether the second residual, at mirrored points and jets, is the first one up to its sign.
    private func agrees(_ first: Expression, _ second: Expression, at place: Condition.Place?, _ reflection: Reflection) -> Bool {
        let (here, there) = (held(first, at: place), held(mirrored(second, reflection), at: place))
        if here == there || here == (-there).simplified() { return true }
        let probe = SymmetryProbe(problem)
        return [there, -there].contains { probe.agrees(here, $0) }
    }

    /// The formula with the coordinate that is fixed at a place filled in.
    private func held(_ expression: Expression, at place: Condition.Place?) -> Expression {
        var fixed: (coordinate: Int, value: Double)?
        if case .instant(let time)? = place, let index = problem.timeIndex { fixed = (index, time) }
        if case .side(let side)? = place {
            let range = problem.coordinates[side.coordinate]
            fixed = (side.coordinate, side.isUpper ? range.upper : range.lower)
        }
        guard let fixed else { return expression.simplified() }
        return expression.substituting { $0 == .coordinate(fixed.coordinate) ? .constant(fixed.value) : nil }.simplified()
    }

    private func mirrored(_ expression: Expression, _ reflection: Reflection) -> Expression {
        expression.substituting { symbol in
            switch symbol {
            case .coordinate(let index) where reflection.coordinates.contains(index):
                let range = problem.coordinates[index]
                return .constant(range.lower + range.upper) - .symbol(symbol)
            case .jet(let jet):
                let turns = reflection.coordinates.reduce(0) { $0 + jet.derivative[$1] }
                let isOdd = reflection.oddComponents.contains(jet.component) != (turns % 2 == 1)
                return isOdd ? -Expression(.symbol(symbol)) : nil
            default: return nil
            }
        }
    }
}
