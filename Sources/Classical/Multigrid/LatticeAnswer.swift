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
    var text: String { lattice.cells.map(String.init).joined(separator: " x ") + " cells" }
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
        guard answers.count > 1 else { return }
        let fields = answers.map { $0.field(unknown) }
        let last = try FieldError(of: fields[fields.count - 2], against: fields[fields.count - 1])
        let ratio = Self.ratio(answers[answers.count - 2], answers[answers.count - 1])
        if fields.count > 2 {
            let before = try FieldError(of: fields[fields.count - 3], against: fields[fields.count - 2])
            if last.absoluteL2 > 1e-11 * max(last.referenceL2, 1e-300) {
                observedOrder = log(before.absoluteL2 / last.absoluteL2) / log(ratio)
            }
        }
        let factor = 1 / (pow(ratio, order) - 1)
        let rounded = (order * 100).rounded() / 100
        estimate = ErrorEstimate(
            relativeL2: last.relativeL2 * factor, maximum: last.maximum * factor,
            basis: "Richardson's estimate with order \(rounded) from the same method with \(answers[answers.count - 2].text)")
    }

    private static func ratio(_ coarse: LatticeAnswer, _ fine: LatticeAnswer) -> Double {
        Double(fine.lattice.cells[0]) / Double(coarse.lattice.cells[0])
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
