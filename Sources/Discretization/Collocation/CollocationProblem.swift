import Expressions
import Fields
import Problems

/// What collocation needs to know of a problem; the equations may have been rewritten since the file was read.
///
/// Time derivatives of first order may occur: they are taken from a separate vector of rates.
public struct CollocationProblem: Sendable {
    public var coordinates: [Coordinate]
    public var componentCount: Int
    /// One equation a component, in any order.
    public var equations: [Equation]
    /// Conditions on sides of the box; those at instants are left to the integrator.
    public var conditions: [Condition]
    public var gauges: [Gauge]
    public var functionals: [Functional]
    public var sites: [Site]
    public var inputs: [InputField]
    /// Values of the parameters by index.
    public var parameters: [Double]
    /// Names for messages.
    public var names: SymbolNames

    /// The spatial part of a problem as it stands.
    public init(_ problem: Problem) {
        coordinates = problem.coordinates
        componentCount = problem.componentCount
        equations = problem.equations
        conditions = problem.conditions.filter { if case .instant = $0.place { false } else { true } }
        gauges = problem.gauges
        functionals = problem.functionals
        sites = problem.sites
        inputs = problem.inputs
        parameters = problem.parameters.map(\.value)
        names = SymbolNames(problem)
    }

    public var timeIndex: Int? { coordinates.firstIndex { $0.isTime } }
    /// Indices of the space coordinates; axis a of a discretisation belongs to the a-th of them.
    public var spaceIndices: [Int] { coordinates.indices.filter { !coordinates[$0].isTime } }

    /// Highest order of differentiation along each axis of each component in the equations [component][axis].
    public var orders: [[Int]] {
        var orders = [[Int]](repeating: spaceIndices.map { _ in 0 }, count: componentCount)
        for jet in equations.flatMap({ $0.residual.jets }) {
            for (axis, coordinate) in spaceIndices.enumerated() {
                orders[jet.component][axis] = max(orders[jet.component][axis], jet.derivative[coordinate])
            }
        }
        return orders
    }

    /// Highest order along an axis anywhere, conditions and functionals included.
    func highestOrder(along coordinate: Int) -> Int {
        let expressions = equations.map(\.residual) + conditions.map(\.residual) + functionals.map(\.integrand)
        return expressions.flatMap(\.jets).map { $0.derivative[coordinate] }.max() ?? 0
    }

    /// The range of an extent or formula in words of the user.
    func printed(_ expression: Expression) -> String { expression.printed(names) }
}

extension Expression {
    /// The jets that occur.
    var jets: [Jet] {
        symbols.compactMap { if case .jet(let jet) = $0 { jet } else { nil } }
    }

    /// The functionals that occur.
    var functionals: Set<Int> {
        Set(symbols.compactMap { if case .functional(let index) = $0 { index } else { nil } })
    }
}
