import NumericsCore

/// The solve of the library.
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
