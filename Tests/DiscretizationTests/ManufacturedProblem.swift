import Expressions
import Fields
import Problems

/// Problems with a known solution, built in Swift: right-hand sides and boundary data come from it.
struct ManufacturedProblem {
    var coordinates: [Coordinate]
    /// Exact solution of each component.
    var exact: [Expression]
    /// Left-hand sides over jets; the data subtract their value at the exact solution.
    var operators: [Expression]
    /// Conditions: side, left-hand side over jets.
    var conditions: [(side: BoundarySide, operator: Expression)]
    var gauges: [Int] = []

    /// Value of an operator at the exact solution.
    func value(_ expression: Expression) -> Expression {
        expression.substituting { symbol in
            guard case .jet(let jet) = symbol else { return nil }
            var value = exact[jet.component]
            for (coordinate, order) in jet.derivative.orders.enumerated() {
                for _ in 0..<order { value = value.totalDerivative(along: coordinate) }
            }
            return value
        }
    }

    var problem: Problem {
        let functionals = gauges.map { Functional(integrand: .jet($0), isMean: true) }
        return Problem(
            name: "manufactured", coordinates: coordinates,
            unknowns: exact.indices.map { Unknown(name: "u\($0)", isVector: false, components: $0..<$0 + 1) },
            equations: operators.enumerated().map { Equation(name: "e\($0)", residual: $1 - value($1)) },
            conditions: conditions.enumerated().map {
                Condition(name: "c\($0)", place: .side($1.side), residual: $1.operator - value($1.operator))
            },
            gauges: gauges.indices.map { Gauge(name: "g\($0)", residual: .symbol(.functional($0))) },
            functionals: functionals)
    }

    /// Both sides of every coordinate that is not periodic, with the same operators on each.
    static func allSides(_ coordinates: [Coordinate], _ operators: (BoundarySide) -> [Expression]) -> [(
        side: BoundarySide, operator: Expression
    )] {
        coordinates.indices.filter { !coordinates[$0].isPeriodic }.flatMap { coordinate in
            [false, true].flatMap { isUpper in
                let side = BoundarySide(coordinate: coordinate, isUpper: isUpper)
                return operators(side).map { (side, $0) }
            }
        }
    }
}

/// u, u_x, … by component and orders.
func jet(_ component: Int, _ orders: Int...) -> Expression { .jet(component, MultiIndex(orders)) }
