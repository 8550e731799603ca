import Expressions

extension Problem {
    /// The value of a coordinate or a parameter at a point [coordinate], time included; nil for other symbols.
    public func value(of symbol: Symbol, at point: [Double]) -> Double? {
        switch symbol {
        case .coordinate(let index): point[index]
        case .parameter(let index): parameters[index].value
        default: nil
        }
    }

    /// Whether a symbol stands for a parameter that is to be estimated.
    public func isEstimated(_ symbol: Symbol) -> Bool {
        if case .parameter(let index) = symbol { parameters[index].isEstimated } else { false }
    }

    /// What is to be estimated, for methods that only solve forward problems; nil if nothing is.
    public var inverseObjection: String? {
        parameters.first(where: \.isEstimated).map { "parameter '\($0.name)' is to be estimated" }
            ?? unknowns.first(where: \.isEstimated).map { "the coefficient '\($0.name)' is to be estimated" }
    }

    /// The forward problem at the true values of the parameters to be estimated; nil if one is not known, or a coefficient is sought.
    public var atExactParameters: Problem? {
        guard !unknowns.contains(where: \.isEstimated) else { return nil }
        var forward = self
        for (index, parameter) in parameters.enumerated() where parameter.isEstimated {
            guard let exact = parameter.exact else { return nil }
            forward.parameters[index].value = exact
            forward.parameters[index].isEstimated = false
        }
        forward.observations = []
        return forward
    }
}
