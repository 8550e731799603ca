import NumericsCore

/// Restores the symmetry c(-m) = conj c(m) where both of a pair are stored.
///
/// Along the last axis only m >= 0 is stored, so pairs exist in the plane m_last = 0 alone. A transform to real values ignores
/// what violates the symmetry; unstable linear terms would let that invisible part grow without anything to saturate it.
public struct HermitianSymmetry: Sendable {
    /// Positions of the pairs; both are equal for modes that must be real.
    private let pairs: [(Int, Int)]
    private let stride: Int

    public init(_ modes: FourierModes) {
        stride = modes.storedCount
        let leading = Array(modes.shape.dropLast())
        let row = modes.shape[modes.dimension - 1]
        var pairs: [(Int, Int)] = []
        for index in 0..<leading.reduce(1, *) {
            var (rest, mirror, factor) = (index, 0, 1)
            for extent in leading.reversed() {
                mirror += (extent - rest % extent) % extent * factor
                rest /= extent
                factor *= extent
            }
            if mirror >= index { pairs.append((index * row, mirror * row)) }
        }
        self.pairs = pairs
    }

    /// Replaces each pair by its symmetric part, in all fields of [field][mode…].
    public func apply(_ coefficients: inout Tensor<Complex<Double>>) {
        coefficients.withUnsafeMutableBufferPointer { buffer in
            for base in Swift.stride(from: 0, to: buffer.count, by: stride) {
                for (first, second) in pairs {
                    let (a, b) = (buffer[base + first], buffer[base + second])
                    let real = (a.real + b.real) / 2
                    let imaginary = (a.imaginary - b.imaginary) / 2
                    buffer[base + first] = Complex(real, imaginary)
                    buffer[base + second] = Complex(real, -imaginary)
                }
            }
        }
    }
}
