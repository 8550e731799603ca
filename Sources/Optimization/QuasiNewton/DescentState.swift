import NumericsCore

/// What methods with a line search remember between steps, and the memory they work with.
struct DescentState: Sendable {
    /// The loss and gradient at the current θ, if known.
    var loss = 0.0
    var gradient: Tensor<Double>
    var isCurrent = false
    /// The direction of the next step; valid if the loss is.
    var direction: Tensor<Double>
    /// s = θ_new - θ and y = g_new - g of the last step.
    var stepVector: Tensor<Double>
    var gradientChange: Tensor<Double>
    private var trial: Tensor<Double>
    private var trialGradient: Tensor<Double>

    init(count: Int) {
        gradient = Tensor(shape: [count], repeating: 0)
        (direction, stepVector, gradientChange, trial, trialGradient) = (gradient, gradient, gradient, gradient, gradient)
    }

    var count: Int { gradient.count }

    /// Takes the loss and gradient at θ if they are not known; whether they were taken anew.
    mutating func evaluate(_ objective: any Objective, _ parameters: Tensor<Double>, iteration: Int) throws -> Bool {
        if isCurrent { return false }
        loss = objective.loss(at: parameters, gradient: &gradient)
        guard loss.isFinite, LinearAlgebra.norm(gradient).isFinite else {
            throw OptimizationError.notFinite(iteration: iteration)
        }
        isCurrent = true
        return true
    }

    var slope: Double { LinearAlgebra.dot(gradient, direction) }

    /// Whether the step ahead is lost in rounding, or what it could gain: half the slope, on a quadratic.
    func isConverged(at parameters: Tensor<Double>) -> Bool {
        let rounding = Double.ulpOfOne
        return 0.5 * abs(slope) <= rounding * abs(loss)
            || LinearAlgebra.norm(direction) <= rounding * LinearAlgebra.norm(parameters)
    }

    /// Searches along `direction`; if a lower place is found, moves θ there and sets `stepVector` and `gradientChange`.
    mutating func move(
        _ objective: any Objective, _ parameters: inout Tensor<Double>, _ search: StrongWolfeSearch, firstStep: Double
    ) -> StrongWolfeSearch.Outcome {
        var line = StrongWolfeSearch.Line(
            objective: objective, start: parameters, direction: direction, parameters: trial, gradient: trialGradient)
        // Lent to the line, so that it writes in place.
        (trial, trialGradient) = (DescentState.nothing, DescentState.nothing)
        let start = StrongWolfeSearch.Point(step: 0, loss: loss, slope: slope)
        let outcome = search.search(&line, start: start, firstStep: firstStep)
        (trial, trialGradient) = (line.parameters, line.gradient)
        line.parameters = DescentState.nothing
        line.gradient = DescentState.nothing
        guard outcome.isLower else { return outcome }
        LinearAlgebra.copy(trialGradient, to: &gradientChange)
        LinearAlgebra.addScaled(-1, gradient, to: &gradientChange)
        LinearAlgebra.copy(direction, to: &stepVector)
        LinearAlgebra.scale(outcome.point.step, &stepVector)
        swap(&gradient, &trialGradient)
        swap(&parameters, &trial)
        loss = outcome.point.loss
        return outcome
    }

    /// Sets the direction to steepest descent.
    mutating func descendSteepest() {
        LinearAlgebra.copy(gradient, to: &direction)
        LinearAlgebra.scale(-1, &direction)
    }

    /// A first step of length 1 at most along the gradient, whose size says nothing about the distance.
    var cautiousStep: Double { min(1, 1 / max(LinearAlgebra.norm(direction), .leastNormalMagnitude)) }

    private static let nothing = Tensor(shape: [0], repeating: 0.0)
}
