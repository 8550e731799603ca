import Expressions
import NumericsCore
import Problems
import TrialFunctions

/// The conditions where cells meet, as residuals of jets at both sides.
///
/// A side is a place a few units in the last place away from the cut: the cell below is the one of the block's own points, the cell above is a
/// site of its own. Coefficients that jump there have the values of their side.
struct Interfaces: Sendable {
    /// One kind of condition at one cut.
    struct Face: Sendable {
        var coordinate: Int
        /// Where the points of the lower side are.
        var place: Double
        var condition: InterfaceCondition
        /// For tables: `x = 0.5: flux`.
        var name: String
        var residuals: [Expressions.Expression]
    }

    /// The problem with the upper sides as sites.
    let problem: Problem
    let faces: [Face]

    /// Distance of the sides from a cut, in units of rounding of the range's ends.
    private static let offset = 4.0

    init(_ problem: Problem, axes: [WindowAxis], conditions: [InterfaceCondition]) {
        var whole = problem
        var faces: [Face] = []
        for (coordinate, axis) in axes.enumerated() {
            let distance = Self.offset * max(abs(axis.lower), abs(axis.upper)).ulp
            for cut in axis.cuts {
                let upper = whole.sites.count
                whole.sites.append(Site(fixed: [coordinate: cut + distance]))
                for condition in conditions {
                    let jumps = Self.quantities(condition, problem, coordinate).map { factor, quantity in
                        .constant(factor) * (quantity - quantity.moved(to: upper, coordinate, cut + distance))
                    }
                    let place = "\(problem.coordinates[coordinate].name) = \(NumberText.short(cut))"
                    guard !jumps.isEmpty else { continue }
                    faces.append(Face(
                        coordinate: coordinate, place: cut - distance, condition: condition, name: "\(place): \(condition.rawValue)",
                        residuals: jumps))
                }
            }
        }
        self.problem = whole
        self.faces = faces
    }

    /// What does not jump, with factors of the differences.
    private static func quantities(
        _ condition: InterfaceCondition, _ problem: Problem, _ normal: Int
    ) -> [(factor: Double, quantity: Expressions.Expression)] {
        let orders = normalOrders(problem, normal)
        func derivatives(_ range: (Int) -> Range<Int>) -> [Expressions.Expression] {
            orders.enumerated().flatMap { component, order in
                range(order).map { .symbol(.jet(Jet(component: component, derivative: MultiIndex.none.raised(along: normal, by: $0)))) }
            }
        }
        // Beside second-order equations a component of first order, as a pressure, is held by the flux.
        let least = orders.contains { $0 > 1 } ? 2 : 1
        let values = derivatives { $0 >= least ? 0..<1 : 0..<0 }
        switch condition {
        case .value: return values.map { (1, $0) }
        case .average: return values.map { (0.5.squareRoot(), $0) }
        case .slope: return derivatives { 1..<max($0, 1) }.map { (1, $0) }
        case .residual: return problem.equations.map { (1, $0.residual) }
        case .flux:
            let fluxes = problem.equations.map { NormalFlux(equation: $0, normal: normal).expression }
            return (derivatives { 1..<max($0 - 1, 1) } + fluxes.filter { $0.contains(where: \.isJet) }).map { (1, $0) }
        }
    }

    /// The highest order along a coordinate by component.
    private static func normalOrders(_ problem: Problem, _ normal: Int) -> [Int] {
        var orders = [Int](repeating: 0, count: problem.componentCount)
        for symbol in problem.equations.flatMap(\.residual.symbols) {
            if case .jet(let jet) = symbol, jet.site == 0 { orders[jet.component] = max(orders[jet.component], jet.derivative[normal]) }
        }
        return orders
    }
}

extension Expressions.Expression {
    /// The expression at a site where a coordinate has a value.
    fileprivate func moved(to site: Int, _ coordinate: Int, _ value: Double) -> Expressions.Expression {
        substituting { symbol in
            switch symbol {
            case .coordinate(coordinate): .constant(value)
            case .jet(let jet) where jet.site == 0: .symbol(.jet(Jet(component: jet.component, derivative: jet.derivative, site: site)))
            default: nil
            }
        }
    }
}
