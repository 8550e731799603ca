import NumericsCore

/// Solves systems with stencil matrices of one lattice: conjugate gradients where the matrix is symmetric and definite, else
/// GMRES, both with one multigrid cycle as preconditioner; a direct solve of small systems where these fail.
public struct StencilLinearSolver: Sendable {
    /// What a solve took.
    public struct Report: Sendable {
        /// Krylov steps, each with one multigrid cycle; 0 for a direct solve.
        public var cycles: Int
        /// Norm of the residual that is left.
        public var residual: Double
    }

    private var matrix: StencilMatrix
    /// Rows that were multiplied by -1, so that the diagonal is positive.
    private var flipped: [Bool]
    private var isSymmetric: Bool
    /// Whether every matrix is symmetric; nil if that is to be found out.
    private let isKnownSymmetric: Bool?
    /// Node held to make a singular matrix regular where the iteration cannot do with it as it is.
    private var held: Int?
    private var multigrid: StencilCycle
    private let pool: ThreadPool?
    /// Most unknowns of a direct solve.
    private static let directLimit = 40_000
    /// Asymmetry that is rounding, relative to the diagonal.
    private static let symmetryTolerance = 1e-13

    /// - Parameters:
    ///   - known: whether matrices are symmetric, if that is known.
    ///   - held: a node that is held where constants are undetermined; right sides must then add up to zero.
    /// - Throws: `DiscretizationError.singular`.
    public init(
        _ matrix: StencilMatrix, holding held: Int? = nil, isSymmetric known: Bool? = nil, pool: ThreadPool? = nil
    ) throws(DiscretizationError) {
        isKnownSymmetric = known
        (self.matrix, flipped) = Self.positive(matrix)
        self.held = held
        if let held { self.matrix.hold(held) }
        self.pool = pool
        isSymmetric = known ?? self.matrix.isSymmetric(tolerance: Self.symmetryTolerance)
        let lattice = held == nil ? StencilCycle.lattice(self.matrix, pool) : nil
        if isSymmetric { self.matrix = self.matrix.symmetricStorage }
        if let lattice { multigrid = lattice } else { multigrid = try StencilCycle(self.matrix, pool) }
    }

    /// Takes other coefficients on the same lattice; all memory is used again.
    /// - Parameter held: as for the first matrix; whether constants are undetermined may change.
    /// - Throws: `DiscretizationError.singular`.
    public mutating func update(_ other: StencilMatrix, holding held: Int? = nil) throws(DiscretizationError) {
        self.held = held
        (matrix, flipped) = Self.positive(other)
        if let held { matrix.hold(held) }
        isSymmetric = isKnownSymmetric ?? matrix.isSymmetric(tolerance: Self.symmetryTolerance)
        let lattice = held == nil ? StencilCycle.lattice(matrix, pool) : nil
        if isSymmetric { matrix = matrix.symmetricStorage }
        if let lattice { multigrid = lattice } else { try multigrid.update(matrix, pool) }
    }

    /// Whether the matrix is one of constant coefficients, for which there is a faster multigrid.
    public var isOfConstantCoefficients: Bool { multigrid.isLattice }

    private static func positive(_ matrix: StencilMatrix) -> (StencilMatrix, [Bool]) {
        var result = matrix
        let count = matrix.nodeCount
        var flipped = [Bool](repeating: false, count: count)
        result.withUnsafeMutableCoefficients { values in
            for node in 0..<count where values[matrix.centre * count + node] < 0 {
                flipped[node] = true
                for entry in matrix.offsets.indices { values[entry * count + node] = -values[entry * count + node] }
            }
        }
        return (result, flipped)
    }

    /// When an iteration may end.
    public struct Target: Sendable {
        /// Norm of the residual aimed at.
        public var wanted: Double
        /// Norm that will do if rounding allows no less.
        public var acceptable: Double
        /// What the solution's norm, times this, allows besides: rounding of products with the matrix.
        public var perNorm: Double

        public init(wanted: Double, acceptable: Double? = nil, perNorm: Double = 0) {
            self.wanted = wanted
            self.acceptable = acceptable ?? wanted
            self.perNorm = perNorm
        }
    }

