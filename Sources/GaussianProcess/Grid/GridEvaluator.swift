import Discretization
import Expressions
import NumericsCore
import Solving

/// Evaluates a grid's answer at points of space, at the output times.
struct GridEvaluator: SolutionEvaluator {
    let level: SolvedLevel
    /// The axis of time; nil for steady problems.
    let timeIndex: Int?
    let times: [Double]

    func evaluate(_ jets: [JetRequest], at points: Tensor<Double>, snapshot: Int) throws -> Tensor<Double> {
        let count = points.shape[0], axes = level.layout.axes.indices, space = axes.filter { $0 != timeIndex }
        let positions = axes.map { axis in
            (0..<count).map { point in space.firstIndex(of: axis).map { points[point, $0] } ?? times[snapshot] }
        }
        let rows = jets.flatMap { jet in
            level.layout.evaluate(
                jet.component, orders: axes.map { jet.derivative[$0] }, atPoints: positions, in: level.state)
        }
        return Tensor(shape: [jets.count, count], elements: rows)
    }
}
