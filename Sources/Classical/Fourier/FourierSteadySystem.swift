import Discretization
import Expressions
import NumericsCore
import Problems
import Solving
import TimeIntegration

/// A steady periodic problem at one resolution: residual C c + g(c) in Fourier space, its derivative, and the inverse of the
/// derivative with coefficients replaced by their means.
///
/// Used by one thread at a time. Vectors are [real or imaginary][component][mode], flattened.
final class FourierSteadySystem: @unchecked Sendable {
    let equations: FourierEquations
    let modes: FourierModes
    let rule: Dealiasing.Rule
    /// True if g holds no unknown: one division by the symbol solves the problem.
    let isDirect: Bool
    private let rows: [Int]
    /// C by (equation, component), [mode].
    private let linear: [FourierSymbols.Column]
    private var terms: GridEvaluator?
    /// Directional derivative of g: components count … 2 count - 1 of its state are the direction.
    private var directional: GridEvaluator?
    /// All partial derivatives of g by jets, with the equation and jet of each.
    private var partials: GridEvaluator?
    private let partialPlaces: [(row: Int, jet: Jet)]
    private var gridPart: Tensor<Complex<Double>>
    private let empty: Tensor<Complex<Double>>

    var size: Int { equations.constrained.count }
    var order: Int { 2 * size * modes.storedCount }

    init(_ equations: FourierEquations, _ modes: FourierModes, problem: Problem, dealiases: Bool) throws {
        self.equations = equations
        self.modes = modes
        let size = equations.constrained.count
        let expressions = equations.constraints.map(\.nonlinear)
        rows = expressions.indices.filter { !expressions[$0].isZero }
        rule = GridEvaluator.rule(expressions, axes: equations.axes, isOn: dealiases)
        linear = SymbolTable(equations, modes).constraintColumns()
        let places = rows.flatMap { row in
            expressions[row].jets.map { (row: row, jet: $0) }
        }
        partialPlaces = places
        isDirect = places.isEmpty
        gridPart = Tensor(shape: [rows.count] + modes.shape, repeating: Complex(0, 0))
        empty = Tensor(shape: [0], repeating: Complex(0, 0))
        if rows.isEmpty { return }
        let points = modes.counts.map { Dealiasing.paddedCount($0, rule: rule) }
        func evaluator(_ expressions: [Expression]) throws -> GridEvaluator {
            try GridEvaluator.make(expressions, equations, modes: modes, points: points, problem: problem) { jet in
                let orders = equations.orders(jet.derivative)
                let factor = orders.allSatisfy { $0 == 0 } ? nil : modes.symbol(orders)
                return .init(terms: [.init(isState: true, row: jet.component, factor: factor)])
            }
        }
        terms = try evaluator(rows.map { expressions[$0] })
        if isDirect { return }
        directional = try evaluator(rows.map { row in
            Expression.sum(expressions[row].jets.map { jet in
                let direction = Jet(component: jet.component + size, derivative: jet.derivative)
                return expressions[row].derivative(by: .jet(jet)) * .symbol(.jet(direction))
            })
        })
        partials = try evaluator(places.map { expressions[$0.row].derivative(by: .jet($0.jet)) })
    }

    /// C c + g(c), all [component or equation][mode…].
    func residual(_ state: Tensor<Complex<Double>>) -> Tensor<Complex<Double>> {
        var result = Tensor(shape: [size] + modes.shape, repeating: Complex<Double>(0, 0))
        FourierSystem.apply(linear, to: state, into: &result, modes.storedCount)
        guard terms != nil else { return result }
        terms!.evaluate(state, constraints: empty, time: 0, into: &gridPart)
        addGridPart(to: &result)
        return result
    }

    /// The derivative of the residual at `state` along `direction`.
    func derivative(_ state: Tensor<Complex<Double>>, along direction: Tensor<Complex<Double>>) -> Tensor<Complex<Double>> {
        var result = Tensor(shape: [size] + modes.shape, repeating: Complex<Double>(0, 0))
        FourierSystem.apply(linear, to: direction, into: &result, modes.storedCount)
        guard directional != nil else { return result }
        let stacked = Tensor(shape: [2 * size] + modes.shape, elements: state.elements + direction.elements)
        directional!.evaluate(stacked, constraints: empty, time: 0, into: &gridPart)
        addGridPart(to: &result)
        return result
    }

    private func addGridPart(to result: inout Tensor<Complex<Double>>) {
        let count = modes.storedCount
        gridPart.withUnsafeBufferPointer { source in
            result.withUnsafeMutableBufferPointer { target in
                for (position, row) in rows.enumerated() {
                    for mode in 0..<count {
                        target[row &* count &+ mode] = target[row &* count &+ mode] + source[position &* count &+ mode]
                    }
                }
            }
        }
    }

    /// The inverse of C plus the means of the partial derivatives of g at a state.
    func symbolInverse(at state: Tensor<Complex<Double>>) -> FourierSymbolInverse {
        var columns = linear
        if partials != nil {
            var means = Tensor(shape: [partialPlaces.count] + modes.shape, repeating: Complex<Double>(0, 0))
            partials!.evaluate(state, constraints: empty, time: 0, into: &means)
            for (index, place) in partialPlaces.enumerated() {
                let mean = means[index * modes.storedCount].real
                let symbol = modes.symbol(equations.orders(place.jet.derivative)).map { Complex($0.real * mean, $0.imaginary * mean) }
                columns.append((place.row, place.jet.component, symbol))
            }
        }
        let plain = Set(partialPlaces.filter { $0.jet.derivative == .none }.map(\.jet.component))
        return FourierSymbolInverse(columns, size: size, modes: modes, keepsMean: plain)
    }

    func packed(_ values: Tensor<Complex<Double>>) -> Tensor<Double> {
        let elements = values.elements
        return Tensor(elements.map(\.real) + elements.map(\.imaginary))
    }

    func unpacked(_ vector: Tensor<Double>) -> Tensor<Complex<Double>> {
        let elements = vector.elements
        let half = elements.count / 2
        return Tensor(shape: [size] + modes.shape, elements: (0..<half).map { Complex(elements[$0], elements[half + $0]) })
    }

    /// Root mean square over the box of all components together.
    func norm(_ values: Tensor<Complex<Double>>) -> Double {
        let weights = modes.multiplicities
        return values.elements.enumerated().reduce(0.0) { $0 + weights[$1.offset % weights.count] * $1.element.lengthSquared }.squareRoot()
    }
}

extension Expression {
    /// All jets that occur, in a fixed order.
    fileprivate var jets: [Jet] {
        symbols.compactMap { symbol -> Jet? in if case .jet(let jet) = symbol { jet } else { nil } }.sorted { "\($0)" < "\($1)" }
    }
}
