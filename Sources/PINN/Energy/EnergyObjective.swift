import Expressions
import NumericsCore
import Optimization
import Problems
import Solving
import TrialFunctions

/// The integral of an energy density by quadrature, plus half the weighted squares of conditions that are not met by construction, as a
/// function of the parameters of a trial space (the deep Ritz method; E and Yu 2018).
///
/// In place of the second derivative stands Σ_q W_q (∂j/∂θ)ᵀ (∂²e/∂j²) (∂j/∂θ), j being the jets that the density is curved in: the second
/// variation of the energy, without the part of second derivatives of j. Where ∂²e/∂j² has negative eigenvalues they go to the factor N.
final class EnergyObjective: CurvedObjective {
    let parameterCount: Int
    private let pool: ThreadPool
    private let density: CollocationObjective
    private let bends: CollocationObjective?
    private let jets: CollocationObjective?
    private let conditions: CollocationObjective?
    private let jetCount: Int
    private var root: SignedRoot
    let mayBendDown: Bool
    // Memory of the parts.
    private var densities: Tensor<Double>
    private var slopes: SharedMatrix?
    private var ones: Tensor<Double>
    private var bendValues: Tensor<Double>
    private var jetValues: Tensor<Double>
    private var jetSlopes: SharedMatrix?
    private var misfits: Tensor<Double>
    private var misfitSlopes: SharedMatrix?
    private var misfitGradient: Tensor<Double>

    /// - Throws: `InputField.SamplingError`.
    init(_ problem: Problem, energy: Expression, space: TrialSpace, rule: DomainQuadrature, conditions blocks: [ResidualBlock], pool: ThreadPool) throws {
        func objective(_ formulas: [Expression], _ shares: [Double]) throws -> CollocationObjective {
            var points = rule.points
            points.shares = shares
            let block = try ResidualBlock(
                names: formulas.map { _ in "energy density" }, residuals: formulas, points: points, scales: formulas.map { _ in 1 }, problem: problem)
            return CollocationObjective([block], space: space, pool: pool)
        }
        let symbols = energy.symbols.filter { if case .jet = $0 { true } else { false } }.sorted { "\($0)" < "\($1)" }
        let first = symbols.map { energy.derivative(by: $0) }
        let curved = symbols.indices.filter { index in symbols.contains { !first[index].derivative(by: $0).simplified().isZero } }
        self.pool = pool
        jetCount = curved.count
        root = SignedRoot(order: curved.count)
        mayBendDown = !curved.isEmpty
        density = try objective([energy], rule.weights.map { $0 * $0 })
        let pairs = curved.flatMap { row in curved.map { (row, $0) } }
        bends = curved.isEmpty ? nil : try objective(pairs.map { first[$0].derivative(by: symbols[$1]) }, rule.weights.map { _ in 1 })
        jets = curved.isEmpty ? nil : try objective(curved.map { .symbol(symbols[$0]) }, rule.weights)
        conditions = blocks.isEmpty ? nil : CollocationObjective(blocks, space: space, pool: pool)
        parameterCount = space.parameterCount
        densities = Tensor(shape: [density.rowCount], repeating: 0)
        ones = Tensor(shape: [density.rowCount], repeating: 1)
        bendValues = Tensor(shape: [bends?.rowCount ?? 0], repeating: 0)
        jetValues = Tensor(shape: [jets?.rowCount ?? 0], repeating: 0)
        misfits = Tensor(shape: [conditions?.rowCount ?? 0], repeating: 0)
        misfitGradient = Tensor(shape: [space.parameterCount], repeating: 0)
    }

    /// The first density or condition that is no finite number; nil if all are.
    func failure(at parameters: Tensor<Double>, step: Int) -> SolverError? {
        density.failure(at: parameters, step: step) ?? conditions?.failure(at: parameters, step: step)
    }

    var curvatureCount: Int { (jets?.rowCount ?? 0) + (conditions?.rowCount ?? 0) }

