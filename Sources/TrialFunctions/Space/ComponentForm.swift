import Expressions

/// A component of the unknowns written as offset + factor · N, where N is an output of a trial function.
///
/// The offset meets conditions; the factor vanishes where they hold.
public struct ComponentForm: Hashable, Sendable {
    /// In coordinates and parameters.
    public var offset: Expression
    /// In coordinates and parameters.
    public var factor: Expression

    public init(offset: Expression = .zero, factor: Expression = .one) {
        self.offset = offset
        self.factor = factor
    }

    /// True for N itself.
    public var isPlain: Bool { offset.isZero && factor.isOne }
}
