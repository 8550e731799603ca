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

    /// What of the factor is the size of N: one unless it was set.
    public private(set) var scale = 1.0

    /// The form with its factor times a size.
    public func scaled(by size: Double) -> ComponentForm {
        guard size != 1 else { return self }
        var form = ComponentForm(offset: offset, factor: factor.isOne ? .constant(size) : .constant(size) * factor)
        form.scale = scale * size
        return form
    }

    /// True for N times a size.
    public var meetsNothing: Bool { offset.isZero && (factor.isOne || factor == .constant(scale)) }

    /// True for N itself.
    public var isPlain: Bool { offset.isZero && factor.isOne }
}
