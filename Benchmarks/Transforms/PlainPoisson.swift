import NumericsCore

/// A transform in two dimensions, a separate multiplication, and the transform back.
struct PlainPoisson: PoissonCase {
    private let data: PoissonData
    private let transform: RealFourierTransform
    private var spectrum: Tensor<Complex<Double>>
    private var result: Tensor<Double>
    private let inverses: Tensor<Double>

    init(side: Int, planning: TransformPlanning) {
        data = PoissonData(side: side)
        transform = RealFourierTransform(shape: [side, side], planning: planning)
        spectrum = Tensor(shape: transform.spectrumShape, repeating: .zero)
        result = Tensor(shape: [side, side], repeating: 0)
        let (symbol, width) = (data.symbol, transform.spectrumShape[1])
        let scale = transform.scale
        inverses = Tensor(
            shape: spectrum.shape,
            elements: (0..<spectrum.count).map {
                let sum = symbol[$0 / width] + symbol[$0 % width]
                return sum == 0 ? 0 : 1 / (scale * sum)
            })
    }

    // The fused solve, and the columns twice more: once for the division (and its factors, 4), once for the way back.
    var bytesPerUnknown: Double { 100 }
    var error: Double { data.error(result) }

    mutating func solve() {
        transform.forward(data.right, into: &spectrum)
        inverses.withUnsafeBufferPointer { factors in
            spectrum.withUnsafeMutableBufferPointer { values in
                for index in values.indices {
                    let factor = factors[index]
                    values[index] = Complex(values[index].real * factor, values[index].imaginary * factor)
                }
            }
        }
        transform.inverse(&spectrum, into: &result, normalised: false)
    }
}
