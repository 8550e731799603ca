import NumericsCore
import Problems
import TrialFunctions

/// Makes the network of a problem: exactly periodic where a coordinate is, one output a component.
package struct NetworkDesign {
    package internal(set) var space: TrialSpace
    /// Conditions met by construction.
    package let met: Set<Int>
    /// Seams of periodic coordinates where offset or singular functions are not smooth.
    let seams: [Seam]
    /// Symmetries built in.
    package let symmetries: [Reflection]
    /// Conditions where cells meet.
    let faces: [Interfaces.Face]
    /// Sizes of outputs and rows.
    var scales = NaturalScales()
    /// Remarks about the cells.
    let notes: [String]

    /// - Parameter seed: of the random frequencies of Fourier features.
    package init(_ problem: Problem, settings: PINNSettings, seed: UInt64 = 0) {
        // Formulas of interpolation triple with every coordinate, and each reflection doubles the evaluations at a point.
        let isLow = problem.spaceIndices.count <= 3
        let exact = settings.conditions == .exact && isLow ? ExactConditions(problem) : nil
        let forms = exact?.forms ?? Array(repeating: ComponentForm(), count: problem.componentCount)
        met = exact?.met ?? []
        symmetries = settings.usesSymmetry && isLow ? SymmetryFinder(problem).reflections() : []
        let layout = settings.cells.map { CellLayout(problem, counts: $0) }
        let interfaces = layout.map { Interfaces(problem, axes: $0.axes, conditions: settings.interface) }
        faces = interfaces?.faces ?? []
        notes = layout?.notes(problem) ?? []
        // Inputs that are even cost nothing; means over images double the evaluations.
        let isOne = settings.cells == nil && settings.windows == nil
        let mirrored = isOne ? symmetries.filter { $0.coordinates.allSatisfy { problem.coordinates[$0].isPeriodic } } : []
        let network = Self.function(problem, settings, layout, Set(mirrored.flatMap(\.coordinates)), seed)
        let enrichment = exact?.enrichment ?? Enrichment(problem)
        let sited = Seam.all(of: interfaces?.problem ?? problem, forms: forms, enrichment: enrichment)
        seams = sited.seams
        space = TrialSpace(
            network, forms: forms, enrichment: enrichment, symmetries: symmetries.filter { !mirrored.contains($0) }, mirrored: mirrored,
            problem: sited.problem)
    }

    /// One network for all, or one for each window or cell.
    private static func function(
        _ problem: Problem, _ settings: PINNSettings, _ cells: CellLayout?, _ mirrored: Set<Int>, _ seed: UInt64
    ) -> any TrialFunction {
        if let cells { return WindowedFunction(cells.axes, vacant: cells.vacant) { network(problem, $1, settings, mirrored, seed) } }
        let ranges = problem.coordinates.map { $0.lower...$0.upper }
        guard let counts = settings.windows, counts.contains(where: { $0 > 1 }) else { return network(problem, ranges, settings, mirrored, seed) }
        let axes = zip(problem.coordinates, counts).map { WindowAxis(from: $0.lower, to: $0.upper, count: $1) }
        return WindowedFunction(axes) { network(problem, $1, settings, mirrored, seed) }
    }

    /// What is wrong with the windows or cells asked for, with the setting that asks for them; nil if nothing is.
    static func objection(to settings: PINNSettings, _ problem: Problem) -> (setting: String, reason: String)? {
        if let reason = objection(to: settings.windows, problem) { return ("windows: \(settings.windows ?? [])", reason) }
        guard let cells = settings.cells else { return nil }
        if let reason = objection(to: cells, problem) { return ("cells: \(cells)", reason) }
        return settings.windows == nil ? nil : ("cells: \(cells)", "'windows' asks for overlapping ones")
    }

    /// - Parameter counts: of windows or cells, one a coordinate.
    static func objection(to counts: [Int]?, _ problem: Problem) -> String? {
        guard let counts else { return nil }
        if counts.count != problem.coordinates.count {
            return "there are \(problem.coordinates.count) coordinates: \(problem.coordinates.map(\.name).joined(separator: ", "))"
        }
        return zip(problem.coordinates, counts).first { $0.isPeriodic && $1 > 1 }.map { "'\($0.0.name)' is periodic, and there is one piece of it" }
    }

    /// - Parameters:
    ///   - ranges: what the network sees of each coordinate as [-1, 1].
    ///   - mirrored: periodic coordinates in which all outputs are even.
    private static func network(
        _ problem: Problem, _ ranges: [ClosedRange<Double>], _ settings: PINNSettings, _ mirrored: Set<Int>, _ seed: UInt64
    ) -> any Network {
        let map = InputMap(zip(problem.coordinates, ranges).enumerated().map { index, axis in
            let (coordinate, range) = axis
            guard coordinate.isPeriodic else { return .interval(from: range.lowerBound, to: range.upperBound) }
            let (period, middle) = (coordinate.length, 0.5 * (coordinate.lower + coordinate.upper))
            return mirrored.contains(index)
                ? .mirrored(period: period, middle: middle, modes: settings.harmonics) : .periodic(period: period, modes: settings.harmonics)
        })
        let outputs = problem.componentCount
        let activation = NetworkActivation(
            JetActivation(rawValue: settings.activation) ?? .tanh, hasTrainableSlope: settings.hasAdaptiveSlopes)
        let width = settings.hidden.max() ?? 1, depth = settings.hidden.count
        let first = DenseStart.scaled(scale: 2, biasDeviation: 0.5)
        switch settings.network {
        case .perceptron:
            return Perceptron(.init(
                inputMap: map, hidden: settings.hidden, activation: activation, outputs: outputs, firstLayer: first))
        case .fourierFeatures:
            var stream = RandomStream(seed: seed, name: "fourier features")
            let features = map.fourier(count: max(1, width / 2), deviations: [1], from: &stream)
            return Perceptron(.init(inputMap: features, hidden: settings.hidden, activation: activation, outputs: outputs))
        case .siren: return Perceptron(.siren(inputMap: map, width: width, depth: depth, frequency: 5, outputs: outputs))
        case .modifiedPerceptron:
            return GatedPerceptron(.init(
                inputMap: map, width: width, depth: depth, activation: activation, outputs: outputs, firstLayer: first))
        case .pirateNet: return PirateNet(.init(inputMap: map, width: width, blocks: depth, activation: activation, outputs: outputs))
        case .kolmogorovArnold:
            return KolmogorovArnoldNetwork(.init(
                inputMap: map, hidden: settings.hidden, basis: settings.edges.basis, outputs: outputs))
        case .gaussians:
            return GaussianNetwork(.init(
                inputMap: map, gaussians: settings.hidden[0], hidden: Array(settings.hidden.dropFirst()), activation: activation,
                outputs: outputs))
        }
    }
}
