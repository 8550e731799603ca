import Expressions

/// One channel a trial function is asked for at a batch of points.
///
/// A sum of derivatives that always occurs together, such as a Laplacian, is one channel: Taylor propagation carries
/// it at the price of one second derivative.
public enum JetEntry: Hashable, Sendable {
    case partial(Jet)
    case combination(component: Int, terms: [Term])

    public struct Term: Hashable, Sendable {
        public var coefficient: Double
        public var derivative: MultiIndex

        public init(coefficient: Double, derivative: MultiIndex) {
            self.coefficient = coefficient
            self.derivative = derivative
        }
    }
}
