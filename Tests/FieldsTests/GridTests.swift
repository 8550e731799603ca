import Fields
import NumericsCore
import XCTest

final class GridTests: XCTestCase {
    private let grid = Grid([
        .uniform("x", from: 0, to: 1, count: 2), .periodic("y", from: 0, to: 3, count: 3), .points("z", [1, 4, 5, 9]),
    ])

    func testLastAxisRunsFastest() {
        XCTAssertEqual(grid.strides, [12, 4, 1])
        XCTAssertEqual(grid.indices(of: 17), [1, 1, 1])
        XCTAssertEqual(grid.position(of: [1, 1, 1]), 17)
        XCTAssertEqual(grid.point(at: 23), [1, 2, 9])
    }

    func testCoordinatesOfAllPoints() {
        let coordinates = grid.pointCoordinates
        XCTAssertEqual(coordinates.shape, [24, 3])
        for point in 0..<24 {
            XCTAssertEqual((0..<3).map { coordinates[point, $0] }, grid.point(at: point))
        }
    }

    func testWeightsAreProducts() {
        let weights = grid.quadratureWeights
        XCTAssertEqual(weights.shape, [2, 3, 4])
        XCTAssertEqual(weights.elements.reduce(0, +), 1 * 3 * 8, accuracy: 1e-13)
        XCTAssertEqual(grid.volume, 24, accuracy: 1e-13)
        XCTAssertEqual(weights[1, 2, 3], grid.axes[0].weights[1] * grid.axes[1].weights[2] * grid.axes[2].weights[3])
    }

    func testASliceOfMoreThanThreeAxesIsShownWithoutTheFixedOnes() {
        let fixed = GridAxis.uniform("w", from: 0.5, to: 0.5, count: 1)
        let slice = Grid([grid.axes[0], fixed, grid.axes[1], fixed])
        let field = Field(
            name: "u", componentNames: ["u"], isVector: false, grid: slice,
            values: Tensor(shape: [1, 2, 1, 3, 1], elements: (0..<6).map(Double.init)))
        let shown = Snapshot(time: nil, fields: [field]).withoutFixedAxes.fields[0]
        XCTAssertEqual(shown.grid, Grid([grid.axes[0], grid.axes[1]]))
        XCTAssertEqual(shown.values[0, 1, 2], 5)
        let low = Grid([grid.axes[0], fixed, grid.axes[1]])
        XCTAssertEqual(low.withoutFixedAxes, low)
    }

    func testGridWithoutAxesHasOnePoint() {
        let point = Grid([])
        XCTAssertEqual(point.count, 1)
        XCTAssertEqual(point.pointCoordinates.shape, [1, 0])
        XCTAssertEqual(point.quadratureWeights.elements, [1])
        XCTAssertEqual(point.point(at: 0), [])
    }
}
