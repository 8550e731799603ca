import NumericsCore

/// A tape over a sum of trial functions: jets add up, cotangents go to every part.
final class SummedTape: JetTape, @unchecked Sendable {
    private struct Part {
        var tape: any JetTape
        /// First parameter in θ.
        var offset: Int
        var parameters: Tensor<Double>
        var direction: Tensor<Double>
        var gradient: SharedMatrix
    }

    let capacity: Int
    private(set) var jets: Tensor<Double>
    private var parts: [Part] = []

    init(_ function: SummedFunction, layout: JetLayout, capacity: Int, directionOrder: Int) {
        let rounded = (capacity + 7) / 8 * 8
        self.capacity = rounded
        jets = Tensor(shape: [1 + directionOrder, function.outputCount, layout.count, rounded], repeating: 0)
        var offset = 0
        for inner in function.parts {
            let count = inner.parameterCount
            parts.append(Part(
                tape: inner.makeTape(layout: layout, capacity: rounded, directionOrder: directionOrder), offset: offset,
                parameters: Tensor(shape: [count], repeating: 0), direction: Tensor(shape: [count], repeating: 0),
                gradient: SharedMatrix(rowCount: 1, columnCount: count)))
            offset += count
        }
    }

    func forward(parameters: Tensor<Double>, direction: Tensor<Double>?, points: Tensor<Double>, range: Range<Int>) {
        jets.fill(0)
        for index in parts.indices {
            let offset = parts[index].offset
            for p in 0..<parts[index].parameters.count {
                parts[index].parameters[p] = parameters[offset + p]
                if let direction { parts[index].direction[p] = direction[offset + p] }
            }
            let part = parts[index]
            part.tape.forward(
                parameters: part.parameters, direction: direction == nil ? nil : part.direction, points: points, range: range)
            LinearAlgebra.addScaled(1, part.tape.jets, to: &jets)
        }
    }

    func pullback(cotangents: Tensor<Double>, gradients: SharedMatrix, row: Int) {
        for part in parts {
            part.gradient.clear()
            part.tape.pullback(cotangents: cotangents, gradients: part.gradient, row: 0)
            part.gradient.withUnsafeMutableBufferPointer { own in
                for p in 0..<own.count { gradients.add(own[p], row: row, column: part.offset + p) }
            }
        }
    }

    func jacobian(cotangents: Tensor<Double>, jacobian: SharedMatrix, firstParameter: Int, firstRow: Int, adding: Bool) {
        for part in parts {
            part.tape.jacobian(
                cotangents: cotangents, jacobian: jacobian, firstParameter: firstParameter + part.offset, firstRow: firstRow, adding: adding)
        }
    }
}
