import Fields
import Solving
import TrialFunctions

/// The settings of the method, read once.
package struct PINNSettings: Sendable {
    package enum Conditions: String, CaseIterable, Sendable {
        /// Met by construction where they can be.
        case exact
        /// All by least squares.
        case weighted
    }

    package enum Correction: String, CaseIterable, Sendable {
        case none, features
        /// Where the training ends before the tolerance is met.
        case auto
    }

    package enum Points: String, CaseIterable, Sendable {
        case sobol, halton, uniform, grid
        case latinHypercube = "latin-hypercube"

        var rule: PointRule {
            switch self {
            case .sobol: .sobol(.owen)
            case .halton: .halton(isScrambled: true)
            case .uniform: .uniform
            case .grid: .grid
            case .latinHypercube: .latinHypercube
            }
        }
    }

    package enum Network: String, CaseIterable, Sendable {
        case perceptron, siren, gaussians
        case modifiedPerceptron = "modified-perceptron"
        case fourierFeatures = "fourier-features"
        case pirateNet = "piratenet"
        case kolmogorovArnold = "kolmogorov-arnold"
    }

    package enum Start: String, CaseIterable, Sendable {
        case random, coarse
    }

    /// Functions on the edges of a Kolmogorov-Arnold network.
    package enum Edges: String, CaseIterable, Sendable {
        case chebyshev, splines

        var basis: KolmogorovArnoldNetwork.Basis { self == .chebyshev ? .chebyshev(degree: 4) : .splines(intervals: 4) }
    }

    var network: Network
    var start: Start
    /// Error asked of the coarse solution.
    var coarseTolerance: Double
    /// Most steps of the fit to it.
    var coarseSteps: Int
    package var hidden: [Int]
    /// Waves along a periodic coordinate that the network sees.
    var harmonics: Int
    var edges: Edges
    var hasAdaptiveSlopes: Bool
    var activation: String
    var optimizer: String
    var iterations: Int
    var tolerance: Double
    /// Nil lets the program choose by the number of parameters.
    package var points: Int?
    package var conditionPoints: Int?
    var rule: Points
    var conditions: Conditions
    var conditionWeight: Double
    var dataWeight: Double
    var usesSymmetry: Bool
    var isGraded: Bool
    var correction: Correction
    /// Windows along each coordinate; nil for none.
    package var windows: [Int]?
    /// Cells along each coordinate that meet without overlapping; nil for none.
    package var cells: [Int]?
    /// What is asked for where they meet.
    package var interface: [InterfaceCondition]
    package var adaptation: AdaptationSettings

    package init(_ settings: Settings) {
        network = Network(rawValue: settings.text("network")) ?? .perceptron
        start = Start(rawValue: settings.text("start")) ?? .random
        coarseTolerance = settings.number("coarse-tolerance")
        coarseSteps = settings.integer("coarse-steps")
        harmonics = settings.integer("harmonics")
        edges = Edges(rawValue: settings.text("edges")) ?? .chebyshev
        hasAdaptiveSlopes = settings.flag("adaptive-slopes")
        hidden = settings.integers("hidden")
        activation = settings.text("activation")
        optimizer = settings.text("optimizer")
        iterations = settings.integer("iterations")
        tolerance = settings.number("tolerance")
        points = settings.has("points") ? settings.integer("points") : nil
        conditionPoints = settings.has("condition-points") ? settings.integer("condition-points") : nil
        rule = Points(rawValue: settings.text("point-rule")) ?? .sobol
        conditions = Conditions(rawValue: settings.text("conditions")) ?? .exact
        conditionWeight = settings.number("condition-weight")
        dataWeight = settings.number("data-weight")
        usesSymmetry = settings.flag("symmetry")
        correction = Correction(rawValue: settings.text("correction")) ?? .none
        windows = settings.has("windows") ? settings.integers("windows") : nil
        cells = settings.has("cells") ? settings.integers("cells") : nil
        interface = settings.texts("interface").compactMap(InterfaceCondition.init)
        adaptation = AdaptationSettings(settings)
        // Points are moved by one rule.
        isGraded = settings.flag("grading") && adaptation.sampling == .none
    }
}
