/// The transform along one axis that makes a constant-coefficient operator diagonal.
public enum SpectralKind: Sendable, Hashable {
    /// Periodic axis.
    case fourier
    /// Axis between walls: sines for Dirichlet, cosines for Neumann conditions.
    case trigonometric(TrigonometricKind)

    /// The mode number that each coefficient of an axis of `count` points belongs to.
    ///
    /// A periodic mode k is exp(2πi k x / L), k = 0, 1 … −1 in the order of the transform; the others are cos(π k x / L)
    /// or sin(π k x / L). So −d²/dx² has the symbol (2πk/L)² or (πk/L)².
    public func modeNumbers(count: Int) -> [Double] {
        (0..<count).map { index in
            switch self {
            case .fourier: Double(index <= count / 2 ? index : index - count)
            case .trigonometric(.cosineI), .trigonometric(.cosineII): Double(index)
            case .trigonometric(.sineI), .trigonometric(.sineII): Double(index + 1)
            case .trigonometric(.cosineIII), .trigonometric(.sineIII): Double(index) + 0.5
            }
        }
    }

    /// Factor left by a transform of `count` points and its unnormalised inverse.
    func logicalLength(_ count: Int) -> Int {
        switch self {
        case .fourier: count
        case .trigonometric(let kind): kind.logicalLength(count)
        }
    }
}
