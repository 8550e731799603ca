import Problems

/// What an inverse problem found for a parameter.
public struct ParameterEstimate: Sendable {
    public var name: String
    public var value: Double
    /// One standard deviation, by propagation of the misfit to first order; infinite if nothing determines the parameter, nil
    /// if it could not be found.
    public var deviation: Double?
    /// The true value, where the problem gives one.
    public var exact: Double?

    public init(name: String, value: Double, deviation: Double?, exact: Double? = nil) {
        self.name = name
        self.value = value
        self.deviation = deviation
        self.exact = exact
    }

    /// |value - exact| / |exact|, without division where the true value is zero.
    public var relativeError: Double? {
        exact.map { abs(value - $0) / ($0 == 0 ? 1 : abs($0)) }
    }
}

extension Problem {
    /// The problem with parameters at their estimates, for what is computed from a solution.
    public func taking(_ estimates: [ParameterEstimate]) -> Problem {
        var problem = self
        for estimate in estimates {
            guard let index = parameters.firstIndex(where: { $0.name == estimate.name }) else { continue }
            problem.parameters[index].value = estimate.value
        }
        return problem
    }
}
