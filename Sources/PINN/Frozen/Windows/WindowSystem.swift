import Expressions
import NumericsCore
import TimeIntegration

/// An evolution projected on functions in windows that meet all conditions: M q' = Bᵀ Vᵀ W F(x, t, u).
///
/// V are the functions at Gauss points with weights W, u = V (B q + L d(t)) with L ⊥ B. Test and trial functions are the same and as often
/// continuously differentiable as the equation asks, so that diffusion and dispersion stay as stable as they are. Sums are taken window by window.
/// Values of a batch are [jet or component][point of all windows].
final class WindowSystem: ImplicitSystem {
    let layout: WindowLayout
    let basis: WindowBasis
    let mass: SystemMatrix
    private let program: WindowProgram
    private let pointCount: Int
    private let windows: [WindowTables]
    private var data: Tensor<Double>
    private var values, outputs, slopes: Tensor<Double>
    private var buffers: [Int: [WindowTables.Buffers]] = [:]

    init(_ program: WindowProgram, _ layout: WindowLayout, _ basis: WindowBasis) {
        self.program = program
        self.layout = layout
        self.basis = basis
        pointCount = layout.windowCount * layout.modes.rule.points.count
        mass = basis.mass
        windows = (0..<layout.windowCount).map { WindowTables(program, layout, basis, window: $0) }
        data = Tensor(shape: [max(basis.driven.count, 1)], repeating: 0)
        values = program.makeInputs(points: Tensor(shape: [pointCount, 1], elements: layout.points))
        outputs = Tensor(shape: [program.componentCount, pointCount], repeating: 0)
        slopes = Tensor(shape: [max(program.slopeCount, 1), pointCount], repeating: 0)
    }

    var order: Int { basis.count }

    func makeJacobian() -> SystemMatrix {
        guard let banded = mass.banded else { return SystemMatrix(Tensor(shape: [order, order], repeating: 0)) }
        return SystemMatrix(BandedMatrix(order: order, lower: banded.lower, upper: banded.upper))
    }

    func evaluate(times: [Double], states: Tensor<Double>, values rates: inout Tensor<Double>) {
        let count = times.count
        var own = buffers.removeValue(forKey: count) ?? windows.map { $0.makeBuffers(rows: count) }
        for (window, table) in windows.enumerated() { table.setJets(of: states, order: order, &own[window]) }
        for (row, time) in times.enumerated() {
            fill(own, row: row, time: time)
            program.evaluate(values, into: &outputs)
            for (window, table) in windows.enumerated() { table.takeSides(outputs, pointCount: pointCount, row: row, &own[window]) }
        }
        rates.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
        for (window, table) in windows.enumerated() { table.addRates(to: &rates, order: order, &own[window]) }
        buffers[count] = own
    }

    func jacobian(time: Double, state: Tensor<Double>, into jacobian: inout SystemMatrix) {
        var own = buffers.removeValue(forKey: 1) ?? windows.map { $0.makeBuffers(rows: 1) }
        for (window, table) in windows.enumerated() { table.setJets(of: state, order: order, &own[window]) }
        fill(own, row: 0, time: time)
        program.evaluateSlopes(values, into: &slopes)
        jacobian.clear()
        for table in windows { table.addJacobian(program.slopePlaces, slopes, pointCount: pointCount, to: &jacobian) }
        buffers[1] = own
    }

    /// Puts jets of a stage, with what the conditions' data add, and the time into the inputs of the program.
    private func fill(_ buffers: [WindowTables.Buffers], row: Int, time: Double) {
        if !basis.driven.isEmpty { program.data(time, into: &data) }
        for (window, table) in windows.enumerated() {
            table.putJets(buffers[window], row: row, data: basis.driven.isEmpty ? nil : data, pointCount: pointCount, into: &values)
        }
        program.setTime(time, in: &values)
    }

    /// Coefficients of the functions for unknowns [unknown] at an instant.
    func coefficients(_ state: Tensor<Double>, time: Double) -> Tensor<Double> {
        var result = basis.combined(state)
        guard !basis.driven.isEmpty else { return result }
        program.data(time, into: &data)
        LinearAlgebra.multiply(basis.lift, data, alpha: 1, beta: 1, into: &result)
        return result
    }

    /// The rate of change of the coefficients.
    func coefficientRates(_ state: Tensor<Double>, time: Double) -> Tensor<Double> {
        var rates = Tensor(shape: [1, order], repeating: 0.0)
        evaluate(times: [time], states: state.reshaped([1, order]), values: &rates)
        var result = basis.combined(basis.solved(rates.reshaped([order])))
        guard !basis.driven.isEmpty else { return result }
        LinearAlgebra.multiply(basis.lift, program.dataRates(time), alpha: 1, beta: 1, into: &result)
        return result
    }

    /// The unknowns nearest to coefficients.
    func unknowns(_ coefficients: Tensor<Double>) -> Tensor<Double> { basis.unknowns(coefficients) }
}
