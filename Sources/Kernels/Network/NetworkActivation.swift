/// What the units of a layer do to their sums.
public enum NetworkActivation: Hashable, Sendable {
    case erf
    /// sin(β u)
    case sine(rate: Double)
    /// u times the normal distribution function of u.
    case gelu
    /// √2 u₊^n: steps for n = 0, √2 ReLU for n = 1.
    case arcCosine(order: Int)

    /// Mean-square derivatives of the random function a wide network is; nil for any number.
    public var meanSquareDerivatives: Int? {
        if case .arcCosine(let order) = self { order } else { nil }
    }

    /// Name in tables.
    public var name: String {
        switch self {
        case .erf: "erf"
        case .sine: "sin"
        case .gelu: "gelu"
        case .arcCosine(let order): "arc-cosine-\(order)"
        }
    }
}
