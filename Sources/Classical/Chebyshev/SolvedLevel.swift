import Discretization
import Fields
import NumericsCore
import Problems
import Solving

/// The answer at one resolution.
struct SolvedLevel: Sendable {
    var layout: CollocationLayout
    var state: Tensor<Double>

    /// Largest relative coefficient tail of any component [axis][element].
    var tails: [[Double]] {
        layout.axes.indices.map { axis in
            let own = (0..<layout.componentCount).map { layout.tails(of: $0, along: axis, in: state) }
            return layout.axes[axis].elementIndices.map { element in own.map { $0[element] }.max() ?? 0 }
        }
    }

    /// Difference of this answer to another one, by unknown, measured on the finer of the two grids.
    func difference(to other: SolvedLevel, unknowns: [Unknown], basis: String) throws -> [String: ErrorEstimate] {
        let grid = layout.grid.count > other.layout.grid.count ? layout.grid : other.layout.grid
        let own = layout.fields(unknowns, in: state, on: grid)
        let others = other.layout.fields(unknowns, in: other.state, on: grid)
        var estimates: [String: ErrorEstimate] = [:]
        for (field, reference) in zip(own, others) {
            let error = try FieldError(of: field, against: reference)
            estimates[field.name] = ErrorEstimate(relativeL2: error.relativeL2, maximum: error.maximum, basis: basis)
        }
        return estimates
    }

    /// `degree 24 in x with 3 elements, degree 16 in y`.
    var resolutionText: String {
        layout.axes.enumerated().map { axis, discretization in
            if discretization.isPeriodic {
                return "\(discretization.residualPointsPerElement) points in \(discretization.name)"
            }
            let degree = (layout.spaces.map { $0[axis].pointsPerElement }.max() ?? 1) - 1
            let count = discretization.elementCount
            return "degree \(degree) in \(discretization.name)" + (count > 1 ? " on each of \(count) elements" : "")
        }.joined(separator: ", ")
    }
}

extension AxisDiscretization {
    var elementIndices: Range<Int> { 0..<elementCount }
}
