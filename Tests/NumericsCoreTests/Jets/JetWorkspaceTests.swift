import NumericsCore
import XCTest

final class JetWorkspaceTests: XCTestCase {
    /// u, u_x, u_t, u_xx, u_xt, u_xxt and u_xx + u_tt, of which the last is a sum.
    private static let channels: [JetChannel] =
        [[0, 0], [1, 0], [0, 1], [2, 0], [1, 1], [2, 1]].map(JetChannel.init(partial:)) + [
            JetChannel(sum: [.init(coefficient: 1, orders: [2, 0]), .init(coefficient: 1, orders: [0, 2])])
        ]

    /// A graph with every kind of step, 11 and 7 features wide, so that tiles of all sizes occur.
    private static func graph(_ activation: JetActivation) -> JetGraph {
        var graph = JetGraph(coordinateCount: 2)
        let inner = graph.activation(activation, graph.dense(graph.coordinates, features: 11))
        let other = graph.activation(.tanh, graph.dense(graph.coordinates, features: 11))
        let product = graph.product(inner, other, plus: [graph.trainableMultiple(of: other), graph.multiple(0.5, of: inner)])
        let second = graph.activation(activation, graph.dense(product, features: 7))
        graph.output = graph.dense(second, features: 2)
        return graph
    }

    private func numbers(_ shape: [Int], _ name: String) -> Tensor<Double> {
        var stream = RandomStream(seed: 3, name: name)
        return Tensor(shape: shape, elements: (0..<shape.reduce(1, *)).map { _ in stream.uniform(from: -1, to: 1) })
    }

    private struct Results {
        var jets: Tensor<Double>
        var rows: Tensor<Double>
        var gradient: Tensor<Double>
        var alongDirection: Tensor<Double>
    }

    private func results(_ activation: JetActivation, _ channels: [JetChannel], points count: Int, _ set: InstructionSet) -> Results {
        let graph = Self.graph(activation)
        let (parameters, direction) = (numbers([graph.parameterCount], "parameters"), numbers([graph.parameterCount], "direction"))
        let points = numbers([2, count], "points")
        let places: [Int?] = channels.count > 2 ? [1, 2] : [nil, nil]
        func workspace(_ order: Int) -> JetWorkspace {
            JetWorkspace(
                graph: graph, algebra: JetAlgebra(channels: channels, directionOrder: order), capacity: count,
                coordinateChannels: places, instructionSet: set)
        }
        let (plain, extended) = (workspace(0), workspace(2))
        plain.forward(parameters: parameters, direction: nil, points: points, range: 0..<count)
        extended.forward(parameters: parameters, direction: direction, points: points, range: 0..<count)
        let capacity = plain.capacity
        var results = Results(
            jets: Tensor(shape: [1, 2, channels.count, capacity], repeating: 0), rows: Tensor([]), gradient: Tensor([]),
            alongDirection: Tensor(shape: [3, 2, channels.count, capacity], repeating: 0))
        plain.copyJets(into: &results.jets)
        extended.copyJets(into: &results.alongDirection)
        let cotangents = numbers([2, channels.count, capacity], "cotangents")
        let (rows, gradient) = (SharedMatrix(rowCount: graph.parameterCount, columnCount: count), SharedMatrix(rowCount: 1, columnCount: graph.parameterCount))
        plain.jacobian(parameters: parameters, cotangents: cotangents, jacobian: rows, firstParameter: 0, firstRow: 0, adding: false)
        plain.pullback(parameters: parameters, cotangents: cotangents, gradients: gradient, row: 0)
        (results.rows, results.gradient) = (rows.tensor, gradient.tensor)
        return results
    }

    private func assertClose(_ left: Tensor<Double>, _ right: Tensor<Double>, _ name: String) {
        let scale = right.elements.reduce(1) { max($0, abs($1)) }
        for (a, b) in zip(left.elements, right.elements) { XCTAssertEqual(a, b, accuracy: 1e-13 * scale, name) }
    }

    /// Sums of products in another order and with other roundings: a few hundred units in the last place at most.
    func testInstructionSetsAgree() {
        for activation in JetActivation.allCases {
            for (channels, count) in [(Self.channels, 13), (Array(Self.channels.prefix(4)), 8), (Array(Self.channels.prefix(1)), 41)] {
                let known = results(activation, channels, points: count, .baseline)
                for set in InstructionSet.allCases where set != .baseline && set.isAvailable {
                    let name = "\(set), \(activation), \(channels.count) channels, \(count) points"
                    let found = results(activation, channels, points: count, set)
                    assertClose(found.jets, known.jets, name + ", jets")
                    assertClose(found.rows, known.rows, name + ", rows")
                    assertClose(found.gradient, known.gradient, name + ", gradient")
                    assertClose(found.alongDirection, known.alongDirection, name + ", direction")
                }
            }
        }
    }

    func testSameBitsTwice() {
        let (first, second) = (
            results(.tanh, Self.channels, points: 29, .best), results(.tanh, Self.channels, points: 29, .best)
        )
        XCTAssertEqual(first.jets, second.jets)
        XCTAssertEqual(first.rows, second.rows)
        XCTAssertEqual(first.gradient, second.gradient)
        XCTAssertEqual(first.alongDirection, second.alongDirection)
    }

    /// (x t)(x + 2 t) and its derivatives, by the product step.
    func testProductOfPolynomials() {
        var graph = JetGraph(coordinateCount: 2)
        let (x, t) = (graph.coordinates.part(0..<1), graph.coordinates.part(1..<2))
        let line = graph.sum([graph.multiple(1, of: x), graph.multiple(2, of: t)])
        graph.output = graph.product(graph.product(x, t), line)
        let workspace = JetWorkspace(
            graph: graph, algebra: JetAlgebra(channels: Self.channels), capacity: 1, coordinateChannels: [1, 2])
        let (x0, t0) = (0.75, -0.5)
        workspace.forward(parameters: Tensor([]), direction: nil, points: Tensor(shape: [2, 1], elements: [x0, t0]), range: 0..<1)
        var jets = Tensor(shape: [1, 1, 7, 8], repeating: 0.0)
        workspace.copyJets(into: &jets)
        let known = [
            x0 * x0 * t0 + 2 * x0 * t0 * t0, 2 * x0 * t0 + 2 * t0 * t0, x0 * x0 + 4 * x0 * t0, 2 * t0, 2 * x0 + 4 * t0, 2, 2 * t0 + 4 * x0,
        ]
        // Products of short binary fractions are exact.
        for (channel, value) in known.enumerated() { XCTAssertEqual(jets[channel * 8], value) }
    }
}
