import Problems
import XCTest

/// Problems on shapes that must pass without a word, and those that must be refused with one code.
final class ShapeCheckTests: XCTestCase {
    private func codes(
        _ shape: String, _ equation: String, _ conditions: [(String, String)], gauge: Bool = false,
        coordinates: String = "x: [-1, 1], y: [-1, 1]", boundary: String = ""
    ) -> [String] {
        var text = "coordinates: {\(coordinates)}\nshape: '\(shape)'\n\(boundary)unknowns: u\nequations: ['\(equation)']\n"
        if !conditions.isEmpty { text += "conditions:\n" }
        text += conditions.map { "  - {at: \($0), require: \($1)}\n" }.joined()
        if gauge { text += "  - {gauge: mean(u) = 0}\n" }
        return ProblemFile.read(text: text).diagnostics.map(\.code)
    }

    private let rim = [("boundary", "u = 0")]
    private let lShape = "box([-1, -1], [1, 1]) - box([0, -1], [1, 0])"

    func testGoodProblems() {
        XCTAssertEqual(codes("disk([0, 0], 1)", "-lap(u) = 1", rim), [])
        XCTAssertEqual(codes("disk([0, 0], 1)", "bilap(u) = 1", [("boundary", "[u = 0, dn(u) = 0]")]), [])
        XCTAssertEqual(codes("disk([0, 0], 1) - disk([0.2, 0], 0.3)", "-lap(u) + u = 1", [("boundary", "dn(u) = 0")]), [])
        XCTAssertEqual(codes("where(x > 0)", "-lap(u) = 1", rim), [])
        XCTAssertEqual(codes("where(y < 0.3*sin(3*x))", "-lap(u) = 1", rim), [])
        let sides = [("[x = -1, y = 1, x = 1, y = -1, x = 0, y = 0]", "u = 0")]
        XCTAssertEqual(codes(lShape, "-div((2 + x)*grad(u)) = 1", sides), [])
        let cube = "x: [-1, 1], y: [-1, 1], z: [-1, 1]"
        XCTAssertEqual(codes("ball([0, 0, 0], 1) - ball([0, 0, 0], 0.4)", "-lap(u) = 1", rim, coordinates: cube), [])
        XCTAssertEqual(codes("box(0, 1)", "u_xx = 1", rim, coordinates: "x: [-1, 1]"), [])
        let heat = [("t = 0", "u = 0"), ("boundary", "u = 0")]
        XCTAssertEqual(codes("disk([0, 0], 1)", "u_t = lap(u)", heat, coordinates: "x: [-1, 1], y: [-1, 1], t: [0, 1]"), [])
    }

    /// Exact solutions make balanced data: nothing is said.
    func testBalancedData() {
        // u = x² + y² with du/dn = 2r, on one circle and on two.
        XCTAssertEqual(codes("disk([0, 0], 1)", "lap(u) = 4", [("boundary", "dn(u) = 2")], gauge: true), [])
        let two = [("boundary", "'dn(u) = if(x^2 + y^2 > 0.5, 2, -1)'")]
        XCTAssertEqual(codes("disk([0, 0], 1) - disk([0, 0], 0.5)", "lap(u) = 4", two, gauge: true), [])
        // u = x² with a = 1 + y² on an ellipse and on the L-shape.
        let flux = [("boundary", "'dn(u) = 2*x*dot(normal, [1, 0])'")]
        for shape in ["ellipse([0, 0], [1, 0.5])", lShape] {
            XCTAssertEqual(codes(shape, "div((1 + y^2)*grad(u)) = 2*(1 + y^2)", flux, gauge: true), [], shape)
        }
        // u = x² again: anisotropic, with the conormal derivative given.
        let conormal = [("boundary", "'3*u_x*dot(normal, [1, 0]) + u_y*dot(normal, [0, 1]) = 6*x*dot(normal, [1, 0])'")]
        XCTAssertEqual(codes("disk([0, 0], 1)", "3*u_xx + u_yy = 6", conormal, gauge: true), [])
        let cube = "x: [-1, 1], y: [-1, 1], z: [-1, 1]"
        XCTAssertEqual(codes("ball([0, 0, 0], 1)", "lap(u) = 6", [("boundary", "dn(u) = 2")], gauge: true, coordinates: cube), [])
    }

    func testBadProblems() {
        let disk = "disk([0, 0], 1)"
        let insulated = [("boundary", "dn(u) = 0")]
        XCTAssertEqual(codes(disk, "u - lap(u) = 1", []), ["E301"])
        XCTAssertEqual(codes(disk, "bilap(u) = 1", rim), ["E301"])
        XCTAssertEqual(codes(disk, "-lap(u) = 1", insulated), ["E309", "E326"])
        XCTAssertEqual(codes(disk, "-lap(u) = 1", insulated, gauge: true), ["E326"])
        XCTAssertEqual(codes(disk, "-lap(u) = 4", [("boundary", "dn(u) = -2.0001")], gauge: true), ["W311"])
        XCTAssertEqual(codes(disk, "-lap(u) = 1", rim, gauge: true), ["E310"])
        XCTAssertEqual(codes("disk([0, 0], 1.01)", "-lap(u) = 1", rim), ["E324"])
        XCTAssertEqual(codes("\(disk) - \(disk)", "-lap(u) = 1", rim), ["E323"])
        XCTAssertEqual(codes(disk, "-lap(u) = 1/(x - 0.5)", rim), ["E224"])
        XCTAssertEqual(codes(disk, "-div(if(x > 0.3, 1, -2)*grad(u)) = 1", rim), ["E325"])
        XCTAssertEqual(codes(lShape, "-lap(u) = 1", [("[x = -1, y = 1, x = 1, y = -1, x = 0]", "u = 0")]), ["E307"])
        XCTAssertEqual(codes(lShape, "-lap(u) = 1", [("[x = -1, y = 1, x = 1, y = -1, x = 0, y = 0, y = 0.5]", "u = 0")]), ["E321"])
        XCTAssertEqual(codes(lShape, "-lap(u) = 1", [("boundary", "u = 0"), ("y = 0", "u = 1")]), ["E308"])
    }

    /// The ends of a periodic coordinate are no boundary of a channel and need no condition; its walls and hole do.
    func testPeriodicChannels() {
        let channel = "x: {from: 0, to: 1, periodic: true}, y: [-1, 1]"
        let shape = "box([0, -1], [1, 1]) - disk([0.5, 0], 0.3)"
        let hole = "boundary: {hole: {where: abs(y) < 0.5}}\n"
        let walls = [("[y = -1, y = 1]", "u = 0")]
        XCTAssertEqual(codes(shape, "-lap(u) = 1", walls + [("hole", "u = 0")], coordinates: channel, boundary: hole), [])
        XCTAssertEqual(codes(shape, "-lap(u) = 1", walls, coordinates: channel), ["E307"])
    }
}
