/// Preconditioned conjugate gradients for symmetric positive definite systems (Hestenes and Stiefel 1952).
///
/// The flexible form takes the Polak-Ribière quotient (Notay 2000, eq. 1.2), so that the preconditioner may change
/// from step to step.
public struct ConjugateGradient: KrylovStepper {
    public private(set) var solution: Tensor<Double>
    public private(set) var history: [Double]
    public private(set) var status: KrylovStatus
    private var linearOperator: any LinearOperator
    private var preconditioner: any Preconditioner
    private let right: Tensor<Double>
    private let limits: KrylovLimits
    private let threshold: Double
    private let isFlexible: Bool
    private var residual, direction, image, corrected: Tensor<Double>
    // zᵀ r of the last step, and how far it went along its direction.
    private var product = 0.0
    private var length = 0.0
    private var isFirst = true
    private var replacements = 0

    /// Prepares the iteration for A x = b with `right` [n]; starts at zero unless `start` is given.
    public init(
        _ linearOperator: any LinearOperator, right: Tensor<Double>, start: Tensor<Double>? = nil,
        preconditioner: any Preconditioner = IdentityPreconditioner(), flexible: Bool = false,
        limits: KrylovLimits = KrylovLimits()
    ) {
        self.linearOperator = linearOperator
        let begin = KrylovStart(&self.linearOperator, right, start, limits)
        self.preconditioner = preconditioner
        self.right = right
        self.limits = limits
        solution = begin.solution
        residual = begin.residual
        threshold = begin.threshold
        status = begin.status
        history = [begin.norm]
        history.reserveCapacity(limits.iterations + 1)
        isFlexible = flexible
        let zero = Tensor(shape: right.shape, repeating: 0.0)
        direction = zero
        image = zero
        corrected = zero
    }

    public mutating func step() {
        guard status == .running else { return }
        guard history.count <= limits.iterations else { return status = .iterationLimit }
        guard updateDirection() else { return status = .breakdown }
        linearOperator.apply(direction, into: &image)
        let curvature = LinearAlgebra.dot(direction, image)
        // Not positive: the operator is indefinite or singular along this direction. The test also catches NaN.
        guard curvature > 0, curvature.isFinite else { return status = .breakdown }
        length = product / curvature
        LinearAlgebra.addScaled(length, direction, to: &solution)
        LinearAlgebra.addScaled(-length, image, to: &residual)
        history.append(LinearAlgebra.norm(residual))
        if history[history.count - 1] <= threshold { confirm() }
    }

    private mutating func updateDirection() -> Bool {
        preconditioner.apply(residual, into: &corrected)
        let next = LinearAlgebra.dot(corrected, residual)
        guard next > 0, next.isFinite else { return false }
        // The residual changed by −length · A p, so that zᵀ (r − r_previous) needs no copy of the previous one.
        let change = isFlexible && !isFirst ? -length * LinearAlgebra.dot(corrected, image) : next
        direction.combine(1, corrected, isFirst ? 0 : change / product)
        product = next
        isFirst = false
        return true
    }

    // The updated residual drifts away from b − A x by rounding; only the true one may end the iteration.
    private mutating func confirm() {
        linearOperator.apply(solution, into: &residual)
        residual.subtract(from: right)
        let norm = LinearAlgebra.norm(residual)
        history[history.count - 1] = norm
        replacements += 1
        if norm <= threshold {
            status = .converged
        } else if replacements > 10 {
            // Ten fresh starts without success: the tolerance lies below what rounding allows.
            status = .breakdown
        }
        isFirst = true
    }
}
