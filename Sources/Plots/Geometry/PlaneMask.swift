/// Which part of a plane has values, with a smooth edge, and the values carried on across that edge.
///
/// The edge is the half-way line of the smoothed indicator of points with values, which rounds off the steps of a grid;
/// values are carried on so that interpolation up to the edge has something to hold on to.
struct PlaneMask {
    /// 1 well inside, 0 well outside, [row][column].
    let indicator: PlaneValues
    /// The values with holes near the edge filled by means of neighbours.
    let filled: PlaneValues

    init(_ plane: PlaneValues) {
        let inside = plane.values.map { $0.isNaN ? 0.0 : 1.0 }
        // Two passes round off the steps of a curved edge and little more of the corners of a box.
        let once = Self.smoothed(inside, rows: plane.rows, columns: plane.columns)
        indicator = PlaneValues(
            horizontal: plane.horizontal, vertical: plane.vertical,
            values: Self.smoothed(once, rows: plane.rows, columns: plane.columns))
        var filled = plane
        for _ in 0..<3 { filled = Self.grown(filled) }
        self.filled = filled
    }

    /// One pass of the weights 1, 2, 1 along both axes.
    private static func smoothed(_ values: [Double], rows: Int, columns: Int) -> [Double] {
        func pass(_ values: [Double], count: Int, stride: Int, index: (Int, Int) -> Int, lines: Int) -> [Double] {
            var result = values
            for line in 0..<lines {
                for k in 0..<count {
                    let here = index(line, k)
                    let before = values[k > 0 ? here - stride : here], after = values[k < count - 1 ? here + stride : here]
                    result[here] = (before + 2 * values[here] + after) / 4
                }
            }
            return result
        }
        let across = pass(values, count: columns, stride: 1, index: { $0 * columns + $1 }, lines: rows)
        return pass(across, count: rows, stride: columns, index: { $1 * columns + $0 }, lines: columns)
    }

    /// Points without a value beside points with one get the mean of those.
    private static func grown(_ plane: PlaneValues) -> PlaneValues {
        var result = plane
        for row in 0..<plane.rows {
            for column in 0..<plane.columns where plane[row, column].isNaN {
                var (sum, count) = (0.0, 0)
                for r in max(row - 1, 0)...min(row + 1, plane.rows - 1) {
                    for c in max(column - 1, 0)...min(column + 1, plane.columns - 1) where !plane[r, c].isNaN {
                        sum += plane[r, c]
                        count += 1
                    }
                }
                if count > 0 { result.values[row * plane.columns + column] = sum / Double(count) }
            }
        }
        return result
    }
}
