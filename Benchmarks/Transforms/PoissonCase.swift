import NumericsCore

/// One way to solve −Δu = f on a periodic square with the exact symbol.
protocol PoissonCase {
    /// Least traffic with memory, reads before writes counted.
    var bytesPerUnknown: Double { get }
    /// Largest deviation from the known solution.
    var error: Double { get }
    mutating func solve()
}

enum PoissonCases {
    static func all(side: Int, planning: TransformPlanning) -> [(String, any PoissonCase)] {
        [
            ("plan in two dimensions", PlainPoisson(side: side, planning: planning)),
            ("fused columns", FusedPoisson(side: side, planning: planning)),
        ]
    }
}

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

struct FusedPoisson: PoissonCase {
    private let data: PoissonData
    private var solver: SpectralDiagonalSolve
    private var result: Tensor<Double>

    init(side: Int, planning: TransformPlanning) {
        data = PoissonData(side: side)
        solver = SpectralDiagonalSolve(
            shape: [side, side], kinds: [.fourier, .fourier],
            multiplier: .inverseOfSum([data.symbol, data.symbol], constant: 0), planning: planning)
        result = Tensor(shape: [side, side], repeating: 0)
    }

    // Rows: read f, write the spectrum (24); columns: read and write it (16); rows back: read it, write u (24).
    var bytesPerUnknown: Double { 64 }
    var error: Double { data.error(result) }
    mutating func solve() { solver.solve(data.right, into: &result) }
}

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
