import Expressions
import NumericsCore
import Problems
import TrialFunctions

/// Small perceptrons with fixed weights, widths 4, 4 and two outputs, of which the second is looked at.
struct PerceptronFixture {
    let network: Perceptron
    let point: [Double]
    /// Orders of all derivatives that are known, with their values.
    let derivatives: [([Int], Double)]

    /// Weights that doubles hold exactly.
    static func parameters(_ count: Int) -> Tensor<Double> {
        Tensor((0..<count).map { (place: Int) -> Double in Double((place * 7919 + 104729) % 1009 - 504) / 512 })
    }

    static let all: [String: PerceptronFixture] = {
        let names = Set(PerceptronFixtures.derivatives.map(\.0))
        return Dictionary(uniqueKeysWithValues: names.map { ($0, PerceptronFixture($0)) })
    }()

    init(_ name: String) {
        let axes: [InputMap.Axis]
        switch name.split(separator: "-").last {
        case "1": (axes, point) = ([.interval(from: -0.25, to: 0.75)], [0.375])
        case "2": (axes, point) = ([.interval(from: -1, to: 1), .interval(from: -1, to: 1)], [0.375, -0.625])
        case "3": (axes, point) = (Array(repeating: .interval(from: -1, to: 1), count: 3), [0.375, -0.625, 0.25])
        default: (axes, point) = ([.periodic(period: 2, modes: 2), .interval(from: 0, to: 1)], [0.375, 0.625])
        }
        let activation = JetActivation(rawValue: String(name.split(separator: "-")[0])) ?? .tanh
        network = Perceptron(inputMap: InputMap(axes), hidden: [4, 4], activation: activation, outputs: 2)
        derivatives = PerceptronFixtures.derivatives.filter { $0.0 == name }.map { ($0.1, $0.2) }
    }

    var parameters: Tensor<Double> { Self.parameters(network.parameterCount) }

    /// The point, `count` times: [coordinate][point].
    func points(_ count: Int) -> Tensor<Double> {
        Tensor(shape: [point.count, count], elements: point.flatMap { Array(repeating: $0, count: count) })
    }
}
