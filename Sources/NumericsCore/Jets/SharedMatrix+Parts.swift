extension SharedMatrix {
    /// Sets a part to zero.
    public func clear(rows: Range<Int>, columns: Range<Int>) {
        precondition(rows.upperBound <= rowCount && columns.upperBound <= columnCount, "part out of range")
        for row in rows {
            (storage.base + row * columnCount + columns.lowerBound).update(repeating: 0, count: columns.count)
        }
    }

    /// Adds to one entry.
    public func add(_ value: Double, row: Int, column: Int) {
        precondition(row < rowCount && column < columnCount, "entry out of range")
        storage.base[row * columnCount + column] += value
    }

    /// Sets `count` entries from row-major position `start` on to weight · rows[row], lane by lane; zero where there is no weight.
    package func setWeighted(
        at start: Int, _ rows: Tensor<Double>, row: Int, weights: Tensor<Double>, at weightStart: Int, count: Int
    ) {
        precondition(start + count <= rowCount * columnCount, "part out of range")
        precondition((row + 1) * count <= rows.count && weightStart + count <= weights.count, "lanes out of range")
        rows.withUnsafeBufferPointer { source in
            weights.withUnsafeBufferPointer { weight in
                for k in 0..<count {
                    let w = weight[weightStart + k]
                    storage.base[start + k] = w == 0 ? 0 : w * source[row * count + k]
                }
            }
        }
    }

    /// Sets `lanes` entries from row-major position `start` on to Σ over rows of a · b, lane by lane, or adds it to them.
    package func setRowProducts(
        at start: Int, _ a: Tensor<Double>, from aStart: Int, _ b: Tensor<Double>, from bStart: Int, rows: Int, lanes: Int, adding: Bool
    ) {
        precondition(start + lanes <= rowCount * columnCount, "part out of range")
        precondition(aStart + rows * lanes <= a.count && bStart + rows * lanes <= b.count, "lanes out of range")
        if !adding { (storage.base + start).update(repeating: 0, count: lanes) }
        a.withUnsafeBufferPointer { left in
            b.withUnsafeBufferPointer { right in
                for row in 0..<rows {
                    for lane in 0..<lanes {
                        storage.base[start + lane] += left[aStart + row * lanes + lane] * right[bStart + row * lanes + lane]
                    }
                }
            }
        }
    }

    /// Sum of the rows in order, [column].
    public func sumOfRows(into result: inout Tensor<Double>) {
        precondition(result.count == columnCount, "as many elements as columns")
        result.withUnsafeMutableBufferPointer { sum in
            for column in 0..<columnCount {
                sum[column] = (0..<rowCount).reduce(0) { $0 + storage.base[$1 * columnCount + column] }
            }
        }
    }

    /// Copies the entries to an array of as many elements.
    public func copy(to result: inout Tensor<Double>) {
        precondition(result.count == rowCount * columnCount, "as many elements")
        result.withUnsafeMutableBufferPointer { _ = $0.update(fromContentsOf: UnsafeBufferPointer(start: storage.base, count: $0.count)) }
    }
}

extension SharedMatrix {
    /// Half the sum of the squares of all entries, added in the order of storage in blocks.
    public var halfSquare: Double {
        let count = rowCount * columnCount
        var total = 0.0
        for start in stride(from: 0, to: count, by: 256) {
            var sum = 0.0
            for k in start..<min(start + 256, count) { sum += storage.base[k] * storage.base[k] }
            total += sum
        }
        return total / 2
    }
}
