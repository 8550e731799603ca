extension SparseMatrix {
    /// y = alpha A x + beta y on vectors [columns] and [rows], without allocation. With `beta` 0 the old `y` is not read.
    public func multiply(
        _ x: Tensor<Double>, alpha: Double = 1, beta: Double = 0, into y: inout Tensor<Double>
    ) {
        precondition(x.count == columnCount && y.count == rowCount, "sparse product of \(x.shape) into \(y.shape)")
        x.withUnsafeBufferPointer { source in
            y.withUnsafeMutableBufferPointer { target in
                values.withUnsafeBufferPointer { entries in
                    columns.withUnsafeBufferPointer { places in
                        rowStarts.withUnsafeBufferPointer { starts in
                            for row in 0..<rowCount {
                                var sum = 0.0
                                for position in starts[row]..<starts[row + 1] {
                                    sum += entries[position] * source[places[position]]
                                }
                                target[row] = beta == 0 ? alpha * sum : alpha * sum + beta * target[row]
                            }
                        }
                    }
                }
            }
        }
    }

    /// The product A x with a vector [columns].
    public func multiply(_ x: Tensor<Double>) -> Tensor<Double> {
        var y = Tensor(shape: [rowCount], repeating: 0.0)
        multiply(x, into: &y)
        return y
    }

    /// The transpose.
    public var transposed: SparseMatrix {
        var starts = [Int](repeating: 0, count: columnCount + 1)
        for column in columns { starts[column + 1] += 1 }
        for column in 0..<columnCount { starts[column + 1] += starts[column] }
        var next = starts
        var places = [Int](repeating: 0, count: entryCount)
        var moved = [Double](repeating: 0, count: entryCount)
        for row in 0..<rowCount {
            for position in rowStarts[row]..<rowStarts[row + 1] {
                let target = next[columns[position]]
                places[target] = row
                moved[target] = values[position]
                next[columns[position]] += 1
            }
        }
        return SparseMatrix(
            rowCount: columnCount, columnCount: rowCount, rowStarts: starts, columns: places, values: moved)
    }

    /// The diagonal, zero where no entry is stored.
    public var diagonal: [Double] {
        (0..<min(rowCount, columnCount)).map { self[$0, $0] }
    }
}
