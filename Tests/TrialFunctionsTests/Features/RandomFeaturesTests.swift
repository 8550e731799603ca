import Expressions
import NumericsCore
import Problems
import TrialFunctions
import XCTest

final class RandomFeaturesTests: XCTestCase {
    private static let everything = JetLayout(coordinateCount: 2, derivatives: FeatureFixtures.orders.map(MultiIndex.init))

    private func features(_ function: FeatureFunction, isEmbedded: Bool) -> RandomFeatures {
        RandomFeatures(
            function, frame: FeatureFixtures.frame,
            weights: isEmbedded ? FeatureFixtures.embeddedWeights : FeatureFixtures.weights, phases: FeatureFixtures.phases,
            embedded: isEmbedded ? [0] : [])
    }

    func testEveryDerivativeOfEveryFunctionIsThatOfHighPrecision() throws {
        let layout = Self.everything
        for isEmbedded in [false, true] {
            for function in FeatureFunction.allCases {
                let tape = features(function, isEmbedded: isEmbedded).makeTape(layout: layout, capacity: 8)
                tape.forward(parameters: FeatureFixtures.parameters, direction: nil, points: FeatureFixtures.point, range: 0..<1)
                let values = try XCTUnwrap((isEmbedded ? FeatureFixtures.embedded : FeatureFixtures.plain)[function])
                for (orders, value) in zip(FeatureFixtures.orders, values) {
                    let channel = try XCTUnwrap(layout.channel(of: MultiIndex(orders)))
                    // Each derivative by y brings a factor of up to 5; some ulps of the largest term remain.
                    let scale = pow(5, Double(orders[1])) * pow(2, Double(orders[0]))
                    XCTAssertEqual(tape.jets[channel * tape.capacity], value, accuracy: 2e-15 * max(abs(value), scale), "\(function) \(orders)")
                }
            }
        }
    }

    func testASumOfDerivativesIsTheSumOfItsTerms() throws {
        let terms = [
            JetEntry.Term(coefficient: 1, derivative: MultiIndex([2])), JetEntry.Term(coefficient: -3, derivative: MultiIndex([0, 2])),
        ]
        let layout = JetLayout(coordinateCount: 2, derivatives: [.none], combinations: [terms])
        let values = try XCTUnwrap(FeatureFixtures.plain[.tanh])
        let tape = features(.tanh, isEmbedded: false).makeTape(layout: layout, capacity: 8)
        tape.forward(parameters: FeatureFixtures.parameters, direction: nil, points: FeatureFixtures.point, range: 0..<1)
        let channel = try XCTUnwrap(layout.channel(of: terms))
        XCTAssertEqual(tape.jets[channel * tape.capacity], values[3] - 3 * values[5], accuracy: 1e-13)
    }

    func testEmbeddedCoordinatesRepeat() {
        let points = Tensor(shape: [2, 2], elements: [-1, 3, 0.2, 0.2])
        let tape = features(.tanh, isEmbedded: true).makeTape(layout: Self.everything, capacity: 8)
        tape.forward(parameters: FeatureFixtures.parameters, direction: nil, points: points, range: 0..<2)
        for channel in 0..<Self.everything.count {
            let (first, second) = (tape.jets[channel * tape.capacity], tape.jets[channel * tape.capacity + 1])
            XCTAssertEqual(first, second, accuracy: 1e-13 * max(abs(first), 1))
        }
    }

    /// Jacobian rows, pullbacks and basis jets are three ways to say the same.
    func testJacobianPullbackAndBasisAgree() {
        let layout = JetLayout(
            coordinateCount: 2, derivatives: [MultiIndex([1, 1])],
            combinations: [[.init(coefficient: 2, derivative: MultiIndex([2])), .init(coefficient: 1, derivative: MultiIndex([0, 2]))]])
        var stream = RandomStream(seed: 3, name: "points")
        let count = 13
        let points = Tensor(shape: [2, count], elements: (0..<2 * count).map { _ in stream.uniform(from: 0, to: 0.5) })
        for function in FeatureFunction.allCases {
            let features = RandomFeatures.steps(count: 5, slopes: [2, 3], frame: FeatureFixtures.frame, using: &stream)
            let own = RandomFeatures(function, frame: features.frame, weights: features.weights, phases: features.phases)
            let tape = own.makeTape(layout: layout, capacity: 8)
            for range in [0..<8, 8..<13] {
                tape.forward(parameters: stream.normals(5), direction: nil, points: points, range: range)
                var cotangents = Tensor(shape: [1, layout.count, 8], repeating: 0.0)
                for channel in 0..<layout.count { for lane in 0..<range.count { cotangents[channel * 8 + lane] = stream.normal() } }
                let (gradient, jacobian) = (SharedMatrix(rowCount: 2, columnCount: 5), SharedMatrix(rowCount: 6, columnCount: 20))
                tape.pullback(cotangents: cotangents, gradients: gradient, row: 1)
                tape.jacobian(cotangents: cotangents, jacobian: jacobian, firstParameter: 1, firstRow: 3, adding: false)
                tape.jacobian(cotangents: cotangents, jacobian: jacobian, firstParameter: 1, firstRow: 3, adding: true)
                var basis = Tensor(shape: [layout.count, 5, 8], repeating: 0.0)
                own.basisJets(layout: layout, points: points, range: range, into: &basis)
                for feature in 0..<5 {
                    var sum = 0.0
                    for lane in 0..<range.count {
                        let row = (0..<layout.count).reduce(0) { $0 + cotangents[$1 * 8 + lane] * basis[$1, feature, lane] }
                        XCTAssertEqual(jacobian.tensor[1 + feature, 3 + lane], 2 * row, accuracy: 1e-12 * max(1, abs(row)))
                        sum += row
                    }
                    XCTAssertEqual(gradient.tensor[1, feature], sum, accuracy: 1e-11 * max(1, abs(sum)))
                }
                XCTAssertEqual(jacobian.tensor[0, 5], 0)
                XCTAssertEqual(jacobian.tensor[1, 3 + range.count], 0, "a row beyond the chunk was written")
            }
        }
    }

    func testDerivativesAlongADirectionAreThoseOfALinearFunction() {
        let features = features(.gaussian, isEmbedded: false)
        let layout = JetLayout(coordinateCount: 2, derivatives: [MultiIndex([1])])
        let direction = Tensor([0.25, 2.0])
        let tape = features.makeTape(layout: layout, capacity: 8, directionOrder: 2)
        tape.forward(parameters: FeatureFixtures.parameters, direction: direction, points: FeatureFixtures.point, range: 0..<1)
        let plain = features.makeTape(layout: layout, capacity: 8)
        plain.forward(parameters: direction, direction: nil, points: FeatureFixtures.point, range: 0..<1)
        for channel in 0..<2 {
            XCTAssertEqual(tape.jets[(2 + channel) * 8], plain.jets[channel * 8])
            XCTAssertEqual(tape.jets[(4 + channel) * 8], 0)
        }
    }
}
