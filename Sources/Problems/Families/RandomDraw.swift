import NumericsCore

/// One sample of a random input, before it is evaluated anywhere.
public enum RandomDraw: Sendable {
    /// Coefficients of products of functions, one axis a space coordinate.
    case coefficients(Tensor<Double>)
    /// A box by its ends along each space coordinate.
    case box(lower: [Double], upper: [Double], height: Double)
}
