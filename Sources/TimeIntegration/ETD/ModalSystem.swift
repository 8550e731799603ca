import NumericsCore

/// A semilinear evolution equation in Fourier space: u' = L u + N(u, t) with one small matrix L for every mode.
public protocol ModalSystem: AnyObject {
    /// L; its size is the number of components.
    var linear: ModeMatrices { get }
    /// False if N vanishes, so that a step of any size is exact.
    var hasNonlinearTerm: Bool { get }
    /// How often each stored mode counts in norms [mode].
    var multiplicities: [Double] { get }
    /// The same for the highest modes, 0 for all others [mode].
    ///
    /// Where N transports, steps become unstable in these modes first. Noise that grows there stays invisible to an error
    /// relative to the whole solution until it is as large as the tolerance; so these modes are also judged by themselves.
    var highestModes: [Double] { get }
    /// Writes N(u, t) [component][mode…] for a state of the same shape. Allocates nothing.
    func evaluateNonlinearTerm(
        _ state: Tensor<Complex<Double>>, time: Double, into rate: inout Tensor<Complex<Double>>)
    /// Removes what round-off may have brought into an accepted state that no state can hold.
    func regularise(_ state: inout Tensor<Complex<Double>>)
}

extension ModalSystem {
    public var highestModes: [Double] { Array(repeating: 0, count: linear.modeCount) }

    public func regularise(_ state: inout Tensor<Complex<Double>>) {}
}
