import NumericsCore
import Problems

/// Features with frozen weights: u(x; θ) = Σ_m θ_m f(w_m · s + b_m), where s are the coordinates in a frame.
///
/// Several outputs share the features, each with coefficients of its own: θ is [output][feature].
/// Only θ is free (Rahimi and Recht 2007; extreme learning machines, Huang et al. 2006). Derivatives are exact:
/// ∂^α φ_m = w_m^α f^(|α|)(z). A coordinate may enter as cos and sin of its angle instead, which makes any f periodic in it.
public struct RandomFeatures: LinearTrialFunction {
    public let function: FeatureFunction
    public let frame: CoordinateFrame
    /// w, [input][feature]; inputs are the coordinates in order, those in `embedded` as a cosine and a sine.
    public let weights: Tensor<Double>
    /// b, [feature].
    public let phases: Tensor<Double>
    /// Coordinates that enter as cos(π s) and sin(π s).
    public let embedded: Set<Int>
    public let outputCount: Int

    public init(
        _ function: FeatureFunction, frame: CoordinateFrame, weights: Tensor<Double>, phases: Tensor<Double>,
        embedded: Set<Int> = [], outputCount: Int = 1
    ) {
        precondition(weights.shape == [frame.count + embedded.count, phases.count], "weights do not fit the coordinates")
        self.function = function
        self.frame = frame
        self.weights = weights
        self.phases = phases
        self.embedded = embedded
        self.outputCount = outputCount
    }

    /// The same features in another place or for another number of outputs.
    public func copy(frame: CoordinateFrame? = nil, outputCount: Int? = nil) -> RandomFeatures {
        RandomFeatures(
            function, frame: frame ?? self.frame, weights: weights, phases: phases, embedded: embedded,
            outputCount: outputCount ?? self.outputCount)
    }

    public var coordinateCount: Int { frame.count }
    /// Number of features of each output.
    public var featureCount: Int { phases.count }
    public var parameterCount: Int { outputCount * featureCount }

    /// Zero: whatever solves for θ needs no start.
    public func initialParameters(from stream: inout RandomStream) -> Tensor<Double> {
        Tensor(shape: [parameterCount], repeating: 0)
    }

    public func makeTape(layout: JetLayout, capacity: Int, directionOrder: Int) -> any JetTape {
        FeatureTape(self, layout: layout, capacity: capacity, directionOrder: directionOrder)
    }

    public func basisJets(layout: JetLayout, points: Tensor<Double>, range: Range<Int>, into basis: inout Tensor<Double>) {
        let tape = FeatureTape(self, layout: layout, capacity: basis.shape[2], directionOrder: 0)
        tape.place(points: points, range: range)
        tape.writeBasis(into: &basis)
    }

    /// First input row of each coordinate.
    var inputRows: [Int] {
        frame.centres.indices.map { coordinate in coordinate + embedded.count { $0 < coordinate } }
    }
}
