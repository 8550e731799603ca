import Expressions
import NumericsCore

/// Pure Neumann data must balance: the integral of the source and the flux through the boundary cancel.
struct CompatibilityCheck {
    let structure: ProblemStructure
    private let problem: Problem

    init(_ structure: ProblemStructure) {
        self.structure = structure
        problem = structure.problem
    }

    /// Balances below this, relative to the size of the data, are rounding of the quadrature.
    static let tolerance = 1e-8
    /// Balances above this are no slip in a digit: there is no solution near.
    static let unsolvable = 1e-3

    func diagnostics() -> [Diagnostic] {
        guard problem.timeIndex == nil else { return [] }
        let gauge = GaugeCheck(structure)
        return (0..<problem.componentCount).compactMap { component in
            guard gauge.fixedBy(component) == nil, let equation = structure.equation(of: component) else { return nil }
            let residual = problem.equations[equation].residual
            let balance = problem.isBox ? boxBalance(component, residual) : ShapeBalance(residual, component, problem)?.result()
            return balance.flatMap { judge($0, component, isGauged: !gauge.gauges(of: component).isEmpty) }
                .map { Diagnostic(.posing($0), at: problem.equations[equation].origin) }
        }
    }

    private func judge(_ balance: ShapeBalance.Result, _ component: Int, isGauged: Bool) -> PosingProblem? {
        let size = max(balance.size, 1e-300)
        guard abs(balance.sum) > max(Self.tolerance * size, 10 * balance.error) else { return nil }
        let name = SymbolNames(problem).components[component]
        return abs(balance.sum) > Self.unsolvable * size
            ? .unsolvable(component: name, excess: balance.sum, size: balance.size)
            : .incompatible(component: name, excess: balance.sum, gauged: isGauged)
    }

    /// By two rules, so that kinks and jumps of the data are not taken for an imbalance.
    private func boxBalance(_ component: Int, _ residual: Expression) -> ShapeBalance.Result? {
        guard let fine = balance(component, residual, order: 24), let coarse = balance(component, residual, order: 17) else { return nil }
        return ShapeBalance.Result(sum: fine.sum, size: fine.size, error: abs(fine.sum - coarse.sum))
    }

    /// For sum a_ii u_ii + s = 0 with constants a_ii: integral of s plus a_ii n_i u_i over the sides, and the same in
    /// absolute values.
    private func balance(_ component: Int, _ residual: Expression, order: Int) -> (sum: Double, size: Double)? {
        let jets = ProblemStructure.jets(of: residual)
        var coefficients: [Int: Double] = [:]
        for jet in jets {
            guard jet.component == component, jet.derivative.total == 2,
                let axis = jet.derivative.orders.firstIndex(of: 2),
                let value = residual.derivative(by: .jet(jet)).simplified().constantValue
            else { return nil }
            coefficients[axis] = value
        }
        let source = residual.substituting { if case .jet = $0 { 0 } else { nil } }
        guard var total = integral(source, over: problem.spaceIndices, fixed: [:], order: order) else { return nil }
        for (axis, coefficient) in coefficients where !problem.coordinates[axis].isPeriodic {
            for isUpper in [false, true] {
                let side = BoundarySide(coordinate: axis, isUpper: isUpper)
                guard let flux = flux(side, component, order: order) else { return nil }
                total.sum += coefficient * side.outwardSign * flux.sum
                total.size += abs(coefficient) * flux.size
            }
        }
        return total
    }

    /// Integral of u_i over a side, from the condition that gives it.
    private func flux(_ side: BoundarySide, _ component: Int, order: Int) -> (sum: Double, size: Double)? {
        let jet = Jet(component: component, derivative: MultiIndex.none.raised(along: side.coordinate))
        let here = problem.conditions.filter { $0.place == .side(side) }
        guard here.count == 1, here[0].extent == nil, ProblemStructure.jets(of: here[0].residual) == [jet],
            let slope = here[0].residual.derivative(by: .jet(jet)).simplified().constantValue, slope != 0
        else { return nil }
        let given = here[0].residual.substituting { $0 == .jet(jet) ? 0 : nil } * Expression.constant(-1 / slope)
        let range = problem.coordinates[side.coordinate]
        let rest = problem.spaceIndices.filter { $0 != side.coordinate }
        return integral(given, over: rest, fixed: [side.coordinate: side.isUpper ? range.upper : range.lower], order: order)
    }

    private func integral(
        _ integrand: Expression, over axes: [Int], fixed: [Int: Double], order: Int
    ) -> (sum: Double, size: Double)? {
        let rule = Quadrature.gaussLegendre(axes.count > 2 ? order * 5 / 12 : order)
        let samples = SamplePoints(problem: problem)
        var start = problem.coordinates.map(\.lower)
        for (axis, value) in fixed { start[axis] = value }
        var nodes = [(point: start, weight: 1.0)]
        for axis in axes {
            let range = problem.coordinates[axis]
            nodes = nodes.flatMap { node in
                zip(rule.points, rule.weights).map { x, weight in
                    var point = node.point
                    point[axis] = range.lower + 0.5 * (x + 1) * range.length
                    return (point, node.weight * weight * 0.5 * range.length)
                }
            }
        }
        var sum = 0.0, size = 0.0
        for node in nodes {
            guard let value = samples.value(integrand, at: node.point), value.isFinite else { return nil }
            sum += node.weight * value
            size += node.weight * abs(value)
        }
        return (sum, size)
    }
}