    /// Conditions apart, the integral of the density.
    func energy(at parameters: Tensor<Double>) -> Double {
        density.residual(at: parameters, into: &densities)
        return densities.elements.reduce(0, +)
    }

    func loss(at parameters: Tensor<Double>) -> Double { energy(at: parameters) + (conditions?.loss(at: parameters) ?? 0) }

    func loss(at parameters: Tensor<Double>, gradient: inout Tensor<Double>) -> Double {
        let matrix = slopes ?? SharedMatrix(rowCount: parameterCount, columnCount: density.rowCount)
        slopes = matrix
        density.linearization(at: parameters, residual: &densities, jacobian: matrix)
        matrix.multiply(ones, into: &gradient, pool: pool)
        let energy = densities.elements.reduce(0, +)
        guard let conditions else { return energy }
        let matrixOfMisfits = misfitSlopes ?? SharedMatrix(rowCount: parameterCount, columnCount: conditions.rowCount)
        misfitSlopes = matrixOfMisfits
        conditions.linearization(at: parameters, residual: &misfits, jacobian: matrixOfMisfits)
        matrixOfMisfits.multiply(misfits, into: &misfitGradient, pool: pool)
        LinearAlgebra.addScaled(1, misfitGradient, to: &gradient)
        return energy + 0.5 * LinearAlgebra.dot(misfits, misfits)
    }

    func curvature(at parameters: Tensor<Double>, gradient: inout Tensor<Double>, factor: SharedMatrix, negative: SharedMatrix?) -> Double {
        let loss = loss(at: parameters, gradient: &gradient)
        if let jets, let bends {
            let matrix = jetSlopes ?? SharedMatrix(rowCount: parameterCount, columnCount: jets.rowCount)
            jetSlopes = matrix
            jets.linearization(at: parameters, residual: &jetValues, jacobian: matrix)
            bends.residual(at: parameters, into: &bendValues)
            mix(matrix, into: factor, negative)
        }
        if let misfitSlopes { copy(misfitSlopes, to: factor, column: jets?.rowCount ?? 0) }
        return loss
    }

    /// Columns of jets times the roots of the curvatures, point by point.
    private func mix(_ slopes: SharedMatrix, into factor: SharedMatrix, _ negative: SharedMatrix?) {
        let (order, count) = (jetCount, slopes.columnCount / max(jetCount, 1))
        var roots = Array(repeating: 0.0, count: order * order * count), others = roots
        for point in 0..<count {
            for entry in 0..<order * order { root.matrix[entry] = bendValues[entry * count + point] }
            root.factorize()
            for entry in 0..<order * order {
                roots[entry * count + point] = root.positive[entry]
                others[entry * count + point] = root.negative[entry]
            }
        }
        multiply(slopes, by: roots, into: factor)
        if let negative { multiply(slopes, by: others, into: negative) }
    }

    private func multiply(_ slopes: SharedMatrix, by roots: [Double], into factor: SharedMatrix) {
        let (order, count) = (jetCount, slopes.columnCount / max(jetCount, 1))
        slopes.withUnsafeMutableBufferPointer { source in
            factor.withUnsafeMutableBufferPointer { target in
                for parameter in 0..<parameterCount {
                    for column in 0..<order {
                        let start = parameter * factor.columnCount + column * count
                        for point in 0..<count { target[start + point] = 0 }
                        for row in 0..<order {
                            let from = parameter * slopes.columnCount + row * count, entry = (row * order + column) * count
                            for point in 0..<count { target[start + point] += roots[entry + point] * source[from + point] }
                        }
                    }
                }
            }
        }
    }

    private func copy(_ matrix: SharedMatrix, to factor: SharedMatrix, column: Int) {
        matrix.withUnsafeMutableBufferPointer { source in
            factor.withUnsafeMutableBufferPointer { target in
                for row in 0..<parameterCount {
                    for k in 0..<matrix.columnCount { target[row * factor.columnCount + column + k] = source[row * matrix.columnCount + k] }
                }
            }
        }
    }
}
