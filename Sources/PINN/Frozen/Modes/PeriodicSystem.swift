import Discretization
import Expressions
import NumericsCore
import Problems
import TimeIntegration

/// A semilinear evolution on a periodic box in Fourier modes: c' = L c + N(c, t), N on an equally spaced grid.
final class PeriodicSystem: ModalSystem {
    let modes: FourierModes
    let linear: ModeMatrices
    let hasNonlinearTerm: Bool
    let multiplicities, highestModes: [Double]
    let tail: SpectralTail
    private let columns: [Column]
    private let symmetry: HermitianSymmetry
    private var evaluator: GridEvaluator
    private let earliest: Double
    private let empty = Tensor<Complex<Double>>(shape: [0], repeating: Complex(0, 0))

    private typealias Column = (row: Int, column: Int, values: [Complex<Double>])

    /// - Throws: `EvolutionError.noValue`.
    init(_ equations: FrozenEquations, known: KnownPart, modes: FourierModes) throws {
        self.modes = modes
        columns = Self.columns(equations, modes)
        linear = ModeMatrices(size: equations.componentCount, modeCount: modes.storedCount, columns: columns)
        multiplicities = modes.multiplicities
        tail = SpectralTail(modes)
        highestModes = tail.tailMultiplicities
        symmetry = HermitianSymmetry(modes)
        hasNonlinearTerm = known.nonlinear.contains { !$0.isZero }
        earliest = known.earliest
        let rule = Self.rule(equations.nonlinear)
        evaluator = try GridEvaluator(
            known.nonlinear, axes: equations.spaces, modes: modes, points: modes.counts.map { Dealiasing.paddedCount($0, rule: rule) },
            problem: equations.problem
        ) { jet in
            let orders = equations.orders(jet.derivative)
            return .init(terms: [.init(isState: true, row: jet.component, factor: orders.contains { $0 > 0 } ? modes.symbol(orders) : nil)])
        }
    }

    /// Products of two series are exact; of what more factors fold back, modes that have fallen to the tolerance hold less than it.
    private static func rule(_ sides: [Expression]) -> Dealiasing.Rule {
        let degrees = sides.map { $0.polynomialDegree(in: \.isJet) ?? 2 }
        return .polynomial(degree: min(degrees.max() ?? 1, 2))
    }

    private static func columns(_ equations: FrozenEquations, _ modes: FourierModes) -> [Column] {
        var columns: [Column] = []
        for (row, terms) in equations.linear.enumerated() {
            for column in Set(terms.map(\.component)).sorted() {
                var values = [Complex<Double>](repeating: Complex(0, 0), count: modes.storedCount)
                for term in terms where term.component == column {
                    let symbol = modes.symbol(equations.orders(term.derivative))
                    for mode in values.indices { values[mode] = values[mode] + symbol[mode] * Complex(term.coefficient, 0) }
                }
                columns.append((row, column, values))
            }
        }
        return columns
    }

    func evaluateNonlinearTerm(_ state: Tensor<Complex<Double>>, time: Double, into rate: inout Tensor<Complex<Double>>) {
        evaluator.evaluate(state, constraints: empty, time: max(time, earliest), into: &rate)
    }

    /// c' of a state.
    func rate(_ state: Tensor<Complex<Double>>, time: Double) -> Tensor<Complex<Double>> {
        var rate = Tensor(shape: state.shape, repeating: Complex<Double>(0, 0))
        evaluateNonlinearTerm(state, time: time, into: &rate)
        let count = modes.storedCount
        for entry in columns {
            for mode in 0..<count {
                let index = entry.row * count + mode
                rate[index] = rate[index] + entry.values[mode] * state[entry.column * count + mode]
            }
        }
        return rate
    }

    func regularise(_ state: inout Tensor<Complex<Double>>) {
        symmetry.apply(&state)
    }
}
