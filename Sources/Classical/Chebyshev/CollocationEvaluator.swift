import Discretization
import Expressions
import NumericsCore
import Solving

/// Evaluates piecewise polynomials of one or several snapshots anywhere in the box.
struct CollocationEvaluator: SolutionEvaluator {
    /// Layout and state of each snapshot.
    var snapshots: [(layout: CollocationLayout, state: Tensor<Double>)]
    /// Indices of the space coordinates in the problem, in axis order.
    var spaceIndices: [Int]

    func evaluate(_ jets: [JetRequest], at points: Tensor<Double>, snapshot: Int) throws -> Tensor<Double> {
        let (layout, state) = snapshots[snapshot]
        let count = points.shape[0]
        let positions = spaceIndices.indices.map { axis in (0..<count).map { points[$0, axis] } }
        let rows = jets.flatMap { jet -> [Double] in
            let orders = spaceIndices.map { jet.derivative[$0] }
            if spaceIndices.isEmpty {
                return [Double](repeating: layout.values(of: jet.component, in: state)[0], count: count)
            }
            return layout.evaluate(jet.component, orders: orders, atPoints: positions, in: state)
        }
        return Tensor(shape: [jets.count, count], elements: rows)
    }
}
