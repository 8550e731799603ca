import NumericsCore

extension FourierModes {
    /// Values of a derivative of a field at any points, by summing its series: exact for the expansion, to round-off.
    ///
    /// Points that form a tensor grid (row-major, last axis fastest) are summed axis by axis; the points of an equally spaced
    /// grid at least as fine as that of these modes, by a transform.
    /// - Parameters:
    ///   - coefficients: [mode].
    ///   - derivative: order along each axis; missing ones are 0.
    ///   - points: [point][axis].
    public func values(
        of coefficients: [Complex<Double>], derivative: [Int] = [], at points: Tensor<Double>
    ) -> [Double] {
        let pointCount = points.count / dimension
        if pointCount == 0 { return [] }
        let weights = zip(zip(coefficients, symbol(derivative)), multiplicities).map { pair, multiplicity in
            pair.0 * pair.1 * Complex(multiplicity, 0)
        }
        let columns = points.withUnsafeBufferPointer { buffer in
            (0..<dimension).map { axis in (0..<pointCount).map { buffer[$0 * dimension + axis] } }
        }
        if let axes = Self.tensorAxes(columns) {
            if let grid = gridOf(axes) { return transformedValues(zip(coefficients, symbol(derivative)).map { $0 * $1 }, grid) }
            return tensorValues(weights, axes)
        }
        return (0..<pointCount).map { point in
            let single = columns.map { [$0[point]] }
            return tensorValues(weights, single)[0]
        }
    }

    /// The positions along each axis if the points are their tensor product, last axis fastest.
    private static func tensorAxes(_ columns: [[Double]]) -> [[Double]]? {
        var axes: [[Double]] = []
        var block = columns[0].count
        for column in columns {
            let first = column[0]
            var stride = 0
            while stride < block, column[stride] == first { stride += 1 }
            if stride == 0 || block % stride != 0 { return nil }
            axes.append((0..<block / stride).map { column[$0 * stride] })
            block = stride
        }
        if block != 1 { return nil }
        var stride = columns[0].count
        for (column, axis) in zip(columns, axes) {
            stride /= axis.count
            for (index, value) in column.enumerated() where value != axis[index / stride % axis.count] { return nil }
        }
        return axes
    }

    /// The modes whose grid has these positions along its axes, if there are any that hold all of these modes.
    private func gridOf(_ axes: [[Double]]) -> FourierModes? {
        guard axes.indices.allSatisfy({ axes[$0].count >= counts[$0] && axes[$0].count % 2 == 0 }) else { return nil }
        let grid = resized(axes.map(\.count))
        let matches = axes.indices.allSatisfy { axis in
            let bound = 4 * max(abs(lower[axis]), abs(lower[axis] + lengths[axis])).ulp
            return zip(axes[axis], grid.points(along: axis)).allSatisfy { abs($0 - $1) <= bound }
        }
        return matches ? grid : nil
    }

    private func transformedValues(_ coefficients: [Complex<Double>], _ grid: FourierModes) -> [Double] {
        let padded = moved(Tensor(shape: [1] + shape, elements: coefficients), to: grid)
        let transform = RealFourierTransform(shape: grid.counts)
        var spectrum = padded.reshaped(grid.shape)
        var values = Tensor(shape: grid.counts, repeating: 0.0)
        transform.inverse(&spectrum, into: &values, normalised: false)
        return values.elements
    }

    /// Contracts one axis after the other, the last one first: real parts of the last, complex sums of the others.
    private func tensorValues(_ weights: [Complex<Double>], _ axes: [[Double]]) -> [Double] {
        var current = weights
        var trailing = 1
        for axis in stride(from: dimension - 1, through: 0, by: -1) {
            let modeCount = shape[axis]
            let leading = current.count / (modeCount * trailing)
            var next = Array(repeating: Complex<Double>(0, 0), count: leading * axes[axis].count * trailing)
            for (index, position) in axes[axis].enumerated() {
                let phases = phases(axis: axis, position: position)
                for outer in 0..<leading {
                    for mode in 0..<modeCount {
                        let source = (outer * modeCount + mode) * trailing
                        let target = (outer * axes[axis].count + index) * trailing
                        for inner in 0..<trailing { next[target + inner] = next[target + inner] + current[source + inner] * phases[mode] }
                    }
                }
            }
            current = next
            trailing *= axes[axis].count
        }
        return current.map(\.real)
    }

    /// exp(i k (x - lower)) by slot along an axis; the angle is reduced first so that large m lose no digits.
    private func phases(axis: Int, position: Double) -> [Complex<Double>] {
        let turns = (position - lower[axis]) / lengths[axis]
        let fraction = turns - turns.rounded(.down)
        return integers(along: axis).map { mode in
            let product = Double(mode) * fraction
            let angle = 2 * .pi * (product - product.rounded())
            return Complex(.cos(angle), .sin(angle))
        }
    }
}
