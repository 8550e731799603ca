import Discretization
import Expressions
import NumericsCore
import Problems
import TimeIntegration

/// A semilinear evolution along a periodic coordinate in Fourier modes: c' = L c + N(c, t), N on an equally spaced grid.
final class PeriodicSystem: ModalSystem {
    let modes: FourierModes
    let linear: ModeMatrices
    let hasNonlinearTerm: Bool
    let multiplicities, highestModes: [Double]
    let tail: SpectralTail
    private let program: BatchProgram
    private let transform: RealFourierTransform
    private let earliest: Double
    /// Component and symbol of each input that is a derivative.
    private let jets: [(component: Int, symbol: [Complex<Double>])]
    private var workspace: InstructionProgram.Workspace
    private var spectrum: Tensor<Complex<Double>>
    private var values, inputs, outputs: Tensor<Double>

    init(_ equations: FrozenEquations, known: KnownPart, modes: FourierModes) {
        self.modes = modes
        let count = equations.componentCount
        linear = Self.linear(equations, modes)
        multiplicities = modes.multiplicities
        tail = SpectralTail(modes)
        highestModes = tail.tailMultiplicities
        hasNonlinearTerm = known.nonlinear.contains { !$0.isZero }
        earliest = known.earliest
        let found = known.nonlinear.reduce(into: Set<Jet>()) { set, side in
            for case .jet(let jet) in side.symbols { set.insert(jet) }
        }.sorted { ($0.component, $0.derivative.total) < ($1.component, $1.derivative.total) }
        jets = found.map { ($0.component, modes.symbol([$0.derivative[equations.space]])) }
        program = BatchProgram(
            known.nonlinear, inputs: found.map { .jet($0) } + [.coordinate(equations.space), .coordinate(equations.time)])
        workspace = program.makeWorkspace()
        let points = Dealiasing.paddedCount(modes.counts[0], rule: Self.rule(equations.nonlinear))
        transform = RealFourierTransform(shape: [points])
        spectrum = Tensor(shape: transform.spectrumShape, repeating: Complex(0, 0))
        values = Tensor(shape: [points], repeating: 0)
        outputs = Tensor(shape: [count, points], repeating: 0)
        inputs = Tensor(shape: [found.count + 2, points], repeating: 0)
        let step = modes.lengths[0] / Double(points)
        for point in 0..<points { inputs[found.count, point] = modes.lower[0] + Double(point) * step }
    }

    /// Products of two series are exact; of what more factors fold back, modes that have fallen to the tolerance hold less than it.
    private static func rule(_ sides: [Expression]) -> Dealiasing.Rule {
        let degrees = sides.map { $0.polynomialDegree(in: \.isJet) ?? 2 }
        return .polynomial(degree: min(degrees.max() ?? 1, 2))
    }

    private static func linear(_ equations: FrozenEquations, _ modes: FourierModes) -> ModeMatrices {
        var columns: [(row: Int, column: Int, values: [Complex<Double>])] = []
        for (row, terms) in equations.linear.enumerated() {
            for column in Set(terms.map(\.component)).sorted() {
                var values = [Complex<Double>](repeating: Complex(0, 0), count: modes.storedCount)
                for term in terms where term.component == column {
                    let symbol = modes.symbol([term.derivative[equations.space]])
                    for mode in values.indices { values[mode] = values[mode] + symbol[mode] * Complex(term.coefficient, 0) }
                }
                columns.append((row, column, values))
            }
        }
        return ModeMatrices(size: equations.componentCount, modeCount: modes.storedCount, columns: columns)
    }

    func evaluateNonlinearTerm(_ state: Tensor<Complex<Double>>, time: Double, into rate: inout Tensor<Complex<Double>>) {
        for (row, jet) in jets.enumerated() { fill(row, jet, state) }
        let (row, count) = (jets.count + 1, values.count)
        let instant = max(time, earliest)
        inputs.withUnsafeMutableBufferPointer { buffer in
            for point in 0..<count { buffer[row * count + point] = instant }
        }
        program.evaluate(inputs: inputs, outputs: &outputs, workspace: &workspace)
        for component in 0..<outputs.shape[0] { project(component, into: &rate) }
    }

    /// Values of a derivative on the grid.
    private func fill(_ row: Int, _ jet: (component: Int, symbol: [Complex<Double>]), _ state: Tensor<Complex<Double>>) {
        let (stored, retained, count) = (modes.storedCount, modes.counts[0] / 2, values.count)
        spectrum.withUnsafeMutableBufferPointer { target in
            target.update(repeating: Complex(0, 0))
            state.withUnsafeBufferPointer { source in
                jet.symbol.withUnsafeBufferPointer { symbol in
                    for mode in 0..<retained { target[mode] = source[jet.component * stored + mode] * symbol[mode] }
                }
            }
        }
        transform.inverse(&spectrum, into: &values, normalised: false)
        values.withUnsafeBufferPointer { source in
            inputs.withUnsafeMutableBufferPointer { target in
                for point in 0..<count { target[row * count + point] = source[point] }
            }
        }
    }

    /// Modes of an output.
    private func project(_ component: Int, into rate: inout Tensor<Complex<Double>>) {
        let (stored, retained, count) = (modes.storedCount, modes.counts[0] / 2, values.count)
        outputs.withUnsafeBufferPointer { source in
            values.withUnsafeMutableBufferPointer { target in
                for point in 0..<count { target[point] = source[component * count + point] }
            }
        }
        transform.forward(values, into: &spectrum)
        let scale = 1 / Double(count)
        rate.withUnsafeMutableBufferPointer { target in
            spectrum.withUnsafeBufferPointer { source in
                for mode in 0..<retained {
                    target[component * stored + mode] = Complex(source[mode].real * scale, source[mode].imaginary * scale)
                }
                target[component * stored + retained] = Complex(0, 0)
            }
        }
    }

    func regularise(_ state: inout Tensor<Complex<Double>>) {
        // The mean of a real field is real.
        for component in 0..<linear.size {
            let mean = state[component * modes.storedCount]
            state[component * modes.storedCount] = Complex(mean.real, 0)
        }
    }
}
