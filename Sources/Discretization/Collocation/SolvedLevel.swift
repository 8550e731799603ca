import Fields
import NumericsCore
import Problems

/// The answer at one resolution.
package struct SolvedLevel: Sendable {
    package var layout: CollocationLayout
    package var state: Tensor<Double>

    package init(layout: CollocationLayout, state: Tensor<Double>) {
        self.layout = layout
        self.state = state
    }

    /// Largest relative coefficient tail of any component [axis][element].
    package var tails: [[Double]] {
        layout.axes.indices.map { axis in
            let own = (0..<layout.componentCount).map { layout.tails(of: $0, along: axis, in: state) }
            return layout.axes[axis].elementIndices.map { element in own.map { $0[element] }.max() ?? 0 }
        }
    }

    /// Difference of this answer to another one, by unknown, measured on the finer of the two grids.
    package func difference(to other: SolvedLevel, unknowns: [Unknown]) throws -> [String: FieldError] {
        let grid = layout.grid.count > other.layout.grid.count ? layout.grid : other.layout.grid
        let own = layout.fields(unknowns, in: state, on: grid)
        let others = other.layout.fields(unknowns, in: other.state, on: grid)
        var errors: [String: FieldError] = [:]
        for (field, reference) in zip(own, others) { errors[field.name] = try FieldError(of: field, against: reference) }
        return errors
    }

    /// `degree 24 in x with 3 elements, degree 16 in y`.
    package var resolutionText: String {
        layout.axes.enumerated().map { axis, discretization in
            if discretization.isPeriodic || discretization.basis != nil {
                return "\(layout.spaces.map { $0[axis].count }.max() ?? 1) points in \(discretization.name)"
            }
            let degree = (layout.spaces.map { $0[axis].pointsPerElement }.max() ?? 1) - 1
            let count = discretization.elementCount
            return "degree \(degree) in \(discretization.name)" + (count > 1 ? " on each of \(count) elements" : "")
        }.joined(separator: ", ")
    }
}

extension AxisDiscretization {
    package var elementIndices: Range<Int> { 0..<elementCount }
}
