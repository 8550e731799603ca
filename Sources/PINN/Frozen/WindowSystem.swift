import Expressions
import NumericsCore
import Problems
import Solving
import TimeIntegration

/// An evolution projected on functions in windows that meet all conditions: q' = Zᵀ Vᵀ W F(x, t, u).
///
/// V are the functions at Gauss points with weights W, u = V (Z q + L d(t)). Test and trial functions are the same and as often
/// continuously differentiable as the equation asks, so that diffusion and dispersion stay as stable as they are. Tables are
/// [point of all windows], values of a batch [jet or component][point].
final class WindowSystem: ImplicitSystem {
    let layout: WindowLayout
    let constraints: WindowConstraints
    let mass: SystemMatrix
    private let program: WindowProgram
    private let pointCount: Int
    /// u's jets from q, [jet, point][unknown], and from d, [jet, point][condition].
    private let jets, drivenJets: Tensor<Double>
    /// Zᵀ Vᵀ W, [unknown][component, point].
    private let projection: Tensor<Double>
    private var data: Tensor<Double>
    private var values, outputs, slopes: Tensor<Double>
    private var stages: [Int: (jets: Tensor<Double>, sides: Tensor<Double>)] = [:]
    private var weighted, vector: Tensor<Double>

    init(_ program: WindowProgram, _ layout: WindowLayout, _ constraints: WindowConstraints) {
        self.program = program
        self.layout = layout
        self.constraints = constraints
        pointCount = layout.windowCount * layout.modes.rule.points.count
        let count = constraints.free.shape[1]
        mass = .identity(count)
        jets = Self.table(program.jets, layout, constraints.free)
        drivenJets = Self.table(program.jets, layout, constraints.lift)
        let plain = (0..<layout.componentCount).map { WindowProgram.Entry(component: $0, order: 0) }
        var test = Self.table(plain, layout, constraints.free)
        let weights = layout.weights
        for row in 0..<test.shape[0] {
            for column in 0..<count { test[row, column] *= weights[row % weights.count] }
        }
        projection = LinearAlgebra.transpose(test)
        data = Tensor(shape: [max(constraints.driven.count, 1)], repeating: 0)
        values = program.makeInputs(points: layout.points)
        outputs = Tensor(shape: [program.componentCount, pointCount], repeating: 0)
        slopes = Tensor(shape: [max(program.slopeCount, 1), pointCount], repeating: 0)
        weighted = Tensor(shape: [program.componentCount * pointCount, count], repeating: 0)
        vector = Tensor(shape: [max(drivenJets.shape[0], 1)], repeating: 0)
    }

    var order: Int { constraints.free.shape[1] }

    func makeJacobian() -> SystemMatrix { SystemMatrix(Tensor(shape: [order, order], repeating: 0)) }

    /// Derivatives of components, [entry, point][column], for coefficients [coefficient][column].
    private static func table(
        _ entries: [WindowProgram.Entry], _ layout: WindowLayout, _ coefficients: Tensor<Double>
    ) -> Tensor<Double> {
        let (width, columns, modes) = (layout.modes.rule.points.count, coefficients.shape[1], layout.modes.count)
        let total = layout.windowCount * width
        var result = Tensor(shape: [entries.count * total, columns], repeating: 0.0)
        guard columns > 0 else { return result }
        var part = Tensor(shape: [modes, columns], repeating: 0.0)
        var product = Tensor(shape: [width, columns], repeating: 0.0)
        for (place, entry) in entries.enumerated() {
            for window in 0..<layout.windowCount {
                let first = layout.start(entry.component, window) * columns
                part.copy(from: coefficients, at: first)
                LinearAlgebra.multiply(
                    layout.modes.tables[entry.order], part, alpha: layout.scale(window, order: entry.order), into: &product)
                result.paste(product, at: (place * total + window * width) * columns)
            }
        }
        return result
    }

