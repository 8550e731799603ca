import Fields
import NumericsCore

extension FourierModes {
    /// One value a grid point, row-major, taken from the positions along the axis for which `values` gives some.
    package func gridValues(_ values: (Int) -> [Double]?) -> [Double] {
        (0..<dimension).reduce([0.0]) { partial, axis in
            let own = values(axis)
            return partial.flatMap { left in (0..<counts[axis]).map { own?[$0] ?? left } }
        }
    }

    /// All grid points, [point][axis].
    package var pointTensor: Tensor<Double> {
        let columns = (0..<dimension).map { axis in
            let positions = points(along: axis)
            return gridValues { $0 == axis ? positions : nil }
        }
        let elements = (0..<pointCount).flatMap { point in columns.map { $0[point] } }
        return Tensor(shape: [pointCount, dimension], elements: elements)
    }

    /// The grid as a type of Fields.
    package func grid(names: [String]) -> Grid {
        Grid((0..<dimension).map { axis in
            .periodic(names[axis], from: lower[axis], to: lower[axis] + lengths[axis], count: counts[axis])
        })
    }

    /// Values [point…] of coefficients [mode] on the grid of these modes.
    package func gridValues(of coefficients: Tensor<Complex<Double>>) -> Tensor<Double> {
        let transform = RealFourierTransform(shape: counts)
        var spectrum = coefficients.reshaped(shape)
        var values = Tensor(shape: counts, repeating: 0.0)
        transform.inverse(&spectrum, into: &values, normalised: false)
        return values
    }

    /// Coefficients [mode] of values [point…] on the grid of these modes, Nyquist modes zero.
    package func coefficients(of values: Tensor<Double>) -> Tensor<Complex<Double>> {
        var spectrum = RealFourierTransform(shape: counts).forward(values.reshaped(counts))
        let scale = 1 / Double(pointCount)
        let keeps = retained
        spectrum.withUnsafeMutableBufferPointer { buffer in
            for mode in buffer.indices {
                let value = buffer[mode]
                buffer[mode] = keeps[mode] ? Complex(value.real * scale, value.imaginary * scale) : Complex(0, 0)
            }
        }
        return spectrum
    }
}
