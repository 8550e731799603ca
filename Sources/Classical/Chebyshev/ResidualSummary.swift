import Discretization
import NumericsCore

/// The largest residual of each equation and of all conditions, for progress tables.
struct ResidualSummary {
    private let kinds: [CollocationRowKind]

    init(_ system: CollocationSystem) {
        kinds = system.rowKinds
    }

    func quantities(_ residual: Tensor<Double>, equations: [String]) -> [(name: String, value: Double)] {
        var largest = [Double](repeating: 0, count: equations.count)
        var conditions = 0.0
        for (row, kind) in kinds.enumerated() {
            let value = abs(residual[row])
            switch kind {
            case .equation(let index): largest[index] = max(largest[index], value)
            case .interface, .condition, .gauge: conditions = max(conditions, value)
            }
        }
        return zip(equations, largest).map { (name: $0, value: $1) } + [(name: "conditions", value: conditions)]
    }
}
