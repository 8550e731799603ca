import COpenBLAS

/// A Jacobian that is stored only where its pattern says that it can differ from zero.
///
/// A resource like `SharedMatrix`, one of which holds each strip: [column of the strip][row of the strip]. Results do not
/// depend on the number of threads. OpenBLAS should be set to one thread meanwhile.
public final class StripMatrix: LeastSquaresMatrix {
    public let pattern: BlockPattern
    /// By strip.
    public let strips: [SharedMatrix]
    /// By strip and group: the first of the group's columns in the strip.
    public let places: [[Int?]]
    /// By group: the strips in which it occurs, ascending.
    let stripsOfGroup: [[Int]]

    /// Makes a matrix of zeros.
    public init(_ pattern: BlockPattern) {
        self.pattern = pattern
        strips = pattern.strips.map { SharedMatrix(rowCount: pattern.width(of: $0), columnCount: $0.rows.count) }
        places = pattern.strips.map(pattern.places)
        var occurrences = [[Int]](repeating: [], count: pattern.groups.count)
        for (index, strip) in pattern.strips.enumerated() { for group in strip.groups { occurrences[group].append(index) } }
        stripsOfGroup = occurrences
    }

    public var rowCount: Int { pattern.columnCount }
    public var columnCount: Int { pattern.rowCount }

    public func multiply(_ x: Tensor<Double>, into y: inout Tensor<Double>, pool: ThreadPool) {
        var none = Tensor(shape: [0], repeating: 0.0)
        multiply(x, into: &y, squares: &none, pool)
    }

    public func multiply(
        _ x: Tensor<Double>, into y: inout Tensor<Double>, rowSquares: inout Tensor<Double>, pool: ThreadPool
    ) {
        precondition(rowSquares.count == rowCount, "one sum of squares a parameter")
        multiply(x, into: &y, squares: &rowSquares, pool)
    }

    private func multiply(_ x: Tensor<Double>, into y: inout Tensor<Double>, squares: inout Tensor<Double>, _ pool: ThreadPool) {
        precondition(x.count == columnCount && y.count == rowCount, "product does not fit")
        let hasSquares = squares.count > 0
        x.withUnsafeBufferPointer { source in
            y.withUnsafeMutableBufferPointer { target in
                squares.withUnsafeMutableBufferPointer { sums in
                    guard let right = source.baseAddress, let result = target.baseAddress else { return }
                    let (input, output) = (SharedPointer(right), SharedPointer(result))
                    let lengths = SharedPointer(hasSquares ? sums.baseAddress! : result)
                    pool.forEach(pattern.groups.count) { group in
                        addGroup(group, input.base, output.base, hasSquares ? lengths.base : nil)
                    }
                }
            }
        }
    }

    /// The products and squares of the columns of a group.
    private func addGroup(
        _ group: Int, _ x: UnsafeMutablePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ squares: UnsafeMutablePointer<Double>?
    ) {
        let columns = pattern.groups[group]
        (y + columns.lowerBound).update(repeating: 0, count: columns.count)
        if let squares { (squares + columns.lowerBound).update(repeating: 0, count: columns.count) }
        for index in stripsOfGroup[group] {
            guard let place = places[index][group] else { continue }
            let rows = pattern.strips[index].rows
            let block = strips[index].storage.base + place * rows.count
            cblas_dgemv(
                CblasRowMajor, CblasNoTrans, Int32(columns.count), Int32(rows.count), 1, block, Int32(rows.count), x + rows.lowerBound, 1,
                1, y + columns.lowerBound, 1)
            guard let squares else { continue }
            for column in 0..<columns.count {
                let entries = block + column * rows.count
                squares[columns.lowerBound + column] += cblas_ddot(Int32(rows.count), entries, 1, entries, 1)
            }
        }
    }

    public func multiplyTransposed(_ x: Tensor<Double>, into y: inout Tensor<Double>, pool: ThreadPool) {
        precondition(x.count == rowCount && y.count == columnCount, "product does not fit")
        x.withUnsafeBufferPointer { source in
            y.withUnsafeMutableBufferPointer { target in
                guard let right = source.baseAddress, let result = target.baseAddress else { return }
                let (input, output) = (SharedPointer(right), SharedPointer(result))
                pool.forEach(strips.count) { index in
                    let rows = pattern.strips[index].rows
                    (output.base + rows.lowerBound).update(repeating: 0, count: rows.count)
                    for group in pattern.strips[index].groups {
                        let columns = pattern.groups[group]
                        cblas_dgemv(
                            CblasRowMajor, CblasTrans, Int32(columns.count), Int32(rows.count), 1,
                            strips[index].storage.base + places[index][group]! * rows.count, Int32(rows.count),
                            input.base + columns.lowerBound, 1, 1, output.base + rows.lowerBound, 1)
                    }
                }
            }
        }
    }
}
