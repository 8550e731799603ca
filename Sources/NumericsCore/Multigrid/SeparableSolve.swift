/// Solves Σ_d T_d u = f with dense eigenvectors of each one-dimensional T_d (fast diagonalisation; Lynch, Rice and
/// Thomas 1964). Work 4 n for each unknown and axis of n unknowns.
struct SeparableSolve: Sendable {
    private let axes: [AxisEigenvectors]
    private let inverses: Tensor<Double>
    // The array before each product, [axis][rest]: a product turns the axes one place further. Twice as many as axes.
    private var buffers: [Tensor<Double>]

    init(_ linearOperator: LatticeOperator) {
        axes = linearOperator.axes.map(AxisEigenvectors.init)
        let shape = linearOperator.unknownShape
        let count = shape.reduce(1, *)
        var sums = [linearOperator.reaction]
        for axis in axes { sums = sums.flatMap { sum in axis.values.elements.map { sum + $0 } } }
        inverses = Tensor(sums.map { abs($0) <= 1e-13 * linearOperator.norm ? 0 : 1 / $0 })
        buffers = (shape + shape).map { Tensor(shape: [$0, count / $0], repeating: 0) }
    }

    /// result = A⁻¹ right, both over the unknowns, of the same shape.
    mutating func solve(_ right: Tensor<Double>, into result: inout Tensor<Double>) {
        SeparableSolve.copy(right, to: &buffers[0])
        for index in axes.indices { multiply(axes[index].forward, index) }
        let middle = axes.count
        buffers[middle].withUnsafeMutableBufferPointer { values in
            inverses.withUnsafeBufferPointer { factors in
                for index in values.indices { values[index] *= factors[index] }
            }
        }
        for index in axes.indices { multiply(axes[index].backward, middle + index) }
        SeparableSolve.copy(buffers[0], to: &result)
    }

    /// The product of one axis from buffer `index` into the next: (M X)ᵀ brings the following axis to the front.
    private mutating func multiply(_ matrix: Tensor<Double>, _ index: Int) {
        let next = (index + 1) % buffers.count
        let shape = buffers[next].shape
        var target = buffers[next].reshaped([buffers[index].shape[1], buffers[index].shape[0]])
        // Given up, so that the product is written in place.
        buffers[next] = SeparableSolve.nothing
        LinearAlgebra.multiply(buffers[index], matrix, transposeA: true, transposeB: true, into: &target)
        buffers[next] = target.reshaped(shape)
    }

    private static let nothing = Tensor(shape: [0], repeating: 0.0)

    private static func copy(_ source: Tensor<Double>, to target: inout Tensor<Double>) {
        source.withUnsafeBufferPointer { values in
            target.withUnsafeMutableBufferPointer { _ = $0.update(fromContentsOf: values) }
        }
    }
}
