import NumericsCore

/// Which entry of a stencil matrix stands for an offset.
struct StencilPattern: Sendable {
    let stencil: StencilMatrix.Stencil
    let offsets: [[Int]]
    /// Position of the diagonal.
    let centre: Int
    /// Entry by offset written in base 3; -1 where there is none.
    private let table: [Int]
    /// Entry one step along an axis from a neighbour along another, or from the node itself: see `slopeEntry`.
    private var slopeTable: [Int] = []

    /// The nearest neighbours along the axes; those across edges and corners too if `isFull`.
    init(dimension: Int, isFull: Bool) {
        stencil = isFull ? .full : .star
        let sample = StencilMatrix(shape: [Int](repeating: 1, count: dimension), stencil: stencil)
        offsets = sample.offsets
        centre = sample.centre
        var table = [Int](repeating: -1, count: 27)
        for (entry, offset) in offsets.enumerated() { table[Self.code(offset)] = entry }
        self.table = table
        slopeTable = Self.slopeTable(dimension, table)
    }

    private static func slopeTable(_ dimension: Int, _ table: [Int]) -> [Int] {
        var result = [Int](repeating: -1, count: 64)
        for base in 0...2 * dimension {
            for axis in 0..<dimension {
                for step in -1...1 {
                    var place = [Int](repeating: 0, count: dimension)
                    if base > 0 { place[(base - 1) / 2] = base % 2 == 1 ? -1 : 1 }
                    if base > 0 && (base - 1) / 2 == axis && step != 0 { continue }
                    place[axis] += step
                    result[(base * 3 + axis) * 3 + step + 1] = table[code(place)]
                }
            }
        }
        return result
    }

    /// The number of a place for `slopeEntry`: 0 is the node itself, then its neighbours along the axes.
    static func base(_ offset: (axis: Int, step: Int)?) -> Int { offset.map { 1 + 2 * $0.axis + ($0.step > 0 ? 1 : 0) } ?? 0 }

    /// The entry `step` along an axis from a place.
    @inline(__always) func slopeEntry(_ base: Int, _ axis: Int, _ step: Int) -> Int { slopeTable[(base * 3 + axis) * 3 + step + 1] }

    private static func code(_ offset: [Int]) -> Int { offset.reduce(0) { $0 * 3 + $1 + 1 } }

    func entry(_ offset: [Int]) -> Int { table[Self.code(offset)] }

    /// The entry one step along an axis.
    func entry(axis: Int, step: Int) -> Int { entry(offsets[0].indices.map { $0 == axis ? step : 0 }) }
}
