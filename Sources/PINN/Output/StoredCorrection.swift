import NumericsCore
import Problems
import Solving
import TrialFunctions

/// Random features that have been added to a network, as named tensors: for each set its weights [coordinate][feature], phases [feature]
/// and coefficients [component][feature].
struct StoredCorrection {
    let features: [RandomFeatures]
    /// Of all sets, one behind the other.
    let coefficients: [Double]

    private static let countKey = "corrections"
    private static let most = 64

    static func add(_ features: [RandomFeatures], after network: any TrialFunction, _ parameters: Tensor<Double>, to stored: inout StoredTrial) {
        guard !features.isEmpty else { return }
        var start = network.parameterCount
        for (index, set) in features.enumerated() {
            let own = (start..<start + set.parameterCount).map { parameters[$0] }
            stored.tensors["correction.\(index).weights"] = set.weights
            stored.tensors["correction.\(index).phases"] = set.phases
            stored.tensors["correction.\(index).coefficients"] = Tensor(shape: [set.outputCount, set.featureCount], elements: own)
            start += set.parameterCount
        }
        stored.description[countKey] = "\(features.count)"
    }

    init(_ stored: StoredTrial, for problem: Problem) throws {
        let text = stored.description[Self.countKey] ?? "0"
        guard let count = Int(text), (0...Self.most).contains(count) else { throw StoredTrialError.unknown(key: Self.countKey, value: text) }
        var (features, coefficients): ([RandomFeatures], [Double]) = ([], [])
        for index in 0..<count {
            let name = "correction.\(index)"
            let number = stored.tensors["\(name).phases"]?.count ?? 0
            let shapes = (weights: [problem.coordinates.count, number], coefficients: [problem.componentCount, number])
            features.append(RandomFeatures(
                .cos, frame: CoordinateFrame(problem.coordinates), weights: try stored.tensor("\(name).weights", shape: shapes.weights),
                phases: try stored.tensor("\(name).phases", shape: [number]), outputCount: problem.componentCount))
            coefficients += try stored.tensor("\(name).coefficients", shape: shapes.coefficients).elements
        }
        (self.features, self.coefficients) = (features, coefficients)
    }

    /// The network with the features added.
    func function(_ network: any TrialFunction) -> any TrialFunction {
        features.isEmpty ? network : SummedFunction([network] + features)
    }
}
