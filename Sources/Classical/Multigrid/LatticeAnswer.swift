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
    /// Values [node]; outside the problem's shape continued from inside where nodes are next to it.
    var state: Tensor<Double>
    /// Which nodes belong to the problem's shape; nil on boxes.
    var mask: [Bool]?

    /// The unknown with NaN outside the shape.
    func field(_ unknown: Unknown) -> Field {
        Field(
            name: unknown.name, componentNames: [unknown.name], isVector: false, grid: Grid(lattice.grid.axes, mask: mask),
            values: state.reshaped([1] + lattice.shape)
        ).maskingOutside()
    }

    /// The unknown at the nodes of a finer lattice, linear between the nodes of this one.
    func start(on finer: Lattice) -> Tensor<Double> {
        var values = state.reshaped(lattice.shape)
        for axis in 0..<lattice.dimension { values = Self.refined(values, axis, lattice, finer) }
        return values.reshaped([finer.count])
    }

    private static func refined(_ values: Tensor<Double>, _ axis: Int, _ coarse: Lattice, _ fine: Lattice) -> Tensor<Double> {
        let inner = values.shape[(axis + 1)...].reduce(1, *), outer = values.shape[..<axis].reduce(1, *)
        let (from, to) = (coarse.shape[axis], fine.shape[axis])
        var shape = values.shape
        shape[axis] = to
        var result = Tensor(shape: shape, repeating: 0.0)
        let ratio = Double(coarse.cells[axis]) / Double(fine.cells[axis])
        values.withUnsafeBufferPointer { source in
            result.withUnsafeMutableBufferPointer { target in
                for index in 0..<to {
                    let position = Double(index) * ratio
                    let lower = min(Int(position), from - 1)
                    let upper = coarse.isPeriodic[axis] ? (lower + 1) % from : min(lower + 1, from - 1)
                    let weight = position - Double(lower)
                    for block in 0..<outer {
                        let (a, b) = ((block * from + lower) * inner, (block * from + upper) * inner)
                        let place = (block * to + index) * inner
                        for i in 0..<inner { target[place + i] = (1 - weight) * source[a + i] + weight * source[b + i] }
                    }
                }
            }
        }
        return result
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
        try self.init(answers.map { LatticeSeries(lattice: $0.lattice, mask: $0.mask, times: [0], states: [$0.state]) }, unknown: unknown)
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
