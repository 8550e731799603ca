import NumericsCore

extension Tensor<Double> {
    /// Σ over nodes of factor · value at the points `range` of factors [node][point]; lanes beyond repeat the last.
    func interpolate(_ values: [Double], at range: Range<Int>, into result: inout [Double]) {
        for lane in result.indices {
            let point = Swift.min(range.lowerBound + lane, range.upperBound - 1)
            result[lane] = values.indices.reduce(0) { $0 + self[$1, point] * values[$1] }
        }
    }

    /// Overwrites a row of a matrix.
    mutating func setRow(_ row: Int, to values: [Double]) {
        for (column, value) in values.enumerated() { self[row, column] = value }
    }
}
