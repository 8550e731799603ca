import Foundation
import NumericsCore
import TrialFunctions
import XCTest

final class NetworkStartTests: XCTestCase {
    private let inputs = InputMap([.interval(from: 0, to: 2), .periodic(period: 3, modes: 2)])

    private func start(_ function: some TrialFunction, seed: UInt64 = 1) -> [Double] {
        var stream = RandomStream(seed: seed, name: "start")
        return function.initialParameters(from: &stream).elements
    }

    private func check<N: Network>(_ network: N, _ names: [String]) throws {
        XCTAssertEqual(network.parameterTensors.reduce(0) { $0 + $1.count }, network.parameterCount)
        XCTAssertEqual(network.parameterTensors.map(\.name), names)
        XCTAssertEqual(start(network).count, network.parameterCount)
        XCTAssertEqual(start(network), start(network))
        XCTAssertNotEqual(start(network), start(network, seed: 2))
        let copy = N(try JSONDecoder().decode(N.Settings.self, from: JSONEncoder().encode(network.settings)))
        XCTAssertEqual(copy.settings, network.settings)
        XCTAssertEqual(start(copy), start(network))
    }

    private func names(_ layers: [String]) -> [String] { layers.flatMap { [$0 + ".weight", $0 + ".bias"] } }

    func testNamesAndCopies() throws {
        let slopes = NetworkActivation(.gelu, factor: 5, hasTrainableSlope: true)
        try check(Perceptron(inputMap: inputs, hidden: [6, 5]), names(["layers.0", "layers.1", "layers.2"]))
        try check(
            Perceptron(.init(inputMap: inputs, hidden: [6], activation: slopes)),
            ["layers.0.weight", "layers.0.bias", "layers.0.slope", "layers.1.weight", "layers.1.bias"])
        try check(
            GatedPerceptron(.init(inputMap: inputs, width: 4, depth: 1)),
            names(["encoders.u", "encoders.v", "layers.0", "layers.1"]))
        let block = (0..<3).map { "blocks.0.layers.\($0)" }
        try check(
            PirateNet(.init(inputMap: inputs, width: 4, blocks: 1)),
            names(["encoders.u", "encoders.v", "embedding"] + block) + ["blocks.0.alpha"] + names(["output"]))
        try check(KolmogorovArnoldNetwork(.init(inputMap: inputs, hidden: [3])), names(["layers.0", "layers.1"]))
        try check(
            GaussianNetwork(.init(inputMap: inputs, gaussians: 7, hidden: [])),
            ["gaussians.weight", "gaussians.bias", "features.weight", "output.weight", "output.bias"])
    }

    func testGlorotWeightsHaveTheirVariance() {
        let values = start(Perceptron(inputMap: inputs, hidden: [100, 80]))
        let second = values[(5 * 100 + 100)..<(5 * 100 + 100 + 100 * 80)]
        let variance = second.reduce(0) { $0 + $1 * $1 } / 8000
        // The variance of 8000 squares has a deviation of 1.6 %.
        XCTAssertEqual(variance, 2.0 / 180, accuracy: 0.05 * 2 / 180)
        XCTAssertTrue(values[(5 * 100 + 100 + 100 * 80)..<(5 * 100 + 100 + 100 * 80 + 80)].allSatisfy { $0 == 0 })
    }

    /// The value at the start of a residual network is a linear function of the embedding.
    func testResidualBlocksStartAsTheIdentity() {
        let line = InputMap([.interval(from: -1, to: 1)])
        let network = PirateNet(.init(inputMap: line, width: 6, blocks: 3))
        let tape = network.makeTape(layout: .init(coordinateCount: 1, derivatives: [.init([2])]), capacity: 8)
        let points = Tensor(shape: [1, 8], elements: (0..<8).map { -0.7 + 0.2 * Double($0) })
        tape.forward(parameters: Tensor(start(network)), direction: nil, points: points, range: 0..<8)
        for point in 0..<8 {
            XCTAssertEqual(tape.jets[8 + point], tape.jets[8], accuracy: 1e-15)
            XCTAssertEqual(tape.jets[16 + point], 0, accuracy: 1e-14)
        }
        XCTAssertGreaterThan(abs(tape.jets[8]), 1e-3)
    }

    func testSteepNeuronsLieInTheRange() {
        let line = InputMap([.interval(from: -1, to: 1)])
        let values = start(Perceptron(inputMap: line, hidden: [200], firstLayer: .multiscale(.init(decades: 2))))
        let middles = (0..<200).map { -values[200 + $0] / values[$0] }
        XCTAssertTrue(middles.allSatisfy { abs($0) <= 1 })
        let steepness = values[0..<200].map { log10(abs($0)) }
        XCTAssertTrue(steepness.allSatisfy { $0 >= 0 && $0 <= 2 })
        // The mean of 200 numbers uniform in (0, 2) has a deviation of 0.04.
        XCTAssertEqual(steepness.reduce(0, +) / 200, 1, accuracy: 0.2)
    }

    /// Half of the neurons cross zero at the centre, the others within three of their widths; only one feature is steep.
    func testNeuronsAroundAFront() {
        let start = MultiscaleStart(decades: 3, steepFeatures: [0], centre: [0.25, 0])
        let square = InputMap([.interval(from: -1, to: 1), .interval(from: -1, to: 1)])
        let values = self.start(Perceptron(inputMap: square, hidden: [100], firstLayer: .multiscale(start)))
        for neuron in 0..<100 {
            let (x, t, bias) = (values[2 * neuron], values[2 * neuron + 1], values[200 + neuron])
            XCTAssertTrue((1 - 1e-12...1e3 + 1e-9).contains(abs(x)))
            XCTAssertLessThan(abs(t), 3 * 5)
            XCTAssertLessThanOrEqual(abs(bias + 0.25 * x), neuron % 2 == 0 ? 1e-12 * abs(x) : 3)
        }
    }

    func testRandomFrequencies() {
        var stream = RandomStream(seed: 4, name: "frequencies")
        let map = inputs.fourier(count: 500, deviations: [1, 10], from: &stream)
        XCTAssertEqual(map.featureCount, 2000)
        for (part, deviation) in [(0..<500, 1.0), (500..<1000, 10.0)] {
            let squares = map.frequencies[part].flatMap { $0 }.map { $0 * $0 }
            let known = 4 * Double.pi * Double.pi * deviation * deviation
            XCTAssertEqual(squares.reduce(0, +) / Double(squares.count), known, accuracy: 0.15 * known)
        }
    }
}
