import Discretization
import Foundation
import Problems

/// Chooses the number of points along every axis of a grid, from how far the series of the last answer have fallen.
struct GridPolicy: Sendable {
    let problem: CollocationProblem
    /// Points wanted along each axis, or one number for all; nil lets the program choose.
    let wanted: [Int]?
    /// The kernel along each axis; nil for its flat limit, polynomials or trigonometric ones.
    let bases: [AxisBasis?]
    /// Where coefficients have fallen far enough.
    let tolerance: Double
    /// Most conditions of a component along each axis.
    private let conditions: [Int]

    init(_ problem: CollocationProblem, wanted: [Int]?, bases: [AxisBasis?], tolerance: Double) throws(DiscretizationError) {
        self.problem = problem
        self.wanted = wanted
        self.bases = bases
        self.tolerance = tolerance
        let counts = try CollocationSystem.conditionCounts(problem)
        conditions = problem.spaceIndices.indices.map { axis in counts.map { $0[axis] }.max() ?? 0 }
    }

    /// Whether nothing is refined: the points are those asked for, or a kernel's, whose values have no series to judge by.
    var isFixed: Bool { wanted != nil || bases.contains { $0 != nil } }

    /// The axes of the first grid.
    func start() -> [AxisDiscretization] {
        let dimension = min(problem.spaceIndices.count, 3)
        let usual = bases.contains { $0 != nil } ? [1, 400, 64, 12][dimension] : [1, 24, 16, 8][dimension]
        return problem.spaceIndices.indices.map { axis in
            let count = wanted.map { $0.count == 1 ? $0[0] : $0[min(axis, $0.count - 1)] } ?? max(usual, 2 * conditions[axis] + 4)
            return self.axis(axis, residualPoints: max(count - conditions[axis], 1))
        }
    }

    /// A quarter of the points of a large grid for a first answer to a nonlinear problem; nil where none is needed.
    func preparation() -> [AxisDiscretization]? {
        let axes = start(), laws = problem.equations.map(\.residual) + problem.conditions.map(\.residual)
        guard wanted != nil, !CompiledResidual(laws).isAffine, axes.count > 1, axes.reduce(1, { $0 * $1.residualCount }) > 40_000 else { return nil }
        return axes.map { $0.resized(to: max($0.residualPointsPerElement / 4, 40)) }
    }

    private func axis(_ axis: Int, residualPoints count: Int) -> AxisDiscretization {
        let coordinate = problem.coordinates[problem.spaceIndices[axis]]
        if coordinate.isPeriodic {
            return AxisDiscretization(periodic: coordinate.name, from: coordinate.lower, to: coordinate.upper, count: max(count, 4))
        }
        if let basis = bases[axis] {
            return AxisDiscretization(coordinate.name, from: coordinate.lower, to: coordinate.upper, count: count, basis: basis)
        }
        return AxisDiscretization(coordinate.name, breaks: [coordinate.lower, coordinate.upper], residualPointsPerElement: count)
    }

    /// The next grid, or nil if every series has fallen below the tolerance.
    ///
    /// Coefficients of smooth functions fall like a geometric series once they fall at all: what has been seen of it says how many more
    /// there must be.
    /// - Parameter tails: relative size of the last coefficients by axis.
    func refined(_ axes: [AxisDiscretization], tails: [Double]) -> [AxisDiscretization]? {
        if isFixed { return nil }
        let next = zip(axes, tails).map { axis, tail -> AxisDiscretization in
            if tail <= tolerance { return axis }
            let ratio = tail < 1 ? log(tolerance) / log(tail) : 2
            // Entire functions fall faster and faster, and rounding grows with the fourth power of the points.
            let count = Double(axis.residualPointsPerElement) * min(max(ratio, 1.15), tail < 1e-2 ? 1.3 : 1.6)
            return axis.resized(to: Int(count) + 2)
        }
        return next == axes ? nil : next
    }

    /// Points along an axis up to which a first grid is raised to show the data.
    private static let mostForData = 600

    /// A first grid that shows more of the data; nil if they are shown well enough to begin, or more points are no use.
    ///
    /// The solution of a linear problem is mostly as smooth as its data: nothing need be solved before those are shown.
    func resolvingData(_ axes: [AxisDiscretization], _ tails: [Double], isAffine: Bool) -> [AxisDiscretization]? {
        if isFixed { return nil }
        let goal = isAffine ? max(tolerance, 1e-11) : 1e-2
        let next = zip(axes, tails).map { axis, tail -> AxisDiscretization in
            let finer = axis.residualPointsPerElement * 5 / 4 + 2
            return tail > goal && finer <= Self.mostForData ? axis.resized(to: finer) : axis
        }
        return next == axes || !fits(next, isDirect: isAffine) ? nil : next
    }

    /// Another grid close by, to compare with: a tenth finer.
    func comparison(_ axes: [AxisDiscretization]) -> [AxisDiscretization] {
        axes.map { axis in
            axis.resized(to: axis.residualPointsPerElement + max(2, axis.residualPointsPerElement / 10))
        }
    }

    /// Whether grids of this size are solved: directly, with a band, by iteration or with a dense matrix.
    func fits(_ axes: [AxisDiscretization], isDirect: Bool) -> Bool {
        if wanted != nil { return true }
        if isDirect { return axes.allSatisfy { $0.residualCount <= 1100 } }
        let points = axes.reduce(problem.componentCount) { $0 * $1.residualCount }
        if axes.count == 1 { return points <= 4000 }
        return points <= (axes.count == 2 && problem.componentCount == 1 ? 70_000 : 5000)
    }
}