    /// Overwrites `vector` [node], the right side, with the solution.
    /// - Throws: `DiscretizationError.singular`.
    public mutating func solve(_ vector: inout Tensor<Double>, to target: Target) throws(DiscretizationError) -> Report {
        vector.withUnsafeMutableBufferPointer { values in
            for node in flipped.indices where flipped[node] { values[node] = -values[node] }
            // The balance of the held node follows from all others.
            if let held { values[held] = 0 }
        }
        if let report = iterate(&vector, target) { return report }
        return try solveDirectly(&vector)
    }

    /// The same with one norm of the residual to reach.
    public mutating func solve(_ vector: inout Tensor<Double>, tolerance: Double) throws(DiscretizationError) -> Report {
        try solve(&vector, to: Target(wanted: tolerance))
    }

    /// nil, and the right side as it was, if no iteration gets there.
    private mutating func iterate(_ vector: inout Tensor<Double>, _ target: Target) -> Report? {
        var cycles = 0
        if isSymmetric, let report = conjugateGradients(&vector, target, &cycles) { return report }
        let limits = KrylovLimits(absolute: target.wanted, relative: 1e-15, iterations: 100)
        var iteration = GMRES(matrix, right: vector, preconditioner: multigrid, restart: 20, limits: limits)
        while !iteration.isDone {
            iteration.step()
            let history = iteration.history
            // Between restarts only the norm is known, and rounding shows in it.
            if history.count % 20 == 1, isGoodEnough(history, iteration.solution, target) { break }
        }
        let isMet = iteration.status == .converged || isGoodEnough(iteration.history, iteration.solution, target)
        guard isMet || matrix.nodeCount > Self.directLimit && iteration.solution.isFinite else { return nil }
        cycles += iteration.history.count - 1
        vector = iteration.solution
        return Report(cycles: cycles, residual: iteration.history.last ?? 0)
    }

    private mutating func conjugateGradients(_ vector: inout Tensor<Double>, _ target: Target, _ cycles: inout Int) -> Report? {
        let limits = KrylovLimits(absolute: target.wanted, relative: 0, iterations: 60)
        var iteration = ConjugateGradient(matrix, right: vector, preconditioner: multigrid, flexible: true, limits: limits)
        while !iteration.isDone {
            iteration.step()
            if isGoodEnough(iteration.history, iteration.solution, target) { break }
        }
        cycles += iteration.history.count - 1
        guard iteration.status == .converged || isGoodEnough(iteration.history, iteration.solution, target) else { return nil }
        vector = iteration.solution
        return Report(cycles: cycles, residual: iteration.history.last ?? 0)
    }

    /// Whether the residual is down to rounding, or acceptable and falling no longer.
    private func isGoodEnough(_ history: [Double], _ solution: Tensor<Double>, _ target: Target) -> Bool {
        guard let last = history.last else { return false }
        if last <= target.wanted { return true }
        let norm = target.perNorm > 0 ? LinearAlgebra.norm(solution) : 0
        if last <= target.perNorm * norm { return true }
        let isStuck = history.count > 6 && last > 0.5 * history[history.count - 6]
        return isStuck && last <= target.acceptable + 1e4 * target.perNorm * norm
    }

    private func solveDirectly(_ vector: inout Tensor<Double>) throws(DiscretizationError) -> Report {
        let right = vector
        do {
            try SparseFactorization(matrix.sparse).solve(&vector)
        } catch {
            throw .singular(what: StencilCycle.complaint)
        }
        var residual = right
        matrix.residual(vector, right: right, into: &residual)
        return Report(cycles: 0, residual: LinearAlgebra.norm(residual))
    }
}

extension StencilMatrix {
    /// Makes a matrix regular whose rows and columns add up to zero.
    mutating func hold(_ node: Int) {
        for (entry, offset) in offsets.enumerated() {
            let diagonal = self[centre, node]
            if entry != centre { self[entry, node] = 0 }
            guard entry != centre, diagonal != 0, let other = neighbour(of: node, at: offset.map { -$0 }) else { continue }
            self[entry, other] = 0
        }
    }
}
