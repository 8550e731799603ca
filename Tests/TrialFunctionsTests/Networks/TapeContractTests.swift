import Expressions
import NumericsCore
import Problems
import TrialFunctions
import XCTest

final class TapeContractTests: XCTestCase {
    private static let laplacian = [MultiIndex([2]), MultiIndex([0, 2])].map { JetEntry.Term(coefficient: 1, derivative: $0) }

    /// Layouts of one, two and three coordinates, up to fourth order, with a sum.
    private static let layouts: [Int: [JetLayout]] = [
        1: [JetLayout(coordinateCount: 1, derivatives: [MultiIndex([4])]), JetLayout(coordinateCount: 1, derivatives: [MultiIndex([6])])],
        2: [
            JetLayout(coordinateCount: 2, derivatives: [MultiIndex([2]), MultiIndex([0, 1])]),
            JetLayout(coordinateCount: 2, derivatives: [MultiIndex([1, 2])], combinations: [laplacian]),
            JetLayout(coordinateCount: 2, derivatives: []),
        ],
        3: [JetLayout(coordinateCount: 3, derivatives: [MultiIndex([1, 1, 1])], combinations: [laplacian])],
    ]

    private static func points(_ coordinates: Int, _ count: Int) -> Tensor<Double> {
        var stream = RandomStream(seed: 7, name: "points")
        return Tensor(shape: [coordinates, count], elements: (0..<coordinates * count).map { _ in stream.uniform(from: -1, to: 1) })
    }

    private static let contracts: [TapeContract] = NetworkFixture.all.sorted { $0.key < $1.key }.flatMap { name, fixture in
        layouts[fixture.point.count]!.enumerated().map { place, layout in
            TapeContract(
                name: "\(name), layout \(place)", function: fixture.network, parameters: fixture.parameters, layout: layout,
                points: points(fixture.point.count, 13))
        }
    }

    /// A network and waves, as a correction adds them.
    private static let sums: [TapeContract] = layouts[2]!.map { layout in
        var stream = RandomStream(seed: 5, name: "sum")
        let axes = InputMap([.interval(from: -1, to: 1), .interval(from: -1, to: 1)])
        let waves = RandomFeatures.bandlimited(
            count: 9, bandwidths: [2, 3], frame: CoordinateFrame(lower: [-1, -1], upper: [1, 1]), using: &stream)
        let sum = SummedFunction([Perceptron(inputMap: axes, hidden: [5, 4]), waves, Perceptron(inputMap: axes, hidden: [3])])
        return TapeContract(
            name: "sum", function: sum, parameters: stream.normals(sum.parameterCount), layout: layout, points: points(2, 13))
    }

    func testJacobianRowsAgreeWithDifferences() {
        for contract in Self.contracts + Self.sums { contract.checkJacobian(step: 0.002, tolerance: 1e-10) }
    }

    func testGradientIsTheSumOfRows() {
        for contract in Self.contracts + Self.sums { contract.checkPullback() }
    }

    func testDerivativesAlongADirection() {
        for contract in Self.contracts + Self.sums { contract.checkDirection(step: 0.002, tolerance: 1e-10) }
    }

    func testChunks() {
        for contract in Self.contracts + Self.sums { contract.checkChunks() }
    }
}
