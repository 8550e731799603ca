import Discretization
import Fields
import NumericsCore
import Problems

/// The unknown on one grid at the output times reached.
struct LatticeSeries: Sendable {
    var lattice: Lattice
    /// Which nodes belong to the problem's shape; nil on boxes.
    var mask: [Bool]?
    var times: [Double] = []
    /// Values [time][node].
    var states: [Tensor<Double>] = []

    func snapshots(_ unknown: Unknown) -> [Snapshot] {
        zip(times, states).map { time, state in
            Snapshot(time: time, fields: [LatticeAnswer(lattice: lattice, state: state, mask: mask).field(unknown)])
        }
    }
}
