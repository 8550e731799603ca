import NumericsCore

extension Grid {
    /// Names of the axes.
    public var axisNames: [String] { axes.map(\.name) }

    /// The axis of a coordinate, or nil.
    public func axis(named name: String) -> GridAxis? { axes.first { $0.name == name } }

    /// Distance in memory between neighbours along each axis.
    public var strides: [Int] {
        var strides = [Int](repeating: 1, count: axes.count)
        for axis in axes.indices.dropLast().reversed() {
            strides[axis] = strides[axis + 1] * axes[axis + 1].count
        }
        return strides
    }

    /// Index along each axis of the point at a row-major position.
    public func indices(of position: Int) -> [Int] {
        var rest = position
        var indices = [Int](repeating: 0, count: axes.count)
        for axis in axes.indices.reversed() {
            indices[axis] = rest % axes[axis].count
            rest /= axes[axis].count
        }
        return indices
    }

    /// Row-major position of the point with these indices along the axes.
    public func position(of indices: [Int]) -> Int {
        zip(indices, strides).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// Coordinates [axis] of the point at a row-major position.
    public func point(at position: Int) -> [Double] {
        zip(axes, indices(of: position)).map { axis, index in axis.points[index] }
    }

    /// Coordinates of all points [point][axis].
    public var pointCoordinates: Tensor<Double> {
        var result = Tensor(shape: [count, axes.count], repeating: 0.0)
        let strides = strides
        result.withUnsafeMutableBufferPointer { buffer in
            for (position, axis) in axes.enumerated() {
                for point in 0..<(buffer.count / axes.count) {
                    buffer[point * axes.count + position] = axis.points[(point / strides[position]) % axis.count]
                }
            }
        }
        return result
    }

    /// Quadrature weight of every point [grid…]: the product of the axes' weights; 1 for a grid without axes.
    ///
    /// On a grid over a shape the weights outside are zero: first order in the spacing at the boundary.
    public var quadratureWeights: Tensor<Double> {
        var result = Tensor(shape: shape, repeating: 1.0)
        let strides = strides
        result.withUnsafeMutableBufferPointer { buffer in
            for (axis, stride) in zip(axes, strides) {
                for block in 0..<(buffer.count / stride) {
                    let weight = axis.weights[block % axis.count]
                    for k in (block * stride)..<((block + 1) * stride) { buffer[k] *= weight }
                }
            }
            if let mask {
                for k in buffer.indices where !mask[k] { buffer[k] = 0 }
            }
        }
        return result
    }

    /// Volume of the box or the shape, as the sum of the weights; 1 for a grid without axes.
    public var volume: Double {
        mask == nil ? axes.reduce(1) { $0 * $1.weights.reduce(0, +) } : quadratureWeights.elements.reduce(0, +)
    }

    /// Whether both grids have the same axes up to rounding, whatever their masks.
    public func isSame(as other: Grid) -> Bool {
        axes.count == other.axes.count && zip(axes, other.axes).allSatisfy { $0.isSame(as: $1) }
    }
}