    func evaluate(times: [Double], states: Tensor<Double>, values rates: inout Tensor<Double>) {
        let count = times.count
        var buffers = stages[count] ?? (
            Tensor(shape: [count, jets.shape[0]], repeating: 0), Tensor(shape: [count, projection.shape[1]], repeating: 0))
        stages[count] = nil
        LinearAlgebra.multiply(states, jets, transposeB: true, into: &buffers.jets)
        for (row, time) in times.enumerated() {
            fill(from: buffers.jets, row: row, time: time)
            program.evaluate(values, into: &outputs)
            buffers.sides.paste(outputs, at: row * projection.shape[1])
        }
        LinearAlgebra.multiply(buffers.sides, projection, transposeB: true, into: &rates)
        stages[count] = buffers
    }

    func jacobian(time: Double, state: Tensor<Double>, into jacobian: inout SystemMatrix) {
        var one = Tensor(shape: [1, jets.shape[0]], repeating: 0.0)
        LinearAlgebra.multiply(state.reshaped([1, order]), jets, transposeB: true, into: &one)
        fill(from: one, row: 0, time: time)
        program.evaluateSlopes(values, into: &slopes)
        weigh()
        LinearAlgebra.multiply(projection, weighted, into: &jacobian.dense!)
    }

    /// Puts jets of a stage, with what the conditions' data add, and the time into the inputs of the program.
    private func fill(from jets: Tensor<Double>, row: Int, time: Double) {
        let width = self.jets.shape[0]
        values.copyPrefix(width, from: jets, at: row * width)
        if !constraints.driven.isEmpty {
            program.data(time, into: &data)
            LinearAlgebra.multiply(drivenJets, data, into: &vector)
            values.addPrefix(vector)
        }
        program.setTime(time, in: &values)
    }

    /// dF/dq at the points: slopes by jets times the jets' tables.
    private func weigh() {
        let (count, points) = (order, pointCount)
        weighted.withUnsafeMutableBufferPointer { target in
            target.update(repeating: 0)
            jets.withUnsafeBufferPointer { table in
                slopes.withUnsafeBufferPointer { slope in
                    for (index, place) in program.slopePlaces.enumerated() {
                        for point in 0..<points {
                            let factor = slope[index * points + point]
                            if factor == 0 { continue }
                            let to = target.baseAddress! + (place.component * points + point) * count
                            let from = table.baseAddress! + (place.jet * points + point) * count
                            for column in 0..<count { to[column] += factor * from[column] }
                        }
                    }
                }
            }
        }
    }

    /// Coefficients of the functions for unknowns [unknown] at an instant.
    func coefficients(_ state: Tensor<Double>, time: Double) -> Tensor<Double> {
        var result = LinearAlgebra.multiply(constraints.free, state)
        guard !constraints.driven.isEmpty else { return result }
        program.data(time, into: &data)
        LinearAlgebra.multiply(constraints.lift, data, alpha: 1, beta: 1, into: &result)
        return result
    }

    /// The unknowns nearest to coefficients.
    func unknowns(_ coefficients: Tensor<Double>) -> Tensor<Double> {
        LinearAlgebra.multiply(constraints.free, coefficients, transposeA: true)
    }
}

extension Tensor where Element == Double {
    /// Fills this array with elements of another from a position on.
    fileprivate mutating func copy(from source: Tensor<Double>, at first: Int) {
        copyPrefix(count, from: source, at: first)
    }

    /// Fills the first elements with those of another array from a position on.
    fileprivate mutating func copyPrefix(_ count: Int, from source: Tensor<Double>, at first: Int) {
        source.withUnsafeBufferPointer { from in
            withUnsafeMutableBufferPointer { to in
                for index in 0..<count { to[index] = from[first + index] }
            }
        }
    }

    /// Adds another array to the first elements.
    fileprivate mutating func addPrefix(_ other: Tensor<Double>) {
        other.withUnsafeBufferPointer { from in
            withUnsafeMutableBufferPointer { to in
                for index in from.indices { to[index] += from[index] }
            }
        }
    }

    /// Writes another array into this one from a position on.
    fileprivate mutating func paste(_ other: Tensor<Double>, at first: Int) {
        other.withUnsafeBufferPointer { from in
            withUnsafeMutableBufferPointer { to in
                for index in from.indices { to[first + index] = from[index] }
            }
        }
    }
}
