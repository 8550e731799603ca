import Discretization
import Expressions
import Fields
import Foundation
import NumericsCore
import Problems
import Solving

/// The unknown on one grid.
struct LatticeAnswer: Sendable {
    var lattice: Lattice
    /// Values [node].
    var state: Tensor<Double>

    func field(_ unknown: Unknown) -> Field {
        Field(
            name: unknown.name, componentNames: [unknown.name], isVector: false, grid: lattice.grid,
            values: state.reshaped([1] + lattice.shape))
    }

    /// `128 x 128 cells`.
    var text: String { lattice.text }
}

extension Lattice {
    /// `128 x 128 cells`.
    var text: String { cells.map(String.init).joined(separator: " x ") + " cells" }
}

/// What answers on grids of falling spacing say about the error of the last one.
struct GridConvergence: Sendable {
    /// Order of the method where everything is smooth.
    static let nominalOrder = 2.0
    /// The order by which the last two differences fell; nil without three grids, or when rounding is all that is left.
    private(set) var observedOrder: Double?
    private(set) var estimate: ErrorEstimate?

    /// Order used for the estimate: never more than the nominal one.
    var order: Double { min(Self.nominalOrder, max(observedOrder ?? Self.nominalOrder, 0.25)) }

    /// - Parameter answers: up to three, the finest last.
    init(_ answers: [LatticeAnswer], unknown: Unknown) throws {
        try self.init(answers.map { LatticeSeries(lattice: $0.lattice, times: [0], states: [$0.state]) }, unknown: unknown)
    }

    /// - Parameter series: up to three, the finest last; errors are those in space and time.
    init(_ series: [LatticeSeries], unknown: Unknown) throws {
        guard series.count > 1 else { return }
        let snapshots = series.map { $0.snapshots(unknown) }
        func difference(_ coarse: Int, _ fine: Int) throws -> FieldError {
            try FieldError(of: unknown.name, in: snapshots[coarse], against: snapshots[fine])
        }
        let fine = series.count - 1
        let last = try difference(fine - 1, fine)
        let ratio = Double(series[fine].lattice.cells[0]) / Double(series[fine - 1].lattice.cells[0])
        if series.count > 2, last.absoluteL2 > 1e-11 * max(last.referenceL2, 1e-300) {
            observedOrder = log(try difference(fine - 2, fine - 1).absoluteL2 / last.absoluteL2) / log(ratio)
        }
        let factor = 1 / (pow(ratio, order) - 1)
        let rounded = (order * 100).rounded() / 100
        estimate = ErrorEstimate(
            relativeL2: last.relativeL2 * factor, maximum: last.maximum * factor,
            basis: "Richardson's estimate with order \(rounded) from the same method with \(series[fine - 1].lattice.text)")
    }

    /// A sentence for the user; nil with fewer than three grids.
    var note: String? {
        observedOrder.map { order in
            let rounded = (order * 100).rounded() / 100
            let remark = order < 1.8 ? ", lower as it is where corners, jumps or data are not smooth: the estimate uses it" : ""
            return "observed order \(rounded), nominal order 2\(remark)"
        }
    }
}
