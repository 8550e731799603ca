import NumericsCore

/// A tape over a windowed sum: jets of parts times those of their windows. Parts whose window is zero at all points of a chunk cost
/// nothing.
final class WindowedTape: JetTape, @unchecked Sendable {
    /// What belongs to one window.
    private struct Part {
        let function: any TrialFunction
        /// Made when the window is first met: most blocks of a large problem meet few of many windows.
        var tape: (any JetTape)?
        /// Of the window along each coordinate.
        var place: [Int]
        /// First parameter in θ.
        var offset: Int
        var parameters: Tensor<Double>
        var direction: Tensor<Double>
        var gradient: SharedMatrix
    }

    let capacity: Int
    private(set) var jets: Tensor<Double>
    private let layout: JetLayout
    private let outputCount: Int
    private let product: LaneProduct
    private var parts: [Part] = []
    private let offsets: [Int]
    private var windows: WindowTable
    /// Parts that are not zero at all points of the chunk, ascending.
    private var active: [Int] = []
    /// Jets of the windows, by part [channel][capacity].
    private var factors: [Tensor<Double>]
    private var scratch: Tensor<Double>
    private var cotangents: Tensor<Double>

    init(_ function: WindowedFunction, layout: JetLayout, capacity: Int, directionOrder: Int) {
        let rounded = (capacity + 7) / 8 * 8
        self.capacity = rounded
        self.layout = layout
        outputCount = function.outputCount
        product = LaneProduct(layout.productTerms, channels: layout.count, lanes: rounded)
        offsets = function.parameterGroups.map(\.lowerBound)
        for (number, inner) in function.parts.enumerated() {
            let count = inner.parameterCount
            parts.append(Part(
                function: inner,
                place: WindowedFunction.place(number, function.axes), offset: offsets[number],
                parameters: Tensor(shape: [count], repeating: .nan), direction: Tensor(shape: [count], repeating: .nan),
                gradient: SharedMatrix(rowCount: 1, columnCount: count)))
        }
        windows = WindowTable(function, layout: layout, capacity: rounded)
        active.reserveCapacity(parts.count)
        factors = parts.map { _ in Tensor(shape: [layout.count, rounded], repeating: 0) }
        let shape = [1 + directionOrder, function.outputCount, layout.count, rounded]
        jets = Tensor(shape: shape, repeating: 0)
        scratch = Tensor(shape: shape, repeating: 0)
        cotangents = Tensor(shape: Array(shape.dropFirst()), repeating: 0)
    }

    func forward(parameters: Tensor<Double>, direction: Tensor<Double>?, points: Tensor<Double>, range: Range<Int>) {
        windows.place(points, range, active: &active)
        jets.fill(0)
        for index in active {
            windows.weigh(parts[index].place, into: &factors[index])
            let offset = parts[index].offset
            Self.copy(parameters, from: offset, to: &parts[index].parameters)
            if let direction { Self.copy(direction, from: offset, to: &parts[index].direction) }
            let tape = tape(index)
            tape.forward(
                parameters: parts[index].parameters, direction: direction == nil ? nil : parts[index].direction, points: points, range: range)
            for output in 0..<jets.shape[0] * outputCount {
                let place = output * product.stride
                product.multiply(factors[index], at: 0, tape.jets, at: place, into: &scratch, at: place)
            }
            LinearAlgebra.addScaled(1, scratch, to: &jets)
        }
    }

    private func tape(_ index: Int) -> any JetTape {
        if let tape = parts[index].tape { return tape }
        let made = parts[index].function.makeTape(layout: layout, capacity: capacity, directionOrder: jets.shape[0] - 1)
        parts[index].tape = made
        return made
    }

    /// Copies what has changed: the part's tape shares the memory, and many chunks follow each other with the same θ.
    private static func copy(_ source: Tensor<Double>, from offset: Int, to target: inout Tensor<Double>) {
        let isSame = source.withUnsafeBufferPointer { new in
            target.withUnsafeBufferPointer { old in old.indices.allSatisfy { old[$0] == new[offset + $0] } }
        }
        guard !isSame else { return }
        source.withUnsafeBufferPointer { new in
            target.withUnsafeMutableBufferPointer { old in for p in old.indices { old[p] = new[offset + p] } }
        }
    }

    func pullback(cotangents: Tensor<Double>, gradients: SharedMatrix, row: Int) {
        for index in active {
            reduce(cotangents, index)
            let part = parts[index]
            part.gradient.clear()
            tape(index).pullback(cotangents: self.cotangents, gradients: part.gradient, row: 0)
            part.gradient.withUnsafeMutableBufferPointer { own in
                for p in 0..<own.count { gradients.add(own[p], row: row, column: part.offset + p) }
            }
        }
    }

    func jacobian(cotangents: Tensor<Double>, jacobian: SharedMatrix, firstParameter: Int, firstRow: Int, adding: Bool) {
        self.jacobian(
            cotangents: cotangents, jacobian: jacobian, places: offsets.map { firstParameter + $0 }, firstRow: firstRow, adding: adding)
    }

    func jacobian(cotangents: Tensor<Double>, jacobian: SharedMatrix, places: [Int?], firstRow: Int, adding: Bool) {
        var next = 0
        for index in parts.indices {
            let isActive = next < active.count && active[next] == index
            if isActive { next += 1 }
            guard let first = places[index] else { continue }
            if isActive {
                reduce(cotangents, index)
                tape(index).jacobian(
                    cotangents: self.cotangents, jacobian: jacobian, firstParameter: first, firstRow: firstRow, adding: adding)
            } else if !adding {
                jacobian.clear(
                    rows: first..<first + parts[index].parameters.count,
                    columns: firstRow..<min(firstRow + capacity, jacobian.columnCount))
            }
        }
    }

    /// Cotangents of a part's outputs.
    private func reduce(_ outer: Tensor<Double>, _ index: Int) {
        for output in 0..<outputCount {
            let place = output * product.stride
            product.pullBack(factors[index], at: 0, outer, at: place, into: &cotangents, at: place)
        }
    }
}
