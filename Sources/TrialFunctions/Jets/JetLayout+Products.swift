import Expressions
import NumericsCore
import Problems

extension JetLayout {
    /// The terms of Leibniz's rule for all channels, ordered by target.
    public var productTerms: [LaneProduct.Term] { JetAlgebra.productTerms(of: jetChannels) }

    /// The derivatives that a channel is the sum of.
    public func terms(of channel: Int) -> [JetEntry.Term] {
        switch channels[channel] {
        case .partial(let derivative): [JetEntry.Term(coefficient: 1, derivative: derivative)]
        case .combination(let terms): terms
        }
    }
}
