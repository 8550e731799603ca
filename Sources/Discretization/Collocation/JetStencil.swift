import NumericsCore

/// The unknowns a jet at a point depends on, with their weights: a tensor product of three rows.
struct JetStencil: Sendable {
    let maps: [AxisOperator]
    private let base: Int
    private let strides: (Int, Int)
    private let width: Int
    private let elementStride: Int

    init(_ maps: [AxisOperator], component: Int, layout: CollocationLayout) {
        self.maps = maps
        base = layout.offsets[component]
        strides = (maps[1].columns * maps[2].columns, maps[2].columns)
        width = layout.spaces[component].last?.pointsPerElement ?? 1
        elementStride = layout.elementStrides[component]
    }

    /// First column of a run along the last axis from value `start`.
    @inline(__always)
    func column(_ first: Int, _ second: Int, _ start: Int) -> Int {
        base + first * strides.0 + second * strides.1 + start / width * elementStride + start % width
    }

    /// Calls `body` with column and weight of every unknown of the jet at a point.
    func forEach(at point: Int, _ body: (Int, Double) -> Void) {
        let (a, b, c) = (maps[0], maps[1], maps[2])
        let (i, j, k) = (point / (b.rows * c.rows), point / c.rows % b.rows, point % c.rows)
        for p in 0..<a.width {
            for q in 0..<b.width {
                let outer = a.weights[i, p] * b.weights[j, q]
                if outer == 0 { continue }
                let start = column(a.starts[i] + p, b.starts[j] + q, c.starts[k])
                for r in 0..<c.width { body(start + r, outer * c.weights[k, r]) }
            }
        }
    }

    /// Adds `factors[point]` times the jet to the rows of a matrix; rows below 0 are left out.
    ///
    /// Entry (row, column) of the matrix lies at `origin + row * rowStride + column * columnStride`.
    func add(
        _ factors: UnsafeBufferPointer<Double>, rows: [Int], scale: Double, to entries: UnsafeMutableBufferPointer<Double>,
        _ place: MatrixPlace
    ) {
        let (a, b, c) = (maps[0], maps[1], maps[2])
        let width = c.width
        a.weights.withUnsafeBufferPointer { first in
            b.weights.withUnsafeBufferPointer { second in
                c.weights.withUnsafeBufferPointer { third in
                    for point in rows.indices where rows[point] >= 0 && factors[point] != 0 {
                        let (i, j, k) = (point / (b.rows * c.rows), point / c.rows % b.rows, point % c.rows)
                        let row = place.origin + rows[point] * place.rowStride
                        for p in 0..<a.width {
                            for q in 0..<b.width {
                                let outer = scale * factors[point] * first[i * a.width + p] * second[j * b.width + q]
                                if outer == 0 { continue }
                                let start = column(a.starts[i] + p, b.starts[j] + q, c.starts[k])
                                let target = row + start * place.columnStride
                                for r in 0..<width {
                                    entries[target + r * place.columnStride] += outer * third[k * width + r]
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Where entry (row, column) of a matrix lies in its storage.
struct MatrixPlace: Sendable {
    var origin: Int
    var rowStride: Int
    var columnStride: Int

    /// A dense row-major matrix.
    static func dense(order: Int) -> MatrixPlace { MatrixPlace(origin: 0, rowStride: order, columnStride: 1) }

    /// The storage of `BandedMatrix`: [column][upper + row - column].
    static func banded(lower: Int, upper: Int) -> MatrixPlace {
        MatrixPlace(origin: upper, rowStride: 1, columnStride: lower + upper)
    }

    func position(_ row: Int, _ column: Int) -> Int { origin + row * rowStride + column * columnStride }
}
