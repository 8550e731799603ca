import NumericsCore

/// A tape over a windowed sum: jets of parts times those of their windows. Parts whose window is zero at all points of a chunk are
/// left out.
final class WindowedTape: JetTape, @unchecked Sendable {
    /// What belongs to one window.
    private struct Part {
        var tape: any JetTape
        /// Of the window along each coordinate.
        var place: [Int]
        /// First parameter in θ.
        var offset: Int
        var parameters: Tensor<Double>
        var direction: Tensor<Double>
        /// Jets of the window, [channel][capacity].
        var factors: Tensor<Double>
        var gradient: SharedMatrix
        var isActive = false
    }

    let capacity: Int
    private(set) var jets: Tensor<Double>
    private let axes: [WindowAxis]
    private let layout: JetLayout
    private let outputCount: Int
    private let product: LaneProduct
    private let order: Int
    private var parts: [Part] = []
    private var scratch: Tensor<Double>
    private var cotangents: Tensor<Double>
    /// By coordinate: [point][window][order] of the chunk.
    private var windows: [[Double]]
    private var column: [[Double]]
    private var sums: [Double]

    init(_ function: WindowedFunction, layout: JetLayout, capacity: Int, directionOrder: Int) {
        let rounded = (capacity + 7) / 8 * 8
        self.capacity = rounded
        self.layout = layout
        axes = function.axes
        outputCount = function.outputCount
        product = LaneProduct(layout.productTerms, channels: layout.count, lanes: rounded)
        let stride = layout.order + 1
        order = layout.order
        var offset = 0
        for (number, inner) in function.parts.enumerated() {
            let count = inner.parameterCount
            parts.append(Part(
                tape: inner.makeTape(layout: layout, capacity: rounded, directionOrder: directionOrder),
                place: WindowedFunction.place(number, function.axes), offset: offset,
                parameters: Tensor(shape: [count], repeating: 0), direction: Tensor(shape: [count], repeating: 0),
                factors: Tensor(shape: [layout.count, rounded], repeating: 0), gradient: SharedMatrix(rowCount: 1, columnCount: count)))
            offset += count
        }
        let shape = [1 + directionOrder, function.outputCount, layout.count, rounded]
        jets = Tensor(shape: shape, repeating: 0)
        scratch = Tensor(shape: shape, repeating: 0)
        cotangents = Tensor(shape: Array(shape.dropFirst()), repeating: 0)
        windows = function.axes.map { Array(repeating: 0, count: rounded * $0.count * stride) }
        column = function.axes.map { Array(repeating: 0, count: $0.count * stride) }
        sums = Array(repeating: 0, count: stride)
    }

    func forward(parameters: Tensor<Double>, direction: Tensor<Double>?, points: Tensor<Double>, range: Range<Int>) {
        placeWindows(points, range)
        jets.fill(0)
        for index in parts.indices {
            weigh(index)
            guard parts[index].isActive else { continue }
            let offset = parts[index].offset
            for p in 0..<parts[index].parameters.count {
                parts[index].parameters[p] = parameters[offset + p]
                if let direction { parts[index].direction[p] = direction[offset + p] }
            }
            let tape = parts[index].tape
            tape.forward(
                parameters: parts[index].parameters, direction: direction == nil ? nil : parts[index].direction, points: points, range: range)
            for output in 0..<jets.shape[0] * outputCount {
                let place = output * product.stride
                product.multiply(parts[index].factors, at: 0, tape.jets, at: place, into: &scratch, at: place)
            }
            LinearAlgebra.addScaled(1, scratch, to: &jets)
        }
    }

    func pullback(cotangents: Tensor<Double>, gradients: SharedMatrix, row: Int) {
        for index in parts.indices where parts[index].isActive {
            reduce(cotangents, index)
            let part = parts[index]
            part.gradient.clear()
            part.tape.pullback(cotangents: self.cotangents, gradients: part.gradient, row: 0)
            part.gradient.withUnsafeMutableBufferPointer { own in
                for p in 0..<own.count { gradients.add(own[p], row: row, column: part.offset + p) }
            }
        }
    }

    func jacobian(cotangents: Tensor<Double>, jacobian: SharedMatrix, firstParameter: Int, firstRow: Int, adding: Bool) {
        for index in parts.indices {
            let part = parts[index]
            let first = firstParameter + part.offset
            if part.isActive {
                reduce(cotangents, index)
                part.tape.jacobian(
                    cotangents: self.cotangents, jacobian: jacobian, firstParameter: first, firstRow: firstRow, adding: adding)
            } else if !adding {
                jacobian.clear(
                    rows: first..<first + part.parameters.count, columns: firstRow..<min(firstRow + capacity, jacobian.columnCount))
            }
        }
    }

    /// Cotangents of a part's outputs.
    private func reduce(_ outer: Tensor<Double>, _ index: Int) {
        for output in 0..<outputCount {
            let place = output * product.stride
            product.pullBack(parts[index].factors, at: 0, outer, at: place, into: &cotangents, at: place)
        }
    }

    /// Derivatives of all windows along each coordinate at the points; lanes beyond repeat the last.
    private func placeWindows(_ points: Tensor<Double>, _ range: Range<Int>) {
        for axis in axes.indices {
            let width = column[axis].count
            for lane in 0..<capacity {
                axes[axis].derivatives(
                    at: points[axis, min(range.lowerBound + lane, range.upperBound - 1)], order: order, into: &column[axis], &sums)
                for entry in 0..<width { windows[axis][lane * width + entry] = column[axis][entry] }
            }
        }
    }

    /// Jets of a window: products of derivatives along the coordinates.
    private func weigh(_ index: Int) {
        var isActive = false
        for channel in 0..<layout.count {
            let terms = layout.terms(of: channel)
            for lane in 0..<capacity {
                var value = 0.0
                for term in terms {
                    var factor = term.coefficient
                    for axis in axes.indices {
                        let place = parts[index].place[axis] * (order + 1) + term.derivative[axis]
                        factor *= windows[axis][lane * column[axis].count + place]
                    }
                    value += factor
                }
                parts[index].factors[channel, lane] = value
                if channel == 0 && value != 0 { isActive = true }
            }
        }
        parts[index].isActive = isActive
    }
}
