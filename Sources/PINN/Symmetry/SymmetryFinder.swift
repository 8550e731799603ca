import Expressions
import NumericsCore
import Problems
import TrialFunctions

/// Finds reflections under which a problem on a box goes over into itself; a solution that is the only one then has them too.
///
/// The residuals are compared at random points and random values of all jets with those of the mirrored ones: two different
/// formulas agree there with probability zero.
package struct SymmetryFinder {
    private let problem: Problem
    private static let samples = 24
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
        var stream = RandomStream(seed: 0, name: "symmetry")
        var signs = Set<Bool>()
        for _ in 0..<Self.samples {
            let point = point(at: place, &stream)
            let jets = values(of: first.symbols.union(second.symbols), &stream)
            guard let here = first.value({ value($0, point, jets) }),
                let there = second.value({ mirrored($0, point, jets, reflection) })
            else { return false }
            let scale = max(abs(here), 1e-300)
            if abs(here - there) <= 1e-12 * scale { signs.insert(false); continue }
            guard abs(here + there) <= 1e-12 * scale else { return false }
            signs.insert(true)
        }
        return signs.count <= 1
    }

    private func point(at place: Condition.Place?, _ stream: inout RandomStream) -> [Double] {
        var point = problem.coordinates.map { stream.uniform(from: $0.lower, to: $0.upper) }
        switch place {
        case .instant(let time): point[problem.timeIndex!] = time
        case .side(let side):
            let range = problem.coordinates[side.coordinate]
            point[side.coordinate] = side.isUpper ? range.upper : range.lower
        case .part, nil: break
        }
        return point
    }

    private func values(of symbols: Set<Symbol>, _ stream: inout RandomStream) -> [Jet: Double] {
        let jets = symbols.compactMap { if case .jet(let jet) = $0 { jet } else { nil } }
        let ordered = jets.sorted { ($0.component, $0.derivative.orders.description) < ($1.component, $1.derivative.orders.description) }
        return Dictionary(uniqueKeysWithValues: ordered.map { ($0, stream.uniform(from: -1, to: 1)) })
    }

    private func value(_ symbol: Symbol, _ point: [Double], _ jets: [Jet: Double]) -> Double? {
        if case .jet(let jet) = symbol { jets[jet] } else { problem.value(of: symbol, at: point) }
    }

    private func mirrored(_ symbol: Symbol, _ point: [Double], _ jets: [Jet: Double], _ reflection: Reflection) -> Double? {
        switch symbol {
        case .coordinate(let index) where reflection.coordinates.contains(index):
            return problem.coordinates[index].lower + problem.coordinates[index].upper - point[index]
        case .jet(let jet):
            let turns = reflection.coordinates.reduce(0) { $0 + jet.derivative[$1] }
            let isOdd = reflection.oddComponents.contains(jet.component) != (turns % 2 == 1)
            return jets[jet].map { isOdd ? -$0 : $0 }
        default: return value(symbol, point, jets)
        }
    }
}
