import NumericsCore

/// The problem u = sin(2πx) cos(6πy) on the unit square.
struct PoissonData {
    let exact, right: Tensor<Double>
    let symbol: [Double]

    init(side: Int) {
        let step = 2 * Double.pi / Double(side)
        let (sines, cosines) = (
            (0..<side).map { Double.sin(step * Double($0)) }, (0..<side).map { Double.cos(3 * step * Double($0)) }
        )
        var values = Tensor(shape: [side, side], repeating: 0.0)
        values.withUnsafeMutableBufferPointer { buffer in
            for row in 0..<side { for column in 0..<side { buffer[row * side + column] = sines[row] * cosines[column] } }
        }
        exact = values
        LinearAlgebra.scale(40 * Double.pi * Double.pi, &values)
        right = values
        symbol = SpectralKind.fourier.modeNumbers(count: side).map { 4 * Double.pi * Double.pi * $0 * $0 }
    }

    func error(_ result: Tensor<Double>) -> Double {
        var difference = result
        LinearAlgebra.addScaled(-1, exact, to: &difference)
        return difference.elements.lazy.map(abs).max() ?? 0
    }
}
