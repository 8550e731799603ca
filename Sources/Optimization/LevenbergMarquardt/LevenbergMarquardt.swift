import NumericsCore

/// Damped Gauss-Newton steps with geodesic acceleration for sums of squares (Levenberg 1944, Marquardt 1963; Transtrum and
/// Sethna 2012).
///
/// A step solves (H + λ D) d = g with H = Jᵀ J, g = Jᵀ r and D = diag(H) / mean(diag H) + floor, and moves along
/// v = -d and a = -½ (H + λ D)⁻¹ Jᵀ r_vv, r_vv being the second derivative of r along v. A third of the last λ is tried
/// first; if the loss does not fall, 4 and 32 times the last tried, the better of which is taken, and so on.
///
/// Copies share work memory, so only one of them may step at a time. OpenBLAS should be set to one thread
/// (`LinearAlgebra.setThreads`): the work is shared out over `pool`.
public struct LevenbergMarquardt: Optimizer {
    public let settings: Settings
    let pool: ThreadPool
    /// λ of the last accepted step.
    public internal(set) var damping: Double
    /// Steps taken.
    public internal(set) var iteration = 0
    // Steps that QR will still be used for after a failure of Cholesky.
    var orthogonalSteps = 0
    var workspace: Workspace?

    public init(settings: Settings = Settings(), pool: ThreadPool = ThreadPool(threads: 1)) {
        self.settings = settings
        self.pool = pool
        damping = settings.initialDamping
    }

    /// One linearisation and as many trial steps as it takes to lower the loss.
    ///
    /// Reports `damping`, `step norm`, `accelerated` (0 or 1), `trials` and `orthogonal` (0 or 1: whether QR was used).
    /// - Throws: `OptimizationError.needsLeastSquares`; `notFinite` if r or J is not finite.
    public mutating func step(_ objective: any Objective, parameters: inout Tensor<Double>) throws -> OptimizerReport {
        guard let objective = objective as? any LeastSquaresObjective else {
            throw OptimizationError.needsLeastSquares(method: "Levenberg-Marquardt")
        }
        let work = fittingWorkspace(objective)
        work.linearize(objective, at: parameters, floor: settings.scalingFloor)
        guard work.loss.isFinite, LinearAlgebra.norm(work.gradient).isFinite else {
            throw OptimizationError.notFinite(iteration: iteration)
        }
        iteration += 1
        if work.largestCosine <= settings.gradientTolerance {
            return OptimizerReport(status: .converged, loss: work.loss, quantities: quantities(nil))
        }
        return search(objective, work, &parameters)
    }

    private mutating func fittingWorkspace(_ objective: any LeastSquaresObjective) -> Workspace {
        if let workspace, workspace.fits(objective) { return workspace }
        let made = Workspace(objective, pool: pool)
        workspace = made
        return made
    }

    func quantities(_ trial: Trial?) -> [(name: String, value: Double)] {
        [
            ("damping", trial?.damping ?? damping), ("step norm", trial?.stepNorm ?? 0),
            ("accelerated", trial?.isAccelerated == true ? 1 : 0), ("trials", Double(workspace?.trialCount ?? 0)),
            ("orthogonal", workspace?.method == .orthogonal ? 1 : 0),
        ]
    }
}

extension LevenbergMarquardt {
    public func checkpoint() -> Checkpoint {
        Checkpoint(
            scalars: ["damping": damping], integers: ["iteration": iteration, "orthogonal steps": orthogonalSteps],
            strings: ["method": "Levenberg-Marquardt"])
    }

    public mutating func restore(_ checkpoint: Checkpoint) throws {
        guard checkpoint.strings["method"] == "Levenberg-Marquardt", let damping = checkpoint.scalars["damping"],
            let iteration = checkpoint.integers["iteration"], let steps = checkpoint.integers["orthogonal steps"]
        else { throw OptimizationError.unfitCheckpoint(method: "Levenberg-Marquardt") }
        self.damping = damping
        self.iteration = iteration
        orthogonalSteps = steps
    }
}
