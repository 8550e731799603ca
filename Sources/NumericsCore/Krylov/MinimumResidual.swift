/// MINRES for symmetric systems that may be indefinite (Paige and Saunders 1975), with a symmetric positive definite
/// preconditioner; in the form of Elman, Silvester and Wathen 2014, algorithm 4.1.
public struct MinimumResidual: KrylovStepper {
    public private(set) var solution: Tensor<Double>
    public private(set) var history: [Double]
    public private(set) var status: KrylovStatus
    private var linearOperator: any LinearOperator
    private var preconditioner: any Preconditioner
    private let right: Tensor<Double>
    private let limits: KrylovLimits
    private let threshold: Double
    // Lanczos vectors v (two kept), their preconditioned images z, search directions w (two kept), b − A x.
    private var previous, current, image, corrected, nextCorrected, older, newer, residual: Tensor<Double>
    private var gammas = (previous: 1.0, current: 0.0)
    private var cosines = (previous: 1.0, current: 1.0)
    private var sines = (previous: 0.0, current: 0.0)
    private var eta = 0.0
    private var replacements = 0

    /// Prepares the iteration for A x = b with `right` [n]; starts at zero unless `start` is given.
    public init(
        _ linearOperator: any LinearOperator, right: Tensor<Double>, start: Tensor<Double>? = nil,
        preconditioner: any Preconditioner = IdentityPreconditioner(), limits: KrylovLimits = KrylovLimits()
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
        let zero = Tensor(shape: right.shape, repeating: 0.0)
        previous = zero
        current = zero
        image = zero
        corrected = zero
        nextCorrected = zero
        older = zero
        newer = zero
        if status == .running { beginRecurrence() }
    }

    public mutating func step() {
        guard status == .running else { return }
        guard history.count <= limits.iterations else { return status = .iterationLimit }
        guard gammas.current > 0 else { return status = .breakdown }
        LinearAlgebra.scale(1 / gammas.current, &corrected)
        linearOperator.apply(corrected, into: &image)
        let delta = LinearAlgebra.dot(image, corrected)
        let nextGamma = advanceLanczos(delta)
        guard nextGamma.isFinite else { return status = .breakdown }
        rotate(delta, nextGamma)
    }

    // Makes the next Lanczos vector and its preconditioned image; returns its norm.
    private mutating func advanceLanczos(_ delta: Double) -> Double {
        LinearAlgebra.addScaled(-delta / gammas.current, current, to: &image)
        LinearAlgebra.addScaled(-gammas.current / gammas.previous, previous, to: &image)
        swap(&previous, &current)
        swap(&current, &image)
        preconditioner.apply(current, into: &nextCorrected)
        return squareRoot(LinearAlgebra.dot(nextCorrected, current))
    }

    private mutating func rotate(_ delta: Double, _ nextGamma: Double) {
        let gamma = gammas.current
        let pivot = cosines.current * delta - cosines.previous * sines.current * gamma
        let length = (pivot * pivot + nextGamma * nextGamma).squareRoot()
        guard length > 0 else { return status = .breakdown }
        let second = sines.current * delta + cosines.previous * cosines.current * gamma
        let third = sines.previous * gamma
        let (cosine, sine) = (pivot / length, nextGamma / length)
        older.combine(-second / length, newer, -third / length)
        LinearAlgebra.addScaled(1 / length, corrected, to: &older)
        swap(&older, &newer)
        LinearAlgebra.addScaled(cosine * eta, newer, to: &solution)
        eta *= -sine
        // r_k = s² r_{k−1} + c η v̂_{k+1}: the residual itself, so that its Euclidean norm is known with any preconditioner.
        residual.combine(nextGamma > 0 ? cosine * eta / nextGamma : 0, current, sine * sine)
        cosines = (cosines.current, cosine)
        sines = (sines.current, sine)
        gammas = (gamma, nextGamma)
        swap(&corrected, &nextCorrected)
        history.append(LinearAlgebra.norm(residual))
        if history[history.count - 1] <= threshold { confirm() }
    }

    // Starts the Lanczos recurrence from the residual.
    private mutating func beginRecurrence() {
        LinearAlgebra.copy(residual, to: &current)
        for vector in [\MinimumResidual.previous, \.older, \.newer] { LinearAlgebra.scale(0, &self[keyPath: vector]) }
        preconditioner.apply(current, into: &corrected)
        gammas = (1, squareRoot(LinearAlgebra.dot(corrected, current)))
        cosines = (1, 1)
        sines = (0, 0)
        eta = gammas.current
    }

    // The recurrence drifts away from b − A x by rounding; only the true residual may end the iteration.
    private mutating func confirm() {
        linearOperator.apply(solution, into: &residual)
        residual.subtract(from: right)
        let norm = LinearAlgebra.norm(residual)
        history[history.count - 1] = norm
        replacements += 1
        if norm <= threshold { return status = .converged }
        // Ten fresh starts without success: the tolerance lies below what rounding allows.
        if replacements > 10 { return status = .breakdown }
        beginRecurrence()
    }

    // Negative beyond rounding would mean that the preconditioner is not positive definite.
    private func squareRoot(_ product: Double) -> Double {
        product >= 0 ? product.squareRoot() : .nan
    }
}
