import NumericsCore
import Problems
import TrialFunctions

/// Makes the network of a problem: exactly periodic where a coordinate is, one output a component.
package struct NetworkDesign {
    package let space: TrialSpace
    /// Conditions met by construction.
    package let met: Set<Int>
    /// Symmetries built in.
    package let symmetries: [Reflection]

    package init(_ problem: Problem, settings: PINNSettings) {
        let axes = problem.coordinates.map { coordinate -> InputMap.Axis in
            coordinate.isPeriodic
                ? .periodic(period: coordinate.length, modes: 2) : .interval(from: coordinate.lower, to: coordinate.upper)
        }
        let network = Perceptron(
            inputMap: InputMap(axes), hidden: settings.hidden, activation: JetActivation(rawValue: settings.activation) ?? .tanh,
            outputs: problem.componentCount, firstLayer: .scaled(scale: 2, biasDeviation: 0.5))
        let exact = settings.conditions == .exact ? ExactConditions(problem) : nil
        let forms = exact?.forms ?? Array(repeating: ComponentForm(), count: problem.componentCount)
        met = exact?.met ?? []
        symmetries = settings.usesSymmetry ? SymmetryFinder(problem).reflections() : []
        space = TrialSpace(network, forms: forms, symmetries: symmetries, problem: problem)
    }
}
