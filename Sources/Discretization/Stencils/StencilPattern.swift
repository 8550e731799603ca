import NumericsCore

/// Which entry of a stencil matrix stands for an offset.
struct StencilPattern: Sendable {
    let stencil: StencilMatrix.Stencil
    let offsets: [[Int]]
    /// Position of the diagonal.
    let centre: Int
    /// Entry by offset written in base 3; -1 where there is none.
    private let table: [Int]

    /// The nearest neighbours along the axes; those across edges and corners too if `isFull`.
    init(dimension: Int, isFull: Bool) {
        stencil = isFull ? .full : .star
        let sample = StencilMatrix(shape: [Int](repeating: 1, count: dimension), stencil: stencil)
        offsets = sample.offsets
        centre = sample.centre
        var table = [Int](repeating: -1, count: 27)
        for (entry, offset) in offsets.enumerated() { table[Self.code(offset)] = entry }
        self.table = table
    }

    private static func code(_ offset: [Int]) -> Int { offset.reduce(0) { $0 * 3 + $1 + 1 } }

    func entry(_ offset: [Int]) -> Int { table[Self.code(offset)] }

    /// The entry one step along an axis.
    func entry(axis: Int, step: Int) -> Int { entry(offsets[0].indices.map { $0 == axis ? step : 0 }) }
}
