/// Restarted GMRES for general systems (Saad and Schultz 1986), preconditioned from the right, so that the residual
/// it minimises is that of the system itself.
///
/// The flexible form (Saad 1993) keeps the preconditioned vectors, and the preconditioner may then change from step to
/// step. Vectors are orthogonalised twice by classical Gram-Schmidt, as good as Householder and made of matrix products.
public struct GMRES: KrylovStepper {
    public internal(set) var solution: Tensor<Double>
    public internal(set) var history: [Double]
    public internal(set) var status: KrylovStatus
    /// Steps between two restarts.
    public let restart: Int
    var linearOperator: any LinearOperator
    var preconditioner: any Preconditioner
    let right: Tensor<Double>
    let limits: KrylovLimits
    let threshold: Double
    let isFlexible: Bool
    // Orthonormal vectors [restart + 1][n], preconditioned ones [restart][n] if flexible.
    var basis, preconditioned: Tensor<Double>
    // Columns of the Hessenberg matrix after the rotations: [step][restart + 1].
    var triangle: Tensor<Double>
    var rotations: [(cosine: Double, sine: Double)]
    var leastSquaresRight: [Double]
    var vector, image, projection, correction: Tensor<Double>
    var position = 0
    var failedCycles = 0

    /// Prepares the iteration for A x = b with `right` [n]; starts at zero unless `start` is given.
    public init(
        _ linearOperator: any LinearOperator, right: Tensor<Double>, start: Tensor<Double>? = nil,
        preconditioner: any Preconditioner = IdentityPreconditioner(), restart: Int = 50, flexible: Bool = false,
        limits: KrylovLimits = KrylovLimits()
    ) {
        precondition(restart > 0, "restart after no steps")
        self.linearOperator = linearOperator
        let begin = KrylovStart(&self.linearOperator, right, start, limits)
        let order = right.count
        self.preconditioner = preconditioner
        self.right = right
        self.limits = limits
        self.restart = min(restart, max(order, 1))
        solution = begin.solution
        threshold = begin.threshold
        status = begin.status
        history = [begin.norm]
        history.reserveCapacity(limits.iterations + 1)
        isFlexible = flexible
        let steps = self.restart
        basis = Tensor(shape: [steps + 1, order], repeating: 0)
        preconditioned = Tensor(shape: [flexible ? steps : 0, order], repeating: 0)
        triangle = Tensor(shape: [steps, steps + 1], repeating: 0)
        rotations = Array(repeating: (1, 0), count: steps)
        leastSquaresRight = Array(repeating: 0, count: steps + 1)
        vector = begin.residual
        image = Tensor(shape: [order], repeating: 0)
        correction = image
        projection = Tensor(shape: [steps + 1], repeating: 0)
        if status == .running { beginCycle(norm: begin.norm) }
    }

    public mutating func step() {
        guard status == .running else { return }
        guard history.count <= limits.iterations else { return finish(.iterationLimit) }
        expand()
        let remainder = orthogonalize()
        guard remainder.isFinite else { return finish(.breakdown) }
        let pivot = rotate(remainder)
        position += 1
        // A zero pivot with nothing left to add to the basis: A is singular on it.
        guard pivot > 0 else {
            position -= 1
            return finish(.breakdown)
        }
        history.append(abs(leastSquaresRight[position]))
        if history[history.count - 1] <= threshold || position == restart { endCycle() }
    }
}
