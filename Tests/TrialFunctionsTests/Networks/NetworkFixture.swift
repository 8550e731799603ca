import Expressions
import NumericsCore
import Problems
import TrialFunctions

/// Small networks with fixed weights and two outputs, of which the second is looked at.
struct NetworkFixture {
    let network: any TrialFunction
    let point: [Double]
    /// Orders of all derivatives that are known, with their values.
    let derivatives: [([Int], Double)]

    /// Weights that doubles hold exactly.
    static func parameters(_ count: Int) -> Tensor<Double> {
        Tensor((0..<count).map { (place: Int) -> Double in Double((place * 7919 + 104729) % 1009 - 504) / 512 })
    }

    private static let known = PerceptronFixtures.derivatives + NetworkFixtures.derivatives
    private static let square = InputMap([.interval(from: -1, to: 1), .interval(from: -1, to: 1)])

    static let all: [String: NetworkFixture] = Dictionary(
        uniqueKeysWithValues: Set(known.map(\.0)).map { ($0, NetworkFixture($0)) })

    init(_ name: String) {
        (network, point) = Self.perceptron(name) ?? (Self.network(name), [0.375, -0.625])
        derivatives = Self.known.filter { $0.0 == name }.map { ($0.1, $0.2) }
    }

    /// Perceptrons of widths 4, 4 by their activation and the number of coordinates.
    private static func perceptron(_ name: String) -> ((any TrialFunction), [Double])? {
        let parts = name.split(separator: "-")
        let (axes, point): ([InputMap.Axis], [Double])
        switch (parts.count, parts.last) {
        case (2, "1"): (axes, point) = ([.interval(from: -0.25, to: 0.75)], [0.375])
        case (2, "2"): (axes, point) = (square.axes, [0.375, -0.625])
        case (2, _): (axes, point) = (Array(repeating: .interval(from: -1, to: 1), count: 3), [0.375, -0.625, 0.25])
        case (1, "periodic"): (axes, point) = ([.periodic(period: 2, modes: 2), .interval(from: 0, to: 1)], [0.375, 0.625])
        default: return nil
        }
        let activation = JetActivation(rawValue: String(parts[0])) ?? .tanh
        return (Perceptron(inputMap: InputMap(axes), hidden: [4, 4], activation: activation, outputs: 2), point)
    }

    private static func network(_ name: String) -> any TrialFunction {
        switch name {
        case "siren": Perceptron(.siren(inputMap: square, width: 3, depth: 2, frequency: 3, outputs: 2))
        case "slopes":
            Perceptron(.init(
                inputMap: square, hidden: [3, 3], activation: NetworkActivation(.tanh, factor: 2, hasTrainableSlope: true), outputs: 2))
        case "gated": GatedPerceptron(.init(inputMap: square, width: 3, depth: 2, outputs: 2))
        case "pirate": PirateNet(.init(inputMap: square, width: 3, blocks: 2, outputs: 2))
        case "chebyshev": KolmogorovArnoldNetwork(.init(inputMap: square, hidden: [3], basis: .chebyshev(degree: 4), outputs: 2))
        case "splines": KolmogorovArnoldNetwork(.init(inputMap: square, hidden: [3], basis: .splines(intervals: 4), outputs: 2))
        case "gaussians": GaussianNetwork(.init(inputMap: square, gaussians: 3, features: 2, hidden: [3], outputs: 2))
        default:
            Perceptron(inputMap: InputMap(square.axes, frequencies: [[1.5, -0.5], [0.25, 2.5]]), hidden: [3], outputs: 2)
        }
    }

    var parameters: Tensor<Double> { Self.parameters(network.parameterCount) }

    /// The point, `count` times: [coordinate][point].
    func points(_ count: Int) -> Tensor<Double> {
        Tensor(shape: [point.count, count], elements: point.flatMap { Array(repeating: $0, count: count) })
    }
}
