import NumericsCore
import Problems
import Solving
import XCTest

/// Finds narrow places in the data of problems, where no regular set of points is.
final class DataTermsTests: XCTestCase {
    private func problem(_ coordinates: String, _ equation: String, _ conditions: String) throws -> Problem {
        let text = "coordinates: {\(coordinates)}\nunknowns: u\nequations: ['\(equation)']\nconditions: [\(conditions)]"
        let result = ProblemFile.read(text: text)
        return try XCTUnwrap(result.problem, DiagnosticRenderer(sources: result.sources).render(result.diagnostics))
    }

    private func plane(_ source: String) throws -> Problem {
        try problem("x: [0, 1], y: [0, 1]", "-lap(u) = \(source)", "{at: boundary, require: u = 0}")
    }

    private func narrow(_ problem: Problem) -> [DataPeak] {
        DataTerms.peaks(of: problem, tolerance: 1e-6).filter { $0.widths.contains { $0 < 0.1 } }
    }

    /// exp(-(d/w)²) falls to half at w √ln 2 = 0.8326 w, which is found to within a quarter of a halving.
    func testAGaussianIsFoundWhateverItsWidth() throws {
        for width in [0.05, 0.003, 0.001] {
            let found = narrow(try plane("sin(pi*x) + \(1 / (width * width))*exp(-((x-0.3777)^2+(y-0.6123)^2)/\(width)^2)"))
            XCTAssertEqual(found.count, 1)
            guard let peak = found.first else { continue }
            XCTAssertEqual(peak.position[0], 0.3777, accuracy: 0.1 * width)
            XCTAssertEqual(peak.position[1], 0.6123, accuracy: 0.1 * width)
            for own in peak.widths {
                XCTAssertGreaterThan(own, 0.8 * width)
                XCTAssertLessThan(own, 1.0 * width)
            }
            let axis = (0...20).map { 0.3 + 0.008 * Double($0) }, other = axis.map { $0 + 0.3 }
            XCTAssertEqual(peak.isResolved(by: [axis, other]), width > 0.01)
            XCTAssertTrue(peak.remark.contains("x = 0.377") && peak.remark.contains("y = 0.612"), peak.remark)
        }
    }

    /// Waves, kinks, jumps, layers and singularities that can be integrated are seen, or left to other judges.
    func testWhatIsNotASinglePeakIsLeftAlone() throws {
        for source in ["sin(40*pi*x)*sin(30*pi*y)", "abs(x - 0.5)", "if(x < 0.3, 1, 5)", "tanh(1000*(x - 0.5))", "1/sqrt(x + 1e-12)", "x*y"] {
            XCTAssertTrue(narrow(try plane(source)).isEmpty, source)
        }
    }

    /// What makes up less than the root of the tolerance does not count.
    func testSmallPeaksDoNotCount() throws {
        XCTAssertTrue(narrow(try plane("1 + exp(-((x-0.3)^2+(y-0.6)^2)/0.001^2)")).isEmpty)
        XCTAssertEqual(narrow(try plane("1 + 1e4*exp(-((x-0.3)^2+(y-0.6)^2)/0.001^2)")).count, 1)
    }

    func testCoefficientsConditionsAndSourcesThatMove() throws {
        let found = narrow(
            try problem(
                "x: [0, 1], t: [0, 1]", "u_t = (1 + 50*exp(-((x - 0.7)/0.004)^2))*u_xx + 100*exp(-((x-0.2-0.5*t)/0.004)^2)",
                "{at: t = 0, require: 'u = exp(-((x - 0.4321)/0.002)^2)'}, {at: [x = 0, x = 1], require: u = 0}"))
        let places = found.filter { $0.widths[0] < 0.01 }
        XCTAssertEqual(places.count, 3)
        XCTAssertTrue(places.contains { $0.law == .equation(0) && abs($0.position[0] - 0.7) < 1e-3 })
        XCTAssertTrue(places.contains { $0.law == .condition(0) && abs($0.position[0] - 0.4321) < 1e-3 && $0.position[1] == 0 })
        XCTAssertTrue(places.contains { abs($0.position[0] - 0.2 - 0.5 * $0.position[1]) < 1e-3 })
    }

    func testPointsSeeAPeakWhereTheyAre() throws {
        let peak = try XCTUnwrap(narrow(try plane("exp(-((x-0.3)^2+(y-0.6)^2)/0.01^2)")).first)
        XCTAssertTrue(peak.isSeen(by: Tensor(shape: [2, 3], elements: [0.301, 0.299, 0.9, 0.6, 0.604, 0.1])))
        XCTAssertFalse(peak.isSeen(by: Tensor(shape: [2, 3], elements: [0.32, 0.28, 0.9, 0.6, 0.6, 0.1])))
    }
}
