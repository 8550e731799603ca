import NumericsCore
import TimeIntegration

/// ETDRK4 with steps of equal size between output times: four evaluations of the nonlinear term a step.
struct FixedStepIntegrator {
    private let linear: ModeMatrices
    private var stepper: ETDRK4
    private var coefficients: [ETDRK4Coefficients] = []
    private var state, next, rate: Tensor<Complex<Double>>

    init(linear: ModeMatrices, shape: [Int]) {
        self.linear = linear
        stepper = ETDRK4(shape: shape)
        let zero = Tensor(shape: shape, repeating: Complex<Double>(0, 0))
        (state, next, rate) = (zero, zero, zero)
    }

    /// The state at `end`, with the smallest number of equal steps that are not longer than `step`.
    mutating func advance(
        _ start: Tensor<Complex<Double>>, from begin: Double, to end: Double, step: Double, _ system: FourierSystem
    ) -> Tensor<Complex<Double>> {
        guard end > begin else { return start }
        // Intervals of output times differ by rounding; one size serves all that are equal but for it.
        let count = max(1, Int(((end - begin) / step * (1 - 1e-9)).rounded(.up)))
        let coefficients = coefficients(step: (end - begin) / Double(count))
        state = start
        for index in 0..<count {
            let time = begin + Double(index) * coefficients.step
            system.evaluateNonlinearTerm(state, time: time, into: &rate)
            stepper.advance(state, rate: rate, time: time, coefficients, system, into: &next)
            system.regularise(&next)
            swap(&state, &next)
        }
        return state
    }

    private mutating func coefficients(step: Double) -> ETDRK4Coefficients {
        if let known = coefficients.first(where: { abs($0.step - step) <= 1e-12 * step }) { return known }
        let new = ETDRK4Coefficients(linear: linear, step: step)
        if coefficients.count < 8 { coefficients.append(new) }
        return new
    }
}
