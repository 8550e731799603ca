import NumericsCore
import TrialFunctions

/// The random features of a domain: one set, or one for each window or cell of it.
struct FeatureParts: Sendable {
    /// Windows along each coordinate; empty for one set.
    let axes: [WindowAxis]
    /// In row-major order of the windows.
    let sets: [RandomFeatures]
    /// Cells without points of the domain.
    let vacant: Set<Int>
    let parameterCount: Int

    init(axes: [WindowAxis] = [], vacant: Set<Int> = [], sets: [RandomFeatures]) {
        self.vacant = vacant
        self.axes = axes
        self.sets = sets
        parameterCount = sets.reduce(0) { $0 + $1.parameterCount }
    }

    /// Number of features of each unknown and set.
    var featureCount: Int { sets[0].featureCount }
    /// What the features are made of.
    var kind: FeatureFunction { sets[0].function }

    /// u(x; θ), θ [set][component][feature].
    var function: any TrialFunction { sets.count == 1 ? sets[0] : WindowedFunction(axes, vacant: vacant) { number, _ in sets[number] } }

    /// Coefficients of each set, [component][feature].
    func coefficients(_ parameters: Tensor<Double>) -> [Tensor<Double>] {
        var start = 0
        return sets.map { set in
            defer { start += set.parameterCount }
            return Tensor(shape: [set.outputCount, set.featureCount], elements: Array(parameters.elements[start..<start + set.parameterCount]))
        }
    }
}
