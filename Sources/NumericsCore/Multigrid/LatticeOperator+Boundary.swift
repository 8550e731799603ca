extension LatticeOperator {
    /// Adds the contribution of the given data g at an end, du/dn = g or du/dn + factor · u = g, to the right side.
    ///
    /// `data` are over the points of the wall (`shape` without the axis), `right` over all points.
    /// Precondition: those shapes, and an end that gives a flux or a mixed condition.
    public func addFlux(_ data: Tensor<Double>, axis: Int, atHigh: Bool, to right: inout Tensor<Double>) {
        let gain = 2 * axes[axis].coefficient / axes[axis].spacing
        right.withUnsafeMutableBufferPointer { values in
            data.withUnsafeBufferPointer { wall in
                forEachWallPoint(axis: axis, atHigh: atHigh) { point, position in values[point] += gain * wall[position] }
            }
        }
    }

    /// Writes given values into the points of a wall. `data` are over the points of the wall, `values` over all points.
    public func setValues(_ data: Tensor<Double>, axis: Int, atHigh: Bool, in values: inout Tensor<Double>) {
        values.withUnsafeMutableBufferPointer { values in
            data.withUnsafeBufferPointer { wall in
                forEachWallPoint(axis: axis, atHigh: atHigh) { point, position in values[point] = wall[position] }
            }
        }
    }

    /// Multiplies the entries of a wall by `factor`; `values` are over the unknowns, which must include the wall.
    func scaleWall(_ factor: Double, axis: Int, atHigh: Bool, inUnknowns values: inout Tensor<Double>) {
        values.withUnsafeMutableBufferPointer { values in
            LatticeOperator.forEachWallPoint(unknownShape, axis, atHigh) { point, _ in values[point] *= factor }
        }
    }

    private func forEachWallPoint(axis: Int, atHigh: Bool, _ body: (Int, Int) -> Void) {
        LatticeOperator.forEachWallPoint(shape, axis, atHigh, body)
    }

    /// Calls `body` with the place of each point of a wall among all points and among those of the wall.
    private static func forEachWallPoint(_ shape: [Int], _ axis: Int, _ atHigh: Bool, _ body: (Int, Int) -> Void) {
        let outer = shape[..<axis].reduce(1, *), inner = shape[(axis + 1)...].reduce(1, *)
        let index = atHigh ? shape[axis] - 1 : 0
        for first in 0..<outer {
            for last in 0..<inner { body((first * shape[axis] + index) * inner + last, first * inner + last) }
        }
    }
}
