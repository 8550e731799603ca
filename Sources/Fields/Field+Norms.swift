import NumericsCore

extension Field {
    /// Square root of the integral of the squared components over the grid, by the quadrature of the axes.
    ///
    /// Not divided by the volume. NaN if a value inside is NaN; scaled so that neither 1e308 nor subnormals overflow or vanish.
    public var l2Norm: Double {
        let scale = maximumNorm
        guard scale > 0, scale.isFinite else { return scale }
        let weights = grid.quadratureWeights
        return scale * weightedSquares(weights, scale: scale).squareRoot()
    }

    /// Largest absolute value over all components and points of the shape; NaN if a value there is NaN.
    public var maximumNorm: Double {
        let (mask, count) = (grid.mask, grid.count)
        return values.withUnsafeBufferPointer { buffer in
            var largest = 0.0
            for (position, value) in buffer.enumerated() {
                if let mask, !mask[position % count] { continue }
                if value.isNaN { return .nan }
                largest = max(largest, abs(value))
            }
            return largest
        }
    }

    /// Integral of each component over the grid or its shape [component].
    public var integrals: [Double] {
        let weights = grid.quadratureWeights
        return componentNames.indices.map { component in
            values.withUnsafeBufferPointer { buffer in
                weights.withUnsafeBufferPointer { weight in
                    var sum = 0.0
                    for point in 0..<weight.count where weight[point] != 0 {
                        sum += weight[point] * buffer[component * weight.count + point]
                    }
                    return sum
                }
            }
        }
    }

    /// Sum over components and points of weight (value/scale)².
    func weightedSquares(_ weights: Tensor<Double>, scale: Double) -> Double {
        values.withUnsafeBufferPointer { buffer in
            weights.withUnsafeBufferPointer { weight in
                var sum = 0.0
                for component in 0..<(buffer.count / max(weight.count, 1)) {
                    let start = component * weight.count
                    for point in 0..<weight.count where weight[point] != 0 {
                        let ratio = buffer[start + point] / scale
                        sum += weight[point] * ratio * ratio
                    }
                }
                return sum
            }
        }
    }

    /// The difference of two fields on the same grid, named after the first.
    ///
    /// Throws `FieldComparisonError` if grids or numbers of components differ: fields are never interpolated silently.
    public func subtracting(_ other: Field) throws(FieldComparisonError) -> Field {
        guard componentNames.count == other.componentNames.count else {
            throw .componentsDiffer(field: name, counts: [componentNames.count, other.componentNames.count])
        }
        guard grid.isSame(as: other.grid) else { throw .gridsDiffer(field: name) }
        var result = Field(
            name: name, componentNames: componentNames, isVector: isVector, grid: grid.intersectingMask(other.grid.mask),
            values: values)
        result.values.withUnsafeMutableBufferPointer { left in
            other.values.withUnsafeBufferPointer { right in
                for i in left.indices { left[i] -= right[i] }
            }
        }
        return result.maskingOutside()
    }
}
