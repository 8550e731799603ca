import NumericsCore
import Optimization
import Problems
import Solving

extension PINNStepper {
    /// Size of the residuals at the points that are not trained on, over that without a network.
    ///
    /// Where the equation is well conditioned it is of the size of the relative error or larger; it is no bound.
    func errorEstimate() -> Double {
        (2 * heldOut.loss(at: parameters)).squareRoot() / (dataSize > 0 && dataSize.isFinite ? dataSize : 1)
    }

    var evaluator: NetworkEvaluator { correctedEvaluator ?? evaluator(answer) }

    /// The network with these parameters, behind which those of an inverse problem may stand.
    func evaluator(_ parameters: Tensor<Double>) -> NetworkEvaluator {
        NetworkEvaluator(space: design.space, problem: asked, parameters: own(parameters), times: problem.outputTimes)
    }

    /// Parameters of the trial space.
    func own(_ parameters: Tensor<Double>) -> Tensor<Double> { Tensor(Array(parameters.elements.prefix(design.space.parameterCount))) }

    func updateReport(_ outcome: OptimizerReport) {
        report = StepReport(
            step: stepCount, fraction: trend.fraction(step: stepCount, allowed: settings.iterations, tolerance: settings.tolerance),
            time: nil,
            quantities: [
                (name: "residual", value: (2 * loss).squareRoot()), (name: "held-out", value: estimate),
            ] + jumpSizes + inference.values(parameters) + outcome.quantities,
            phase: coarseStart?.isOver == false ? "coarse start" : settings.isGraded && !isGraded ? "first points" : "training")
    }
}
