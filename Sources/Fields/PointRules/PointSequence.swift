import NumericsCore

/// The points of a rule in the unit cube, one after the other; for rules that need no number of points in advance.
struct PointSequence {
    private enum Source {
        case uniform
        case halton(HaltonSequence)
        case sobol(SobolSequence)
    }

    private var source: Source
    private let dimension: Int

    /// Nil for rules that are made for a number of points.
    init?(_ rule: PointRule, dimension: Int, using stream: inout RandomStream) {
        self.dimension = dimension
        switch rule {
        case .grid, .latinHypercube: return nil
        case .uniform: source = .uniform
        case .halton(let isScrambled):
            source = .halton(HaltonSequence(dimension: dimension, isScrambled: isScrambled, using: &stream))
        case .sobol(let scrambling):
            source = .sobol(SobolSequence(dimension: dimension, scrambling: scrambling, using: &stream))
        }
    }

    /// The next point [coordinate], each in [0, 1).
    mutating func next(using stream: inout RandomStream) -> [Double] {
        switch source {
        case .uniform: return (0..<dimension).map { _ in stream.uniform() }
        case .halton(var sequence):
            defer { source = .halton(sequence) }
            return sequence.next()
        case .sobol(var sequence):
            defer { source = .sobol(sequence) }
            return sequence.next()
        }
    }
}
