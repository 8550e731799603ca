import NumericsCore

extension StrongWolfeSearch {
    /// The loss along a line, with the memory for the parameters and gradient of the last place looked at.
    struct Line {
        let objective: any Objective
        let start: Tensor<Double>
        let direction: Tensor<Double>
        var parameters: Tensor<Double>
        var gradient: Tensor<Double>
        var evaluations = 0

        mutating func evaluate(_ step: Double) -> Point {
            evaluations += 1
            LinearAlgebra.copy(start, to: &parameters)
            LinearAlgebra.addScaled(step, direction, to: &parameters)
            let loss = objective.loss(at: parameters, gradient: &gradient)
            return Point(step: step, loss: loss, slope: LinearAlgebra.dot(gradient, direction))
        }
    }
}
