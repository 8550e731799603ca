import Expressions
import Fields
import Foundation
import NumericsCore
import Problems
import Solving
import TrialFunctions

/// A problem, or the part of it in one window of time, as least squares in the coefficients of random features.
struct FeatureSystem: Sendable {
    /// The problem as asked for.
    let asked: Problem
    /// The same with the sides of faces and of seams as sites.
    let problem: Problem
    /// Windows or cells; empty for one set of features.
    let axes: [WindowAxis]
    /// Cells without points of the domain.
    let vacant: Set<Int>
    /// Conditions where cells meet; their blocks come last.
    let faces: [Interfaces.Face]
    /// Remarks about the cells.
    let notes: [String]
    let settings: FeatureSettings
    let seed: UInt64
    let pool: ThreadPool
    let forms: [ComponentForm]
    let enrichment: Enrichment
    let seams: [Seam]
    /// Conditions that have rows, in the order of the blocks behind the first.
    let conditions: [Int]
    /// Blocks at points that nothing is fitted to.
    let heldOut: [ResidualBlock]
    /// Whether one linear solve is all.
    let isLinear: Bool
    /// Where a request to stop arrives.
    var control: RunControl?

    /// Rows for each column.
    static let rowsPerColumn = 2.0

    init(_ problem: Problem, settings: FeatureSettings, seed: UInt64, pool: ThreadPool) throws {
        asked = problem
        let (axes, vacant, notes) = Self.axes(problem, settings)
        (self.axes, self.vacant, self.notes) = (axes, vacant, notes)
        let interfaces = Interfaces(problem, axes: axes, conditions: settings.interface)
        let problem = interfaces.problem
        faces = interfaces.faces
        self.settings = settings
        self.pool = pool
        self.seed = seed
        let exact = settings.meetsConditions ? ExactConditions(problem) : nil
        let met = exact?.met ?? []
        forms = exact?.forms ?? Array(repeating: ComponentForm(), count: problem.componentCount)
        enrichment = exact?.enrichment ?? Enrichment(problem)
        let sited = Seam.all(of: problem, forms: forms, enrichment: enrichment)
        (self.problem, seams) = (sited.problem, sited.seams)
        conditions = problem.conditions.indices.filter { !met.contains($0) }
        let sets = axes.reduce(1) { $0 * $1.count }
        let plan = CollocationPlan(interiorCount: 256 * max(1, sets / 4), conditionCount: 64, faces: interfaces.faces, seams: sited.seams)
        heldOut = try plan.blocks(of: problem, omitting: met, seed: seed, stage: "held out")
        isLinear = heldOut.allSatisfy { $0.residual.isAffine } 
            && problem.functionalsInLaws.allSatisfy { CompiledResidual([problem.functionals[$0].integrand]).isAffine }
    }

    /// Draws features; one wave or step more than asked for where wave numbers must come out even.
    func features(_ choice: FeatureChoice) -> FeatureParts {
        FeatureParts(axes: axes, vacant: vacant, sets: frames.enumerated().map { number, frame in
            let name = "features.\(choice.draw)" + (axes.isEmpty ? "" : ".\(number)")
            return features(choice, frame, RandomStream(seed: seed, name: name))
        })
    }

    /// What each window sees as [-1, 1].
    private var frames: [CoordinateFrame] {
        guard !axes.isEmpty else { return [CoordinateFrame(problem.coordinates)] }
        let places = axes.reduce([[]]) { places, axis in places.flatMap { place in (0..<axis.count).map { place + [axis.support($0)] } } }
        return places.map { (ranges: [ClosedRange<Double>]) in
            CoordinateFrame(lower: ranges.map(\.lowerBound), upper: ranges.map(\.upperBound))
        }
    }

    private func features(_ choice: FeatureChoice, _ frame: CoordinateFrame, _ stream: RandomStream) -> RandomFeatures {
        var stream = stream
        let periodic = Set(problem.coordinates.indices.filter { problem.coordinates[$0].isPeriodic })
        let features: RandomFeatures =
            settings.function == .cos
            ? .bandlimited(count: choice.count, bandwidths: choice.bandwidths, frame: frame, periodic: periodic, using: &stream)
            : .steps(count: choice.count, slopes: choice.bandwidths, frame: frame, embedded: periodic, using: &stream)
        return features.copy(outputCount: problem.componentCount)
    }

    /// Features with known weights.
    /// - Parameter sets: of each window.
    func features(_ sets: [(phases: Tensor<Double>, weights: Tensor<Double>)]) -> FeatureParts {
        FeatureParts(axes: axes, vacant: vacant, sets: zip(frames, sets).map { frame, set in
            RandomFeatures(
                settings.function, frame: frame, weights: set.weights, phases: set.phases, embedded: embedded,
                outputCount: problem.componentCount)
        })
    }

    /// Coordinates that enter steps as a cosine and a sine; waves are periodic by their wave numbers.
    private var embedded: Set<Int> {
        settings.function == .tanh ? Set(problem.coordinates.indices.filter { problem.coordinates[$0].isPeriodic }) : []
    }

    /// Rows of the weights of features.
    var inputCount: Int { problem.coordinates.count + embedded.count }

    func space(_ features: FeatureParts) -> TrialSpace {
        TrialSpace(features.function, forms: forms, enrichment: enrichment, problem: problem)
    }
}
