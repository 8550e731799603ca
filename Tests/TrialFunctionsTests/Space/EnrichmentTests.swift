import Expressions
import NumericsCore
import Problems
import TrialFunctions
import XCTest

/// Singular functions in a trial space: their jets, and the conditions they must leave met.
final class EnrichmentTests: XCTestCase {
    private func read(_ text: String) throws -> Problem {
        let result = ProblemFile.read(text: text)
        return try XCTUnwrap(result.problem, DiagnosticRenderer(sources: result.sources).render(result.diagnostics))
    }

    private func perceptron(_ problem: Problem, periodic: Int? = nil) -> Perceptron {
        let axes = problem.coordinates.enumerated().map { index, range -> InputMap.Axis in
            index == periodic ? .periodic(period: range.length, modes: 1) : .interval(from: range.lower, to: range.upper)
        }
        return Perceptron(inputMap: InputMap(axes), hidden: [4], outputs: problem.componentCount)
    }

    private static let corner = """
        coordinates: {x: [-1, 1], y: [-1, 1]}
        unknowns: u
        equations: ['lap(u) = 0']
        conditions: [{at: boundary, require: u = 0}]
        enrich: ['(x^2 + y^2)^(1/3)*sin(2/3*angle(x, y))', 'x*y']
        """

    private static let seam = """
        coordinates: {x: {from: -1, to: 1, periodic: true}, t: [0, 1]}
        parameters: {D: 0.01}
        unknowns: u
        equations: ['u_t = D*u_xx']
        conditions: [{at: t = 0, require: 'u = x^2'}]
        enrich:
          - >-
            (2*sqrt(D*t/pi)*exp(-(1 - abs(x))^2/(4*D*t)) + (1 - abs(x))*erf((1 - abs(x))/sqrt(4*D*t)))
            *(1 - erf((0.5 - abs(x))/0.08))*exp(-10*t)
        """

    /// Values and derivatives against those of mpmath (50 digits): orders (0,0), (1,0), (0,1), (2,0), then as listed.
    func testJetsAgainstIndependentValues() throws {
        let cases: [(text: String, orders: [[Int]], rows: [(point: [Double], jets: [Double])])] = [
            (
                Self.corner, [[0, 0], [1, 0], [0, 1], [2, 0], [1, 1], [0, 2]],
                [
                    ([-0.3, 0.4], [
                        0.62714393456241833, -0.56518628101538999, 0.6213501801758214, 0.10531225035428208, 0.54997275527853656,
                        -0.10531225035428208,
                    ]),
                    ([-0.01, -0.02], [
                        0.024144361614268647, -2.3381532127687663, 0.36426455257542826, -20.444548786130819, -28.746945819747362,
                        20.444548786130819,
                    ]),
                    ([0.7, 0.001], [
                        0.00075083180679137998, -0.00035753863131703614, 0.75083157978284529, 0.00068102488342185056,
                        -0.35753787462295001, -0.00068102488342185056,
                    ]),
                ]
            ),
            (
                Self.seam, [[0, 0], [1, 0], [0, 1], [2, 0]],
                [
                    ([0.9, 0.05], [0.12132246836811007, -1.2111623904839292, -1.2111623904958119, 0.20622931680629335]),
                    ([-0.97, 0.001], [0.059402990024975045, 1.9800996674593208, -0.5940298996520463, 5.9770323503427869e-8]),
                    ([-0.55, 0.2], [0.098856794048500475, -0.36154063126594807, -0.98856794048472315, -11.664810582703562]),
                ]
            ),
        ]
        for (text, orders, rows) in cases {
            let problem = try read(text)
            let space = TrialSpace(perceptron(problem), forms: [ComponentForm()], enrichment: Enrichment(problem), problem: problem)
            var parameters = Tensor(shape: [space.parameterCount], repeating: 0.0)
            parameters[space.function.parameterCount] = 2
            let points = Tensor(
                shape: [2, rows.count], elements: (0..<2).flatMap { coordinate in rows.map { $0.point[coordinate] } })
            let values = space.values(of: orders.map { Jet(component: 0, derivative: MultiIndex($0)) }, parameters: parameters, at: points)
            for (point, row) in rows.enumerated() {
                for (jet, expected) in row.jets.enumerated() {
                    // Rounding of formulas whose terms are larger than their sum.
                    XCTAssertEqual(values[jet, point], 2 * expected, accuracy: 1e-12 * max(1, abs(expected)), "\(row.point) \(orders[jet])")
                }
            }
        }
    }

    func testConditionsStayMetWhateverTheCoefficientsAre() throws {
        let problem = try read(
            """
            coordinates: {x: [0, 2], t: [0, 1]}
            unknowns: u
            equations: ['u_tt = u_xx']
            conditions:
              - {at: t = 0, require: [u = 0.3*x, u_t = 0]}
              - {at: x = 0, require: u = 0}
              - {at: x = 2, require: u = 0.6}
            enrich: [erf(x/sqrt(4*(0.1 + t))) + x*t, exp(x)*cos(t)]
            """)
        let exact = ExactConditions(problem)
        XCTAssertEqual(exact.met.count, 4)
        let space = TrialSpace(perceptron(problem), forms: exact.forms, enrichment: exact.enrichment, problem: problem)
        var stream = RandomStream(seed: 2, name: "test")
        let parameters = stream.normals(space.parameterCount)
        let jets = [[0, 0], [0, 1]].map { Jet(component: 0, derivative: MultiIndex($0)) }
        let start = space.values(of: jets, parameters: parameters, at: Tensor(shape: [2, 2], elements: [0.4, 1.7, 0, 0]))
        for (point, x) in [0.4, 1.7].enumerated() {
            XCTAssertEqual(start[0, point], 0.3 * x, accuracy: 1e-13)
            XCTAssertEqual(start[1, point], 0, accuracy: 1e-13)
        }
        let ends = space.values(of: jets, parameters: parameters, at: Tensor(shape: [2, 2], elements: [0, 2, 0.3, 0.8]))
        XCTAssertEqual(ends[0, 0], 0, accuracy: 1e-13)
        XCTAssertEqual(ends[0, 1], 0.6, accuracy: 1e-13)
        // Nothing would be gained if they vanished inside too.
        let inside = space.values(of: jets, parameters: parameters, at: Tensor(shape: [2, 1], elements: [1, 0.5]))
        var without = parameters
        for index in space.function.parameterCount..<space.parameterCount { without[index] = 0 }
        XCTAssertNotEqual(
            inside[0, 0], space.values(of: jets, parameters: without, at: Tensor(shape: [2, 1], elements: [1, 0.5]))[0, 0], accuracy: 1e-3)
    }

    func testPointsOnTheSingularSetHaveFiniteJets() throws {
        for (text, points) in [
            (Self.corner, Tensor(shape: [2, 2], elements: [0, 0.5, 0, 0.5])), (Self.seam, Tensor(shape: [2, 3], elements: [1, -1, 0.9, 0, 0, 0])),
        ] {
            let problem = try read(text)
            let space = TrialSpace(perceptron(problem), forms: [ComponentForm()], enrichment: Enrichment(problem), problem: problem)
            var stream = RandomStream(seed: 2, name: "test")
            let jets = [[0, 0], [1, 0], [2, 0], [0, 1]].map { Jet(component: 0, derivative: MultiIndex($0)) }
            let values = space.values(of: jets, parameters: stream.normals(space.parameterCount), at: points)
            XCTAssertTrue(values.elements.allSatisfy(\.isFinite))
        }
    }
}
