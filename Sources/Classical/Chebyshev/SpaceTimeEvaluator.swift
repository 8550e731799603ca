import Discretization
import NumericsCore
import Solving

/// Evaluates a solution over space and time at the output times.
struct SpaceTimeEvaluator: SolutionEvaluator {
    let layout: CollocationLayout
    let state: Tensor<Double>
    let timeIndex: Int
    let times: [Double]

    func evaluate(_ jets: [JetRequest], at points: Tensor<Double>, snapshot: Int) throws -> Tensor<Double> {
        let count = points.shape[0]
        let space = layout.axes.indices.filter { $0 != timeIndex }
        let positions = layout.axes.indices.map { axis in
            (0..<count).map { point in
                space.firstIndex(of: axis).map { points[point, $0] } ?? times[snapshot]
            }
        }
        let rows = jets.flatMap { jet in
            layout.evaluate(
                jet.component, orders: layout.axes.indices.map { jet.derivative[$0] }, atPoints: positions, in: state)
        }
        return Tensor(shape: [jets.count, count], elements: rows)
    }
}
