/// A scalar expression kept as divergences of fluxes: the sum of `coefficient * d(flux)/d(coordinate)` over all terms, plus a
/// remainder.
///
/// Written out, `div(a*grad(u))` is `a*u_xx + a_x*u_x`, which for a coefficient that jumps (its slope is 0 wherever it has
/// one) cannot be told from `a*lap(u)`, a different problem. Conservative discretisations start from this form instead.
public struct DivergenceForm: Hashable, Sendable {
    /// One divergence: `coefficient * d(flux)/d(coordinate)`.
    public struct Term: Hashable, Sendable {
        /// What stands before the derivative; not differentiated.
        public var coefficient: Expression
        /// The coordinate the flux is differentiated along.
        public var coordinate: Int
        public var flux: Expression

        public init(coefficient: Expression = .one, coordinate: Int, flux: Expression) {
            self.coefficient = coefficient
            self.coordinate = coordinate
            self.flux = flux
        }
    }

    public var terms: [Term]
    /// Everything else.
    public var remainder: Expression

    public init(terms: [Term] = [], remainder: Expression) {
        self.terms = terms
        self.remainder = remainder
    }

    /// The form times a factor.
    public func scaled(by factor: Expression) -> DivergenceForm {
        mapping { factor * $0 }
    }

    /// The form with every coefficient and the remainder replaced by linear images of themselves.
    func mapping(_ transform: (Expression) -> Expression) -> DivergenceForm {
        let mapped = terms.map { Term(coefficient: transform($0.coefficient), coordinate: $0.coordinate, flux: $0.flux) }
        return DivergenceForm(terms: mapped.filter { !$0.coefficient.isZero }, remainder: transform(remainder))
    }

    /// The sum; fluxes with the same coefficient along the same coordinate are added up.
    public static func sum(_ forms: [DivergenceForm]) -> DivergenceForm {
        var merged: [Term] = []
        for term in forms.flatMap(\.terms) {
            if let same = merged.firstIndex(where: { $0.coefficient == term.coefficient && $0.coordinate == term.coordinate }) {
                merged[same].flux = merged[same].flux + term.flux
            } else {
                merged.append(term)
            }
        }
        return DivergenceForm(terms: merged.filter { !$0.flux.isZero }, remainder: .sum(forms.map(\.remainder)))
    }
}
