import Expressions
import NumericsCore

/// Linear functionals of the unknowns in a batch, one a point: what a Gaussian process sees of an equation or a condition.
///
/// Functional i is Σ_e c_e(i) ∂^(α_e) u_(m_e)(x_(s_e)(i)) + Σ_f b_f(i) F_f + Σ_p d_p(i) θ_p with integrals F_f and parameters θ_p that are to
/// be estimated; it should be `values[i]`.
public struct FunctionalBlock: Sendable {
    /// A derivative of a component at a site, shared by all functionals of the block.
    public struct Entry: Hashable, Sendable {
        /// Index into `points`.
        public var site: Int
        public var component: Int
        public var derivative: MultiIndex

        public init(site: Int, component: Int, derivative: MultiIndex) {
            self.site = site
            self.component = component
            self.derivative = derivative
        }
    }

    /// A number that does not belong to a point, with its coefficient in every functional.
    public struct SharedTerm: Sendable {
        /// Index of the integral or of the parameter.
        public var index: Int
        /// [functional]
        public var coefficients: [Double]
    }

    /// For tables: the equation's or condition's.
    public var name: String
    /// By site: [coordinate][functional], all coordinates of the problem.
    public var points: [Tensor<Double>]
    public var entries: [Entry]
    /// [entry][functional]
    public var coefficients: Tensor<Double>
    public var integrals: [SharedTerm]
    public var parameters: [SharedTerm]
    /// What the functionals should be, [functional].
    public var values: Tensor<Double>
    /// The residual at the state that was linearised at, [functional].
    public var residuals: Tensor<Double>
    /// Standard deviation of the values; 0 where they are exact.
    public var deviation: Double

    /// - Parameters:
    ///   - points: by site [coordinate][functional].
    ///   - coefficients: [entry][functional].
    public init(
        name: String, points: [Tensor<Double>], entries: [Entry], coefficients: Tensor<Double>, integrals: [SharedTerm] = [],
        parameters: [SharedTerm] = [], values: Tensor<Double>, residuals: Tensor<Double>, deviation: Double = 0
    ) {
        self.name = name
        self.points = points
        self.entries = entries
        self.coefficients = coefficients
        self.integrals = integrals
        self.parameters = parameters
        self.values = values
        self.residuals = residuals
        self.deviation = deviation
    }

    /// Number of functionals.
    public var count: Int { values.count }
}

/// The functionals of a problem linearised at a state.
public struct FunctionalSystem: Sendable {
    /// Equations, conditions, gauges and observations, in that order.
    public var blocks: [FunctionalBlock]
    /// The derivative of each integral of the problem: the sum of the functionals of its block is F'. Empty without integrals.
    public var integrals: [FunctionalBlock]

    public init(blocks: [FunctionalBlock], integrals: [FunctionalBlock] = []) {
        self.blocks = blocks
        self.integrals = integrals
    }

    /// Number of functionals.
    public var count: Int { blocks.reduce(0) { $0 + $1.count } }
}
