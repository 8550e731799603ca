import Discretization
import NumericsCore
import Problems

/// The initial data in Fourier modes: as many as hold them, or as a slowly falling spectrum is cut off at.
struct PeriodicStart {
    let known: KnownPart
    let modes: FourierModes
    /// [component][mode…]
    let state: Tensor<Complex<Double>>
    /// Root mean square of the last modes, [component][axis].
    let tails: [[Double]]
    /// Whether the data are not resolved.
    let isRough: Bool

    /// Points along each axis by the number of axes: at which data are sampled, and the most that data which are not smooth may ask for.
    private static let samples = [16384, 512, 96]
    private static let mostForRoughData = [2048.0, 256, 64]
    /// Points to start with along each axis.
    private static let fewest = [32.0, 32, 30]
    /// Fewer have a tail of one mode, which an even or odd solution does not have.
    private static let fewestWithTail = 24

    /// A state that was stored.
    init(known: KnownPart, modes: FourierModes, state: Tensor<Complex<Double>>) {
        self.known = known
        self.modes = modes
        self.state = state
        let measured = Self.tails(state, modes)
        tails = measured.map(\.tails)
        isRough = false
    }

    init(_ equations: FrozenEquations, _ options: PeriodicRun.Options) throws {
        let coordinates = equations.coordinates
        let last = coordinates.count - 1
        let finest = FourierModes(
            lower: coordinates.map(\.lower), lengths: coordinates.map(\.length),
            counts: coordinates.map { _ in Self.samples[last] })
        known = KnownPart(equations, coefficients: coordinates.count > 1 ? [] : try SingularFit(equations).coefficients(in: finest))
        let rows = try equations.initialValues(at: finest.pointTensor, known: known)
        let data = Tensor(
            shape: [rows.count] + finest.shape, elements: rows.flatMap { finest.coefficients(of: Tensor($0)).elements })
        let start = Dealiasing.smoothEvenCount(atLeast: max(Self.fewestWithTail, Int(Self.fewest[last] * options.share)))
        var modes = finest.resized(coordinates.map { _ in start })
        let limit = min(options.largestCount, Int(Self.mostForRoughData[last] * options.share))
        let allowed = Self.tailTolerance(options.tolerance, steps: 0)
        while true {
            let measured = Self.tails(finest.moved(data, to: modes), modes)
            let crowded = (0..<modes.dimension).filter { axis in measured.contains { $0.tails[axis] > allowed * $0.norm } }
            let next = Self.refined(modes, along: crowded)
            if crowded.isEmpty || !options.refines || !options.allows(next) || next.counts.contains(where: { $0 > limit }) {
                self.modes = modes
                state = finest.moved(data, to: modes)
                tails = measured.map(\.tails)
                isRough = !crowded.isEmpty
                return
            }
            modes = next
        }
    }

    static func tails(_ state: Tensor<Complex<Double>>, _ modes: FourierModes) -> [(tails: [Double], norm: Double)] {
        let (tail, count) = (SpectralTail(modes), modes.storedCount)
        return state.withUnsafeBufferPointer { buffer in
            (0..<state.count / count).map { component in
                let found = tail.measure(UnsafeBufferPointer(rebasing: buffer[component * count..<(component + 1) * count]))
                return (found.tails, found.total)
            }
        }
    }

    /// Part of a norm that the last sixth of the modes may hold; rounding adds up like a random walk.
    static func tailTolerance(_ tolerance: Double, steps: Int) -> Double {
        max(0.1 * tolerance, 2e-14 * (1 + Double(steps).squareRoot()))
    }

    /// More modes along some axes.
    static func refined(_ modes: FourierModes, along axes: [Int]) -> FourierModes {
        modes.resized(modes.counts.enumerated().map { axis, count in
            guard axes.contains(axis) else { return count }
            return Dealiasing.smoothEvenCount(atLeast: count % 3 == 0 ? count / 3 * 4 : count * 3 / 2)
        })
    }
}
