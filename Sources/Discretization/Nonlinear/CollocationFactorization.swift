import NumericsCore

/// The factorised Jacobian of a collocation system, dense or banded, its rows scaled to a largest entry of 1.
///
/// Rows of equations, interfaces and conditions differ by powers of the degree; without scaling the pivots
/// would be chosen by that and the estimate of the condition would say nothing.
public struct CollocationFactorization: Sendable {
    private var dense: Tensor<Double>?
    private var denseFactors: LUFactorization?
    private var banded: BandedMatrix?
    private var bandedFactors: BandedLU?
    private var rowScales: Tensor<Double>

    /// Whether large scalar problems in two dimensions are solved by iteration, and what came of the last factorisation.
    private var mayIterate: Bool
    private let denseLimit: Int
    private let tolerance: Double
    private var krylov: KrylovJacobian?

    /// Below this a dense factorisation costs less than the iterations.
    private static let smallestIterated = 1800

    /// Makes the storage for the Jacobians of a system.
    /// - Parameters:
    ///   - denseLimit: most unknowns for which a dense matrix is made.
    ///   - tolerance: relative size of what an iteration may leave where there is no matrix.
    public init(for system: CollocationSystem, denseLimit: Int = .max, tolerance: Double = 1e-11) {
        self.denseLimit = denseLimit
        self.tolerance = tolerance
        mayIterate = system.count > Self.smallestIterated && SeparableStructure.isScalarPlane(system)
        rowScales = Tensor(shape: [system.count], repeating: 1)
        if let band = system.band {
            banded = BandedMatrix(order: system.count, lower: band.lower, upper: band.upper)
            bandedFactors = BandedLU(order: system.count, lower: band.lower, upper: band.upper)
        }
    }

    /// Evaluates residual and Jacobian at a state and factorises.
    /// - Throws: `singular` at a zero pivot or when the matrix is singular to working precision.
    public mutating func factorize(
        _ system: CollocationSystem, at state: Tensor<Double>, time: Double = 0, residual: inout Tensor<Double>,
        workspace: inout CollocationSystem.Workspace
    ) throws(DiscretizationError) {
        if mayIterate {
            system.prepare(state, rate: nil, time: time, withPartials: true, &workspace)
            system.collect(state, into: &residual, &workspace)
            krylov = KrylovJacobian(system, linearized: workspace, tolerance: tolerance)
            if krylov != nil { return }
        }
        try eliminate(system, at: state, time: time, residual: &residual, workspace: &workspace)
    }

    private mutating func eliminate(
        _ system: CollocationSystem, at state: Tensor<Double>, time: Double, residual: inout Tensor<Double>,
        workspace: inout CollocationSystem.Workspace
    ) throws(DiscretizationError) {
        if banded != nil {
            system.jacobian(state, time: time, into: &banded!, residual: &residual, workspace: &workspace)
            scaleBanded()
        } else {
            guard system.count <= denseLimit else {
                throw .singular(what: "the preconditioner, and \(system.count) unknowns are too many for a dense matrix")
            }
            makeDense(system.count)
            system.jacobian(state, time: time, into: &dense!, residual: &residual, workspace: &workspace)
            scaleDense()
        }
        do {
            if let banded { try bandedFactors?.factorize(banded) }
            if let dense { try denseFactors?.factorize(dense) }
        } catch LinearAlgebraError.singular(let pivot) {
            throw .singular(what: "the collocation matrix, at unknown \(pivot) of \(system.count)")
        } catch {
            throw .notFinite(place: "the collocation matrix")
        }
    }

    private mutating func makeDense(_ count: Int) {
        if dense != nil { return }
        dense = Tensor(shape: [count, count], repeating: 0)
        denseFactors = LUFactorization(order: count)
    }

    /// Estimate of the reciprocal condition of the scaled matrix; nil for banded matrices.
    public var reciprocalCondition: Double? { krylov == nil ? denseFactors?.reciprocalCondition : nil }

    /// Whether the matrix itself was factorised, not a preconditioner.
    package var isDirect: Bool { krylov == nil }

    /// From now on factorises densely what it would have solved by iteration; false if that would be too large.
    mutating func stopIterating(_ system: CollocationSystem) -> Bool {
        guard mayIterate, system.count <= denseLimit else { return false }
        mayIterate = false
        krylov = nil
        return true
    }

    /// Overwrites a residual [row] with the solution of Jacobian * x = residual.
    /// - Returns: false if an iterative solve ended early; the result is then only an approximation.
    @discardableResult public func solve(_ b: inout Tensor<Double>) throws(DiscretizationError) -> Bool {
        if let krylov { return krylov.solve(&b) }
        rowScales.withUnsafeBufferPointer { scales in
            b.withUnsafeMutableBufferPointer { b in
                for i in b.indices { b[i] *= scales[i] }
            }
        }
        do {
            try bandedFactors?.solve(&b)
            try denseFactors?.solve(&b)
        } catch {
            throw .singular(what: "the collocation matrix")
        }
        return true
    }

    private mutating func scaleDense() {
        let order = rowScales.count
        rowScales.withUnsafeMutableBufferPointer { scales in
            dense!.withUnsafeMutableBufferPointer { entries in
                for row in 0..<order {
                    var largest = 0.0
                    for i in row * order..<(row + 1) * order { largest = max(largest, abs(entries[i])) }
                    scales[row] = largest > 0 ? 1 / largest : 1
                    for i in row * order..<(row + 1) * order { entries[i] *= scales[row] }
                }
            }
        }
    }

    private mutating func scaleBanded() {
        let order = rowScales.count
        let (lower, upper) = (banded!.lower, banded!.upper)
        let height = lower + upper + 1
        rowScales.withUnsafeMutableBufferPointer { scales in
            banded!.withUnsafeMutableEntries { entries in
                for row in 0..<order {
                    var largest = 0.0
                    let columns = max(0, row - lower)..<min(order, row + upper + 1)
                    for column in columns { largest = max(largest, abs(entries[column * height + upper + row - column])) }
                    scales[row] = largest > 0 ? 1 / largest : 1
                    for column in columns { entries[column * height + upper + row - column] *= scales[row] }
                }
            }
        }
    }
}
