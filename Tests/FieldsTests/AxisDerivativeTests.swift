import Fields
import NumericsCore
import XCTest

/// Derivatives of interpolants: exact for what the interpolants represent.
final class AxisDerivativeTests: XCTestCase {
    private let places = [0.0, 0.013, 0.3, 0.5, 0.77, 1.0]

    /// The largest error of a derivative of `f` on an axis over [0, 1].
    private func error(
        _ axis: GridAxis, order: Int, _ f: (Double) -> Double, _ derivative: (Double) -> Double
    ) throws -> Double {
        let map = try AxisInterpolation(from: axis, to: places, order: order)
        return zip(map.rows, places).map { row, place in
            let value = row.weights.enumerated().reduce(0.0) { $0 + $1.element * f(axis.points[row.start + $1.offset]) }
            return abs(value - derivative(place))
        }.max() ?? 0
    }

    func testPolynomialsOfElements() throws {
        let axis = GridAxis.chebyshev("x", breaks: [0, 0.3, 0.5, 1], degree: 6)
        // Differentiation loses a factor of the degree squared over the shortest element, each time.
        XCTAssertLessThan(try error(axis, order: 1, { pow($0, 6) }, { 6 * pow($0, 5) }), 1e-12)
        XCTAssertLessThan(try error(axis, order: 2, { pow($0, 6) }, { 30 * pow($0, 4) }), 1e-9)
        XCTAssertLessThan(try error(axis, order: 1, { _ in 3 }, { _ in 0 }), 1e-12)
    }

    func testWavesOnPeriodicAxes() throws {
        for count in [16, 17] {
            let axis = GridAxis.periodic("x", from: 0, to: 1, count: count)
            let k = 2 * Double.pi * 5
            XCTAssertLessThan(try error(axis, order: 1, { sin(k * $0) }, { k * cos(k * $0) }), 1e-11)
            XCTAssertLessThan(try error(axis, order: 2, { sin(k * $0) }, { -k * k * sin(k * $0) }), 1e-9)
        }
    }

    func testEqualAndOtherPointsAreOfDegreeSeven() throws {
        let axes = [GridAxis.uniform("x", from: 0, to: 1, count: 21), .points("x", (0...20).map { pow(Double($0) / 20, 1.3) })]
        for axis in axes {
            XCTAssertLessThan(try error(axis, order: 1, { pow($0, 7) }, { 7 * pow($0, 6) }), 1e-10)
            XCTAssertLessThan(try error(axis, order: 2, { pow($0, 7) }, { 42 * pow($0, 5) }), 1e-7)
        }
        // One point has no slope.
        let single = try AxisInterpolation(from: .points("x", [0.5]), to: [0.5], order: 1)
        XCTAssertEqual(single.rows[0].weights, [0])
    }

    func testFieldsInAPlaneAndOverAShape() throws {
        let grid = Grid([.chebyshev("x", breaks: [0, 1], degree: 16), .periodic("y", from: 0, to: 1, count: 24)])
        let points = Tensor(shape: [2, 2], elements: [0.21, 0.4, 0.9, 0.05])
        func field(_ grid: Grid) -> Field {
            let places = grid.pointCoordinates
            let values = (0..<grid.count).map { exp(places[$0, 0]) * sin(2 * .pi * places[$0, 1]) }
            return Field(name: "u", componentNames: ["u"], isVector: false, grid: grid, values: Tensor(shape: [1] + grid.shape, elements: values))
        }
        let mixed = try field(grid).values(at: points, derivative: [1, 1])
        let square = Grid([.uniform("x", from: 0, to: 1, count: 41), .uniform("y", from: 0, to: 1, count: 41)])
        let masked = try field(Grid(square.axes, mask: Array(repeating: true, count: square.count))).values(at: points, derivative: [1, 1])
        for (index, place) in [(0.21, 0.4), (0.9, 0.05)].enumerated() {
            let exact = 2 * .pi * exp(place.0) * cos(2 * .pi * place.1)
            XCTAssertEqual(mixed[0, index], exact, accuracy: 1e-9)
            XCTAssertEqual(masked[0, index], exact, accuracy: 1e-6)
        }
    }
}
