import CFFTW

/// What FFTW needs to know to make a plan: the axes transformed and those only looped over.
struct TransformLayout: Hashable, Sendable {
    /// One axis: its length and the distance of neighbours in the input and the output, in elements.
    struct Axis: Hashable, Sendable {
        var length: Int
        var inputStride: Int
        var outputStride: Int

        var dimension: fftw_iodim64 { fftw_iodim64(n: length, is: inputStride, os: outputStride) }
    }

    enum Operation: Hashable, Sendable {
        case complexForward, complexBackward
        case realForward, realBackward
        case trigonometric([TrigonometricKind])
    }

    var operation: Operation
    var transformed: [Axis]
    var looped: [Axis]
    var isInPlace: Bool
    var planning: TransformPlanning
    var isAligned = true
    /// Whether a complex-to-real transform of one axis must leave its input alone, which it otherwise may not.
    var preservesInput = false

    /// Axes of row-major arrays: `axes` are transformed in that order, the others looped over.
    init(
        _ operation: Operation, lengths: [Int], input: [Int], output: [Int], axes: [Int], isInPlace: Bool,
        planning: TransformPlanning
    ) {
        let inputStrides = TransformLayout.strides(input)
        let outputStrides = TransformLayout.strides(output)
        let all = lengths.indices.map {
            Axis(length: lengths[$0], inputStride: inputStrides[$0], outputStride: outputStrides[$0])
        }
        self.operation = operation
        transformed = axes.map { all[$0] }
        looped = all.indices.filter { !axes.contains($0) }.map { all[$0] }
        self.isInPlace = isInPlace
        self.planning = planning
    }

    init(
        _ operation: Operation, transformed: [Axis], looped: [Axis], isInPlace: Bool, planning: TransformPlanning
    ) {
        self.operation = operation
        self.transformed = transformed
        self.looped = looped
        self.isInPlace = isInPlace
        self.planning = planning
    }

    /// Doubles that the input and the output of a plan reach, for the buffers it is planned on.
    var extents: (input: Int, output: Int) {
        let all = transformed + looped
        let input = all.reduce(1) { $0 + ($1.length - 1) * abs($1.inputStride) }
        let output = all.reduce(1) { $0 + ($1.length - 1) * abs($1.outputStride) }
        // Two doubles for every element covers the complex case as well.
        return (2 * input + 2, 2 * output + 2)
    }

    static func strides(_ shape: [Int]) -> [Int] {
        var result = [Int](repeating: 1, count: shape.count)
        for axis in shape.indices.dropLast().reversed() { result[axis] = result[axis + 1] * shape[axis + 1] }
        return result
    }
}
