import Expressions
import Fields
import Foundation
import NumericsCore
import Problems
import XCTest

/// Random fields by kernels, series and boxes, and what transforms make of them.
final class OtherFieldTests: XCTestCase {
    private let x = Coordinate("x", from: 0, to: 1)
    private let y = Coordinate("y", from: 0, to: 1)

    private func kernel(_ function: KernelLaw.Function, nodes: [Int], length: Double = 0.3) -> RandomInput {
        RandomInput(law: .kernel(KernelLaw(function: function, length: length, variance: 2, nodes: nodes)))
    }

    /// Formulas of Rasmussen and Williams at nodes, where nothing is interpolated; tolerance as for spectral fields.
    func testCovarianceOfKernels() throws {
        let positions = [0, 0.25, 0.5, 1.0]
        let exact: [KernelLaw.Function: (Double) -> Double] = [
            .rbf: { 2 * exp(-0.5 * pow($0 / 0.3, 2)) }, .matern12: { 2 * exp(-$0 / 0.3) },
            .matern32: { 2 * (1 + sqrt(3) * $0 / 0.3) * exp(-sqrt(3) * $0 / 0.3) },
            .matern52: { 2 * (1 + sqrt(5) * $0 / 0.3 + 5 * $0 * $0 / 0.27) * exp(-sqrt(5) * $0 / 0.3) },
        ]
        for function in KernelLaw.Function.allCases {
            let sampler = try FamilyProblems.sampler([x], kernel(function, nodes: [41]), nodes: [9])
            let found = FamilyProblems.covariance(sampler, on: Grid([FamilyProblems.points(x, positions)]), samples: 4000)
            for (i, s) in positions.enumerated() {
                for (j, t) in positions.enumerated() {
                    XCTAssertEqual(found[i][j], exact[function]!(abs(s - t)), accuracy: 5 * 0.0224 * 2, "\(function) \(s) \(t)")
                }
            }
        }
    }

    /// The product factor of the Gaussian kernel and the full factor of another one in two dimensions.
    func testKernelsInTwoDimensions() throws {
        let grid = Grid([FamilyProblems.points(x, [0.25, 0.5]), FamilyProblems.points(y, [0.25, 0.75])])
        let distance = (0.25 * 0.25 + 0.5 * 0.5).squareRoot()
        for (function, exact) in [(KernelLaw.Function.rbf, 2 * exp(-0.5 * pow(distance / 0.3, 2))), (.matern12, 2 * exp(-distance / 0.3))] {
            let sampler = try FamilyProblems.sampler([x, y], kernel(function, nodes: [13, 13]), nodes: [9, 9])
            let found = FamilyProblems.covariance(sampler, on: grid, samples: 4000)
            XCTAssertEqual(found[0][0], 2, accuracy: 5 * 0.0224 * 2, "\(function)")
            XCTAssertEqual(found[0][3], exact, accuracy: 5 * 0.0224 * 2, "\(function)")
        }
    }

    func testKernelFieldsOfPeriodicCoordinatesClose() throws {
        let circle = Coordinate("x", from: 0, to: 1, isPeriodic: true)
        let sampler = try FamilyProblems.sampler([circle], kernel(.matern32, nodes: [40]), nodes: [9])
        let grid = Grid([FamilyProblems.points(circle, [0, 1, 0.975, 1.975])])
        let values = sampler.evaluator(on: grid).values(of: sampler.draw(FamilyProblems.stream(0))).elements
        XCTAssertEqual(values[0], values[1], accuracy: 1e-12)
        XCTAssertEqual(values[2], values[3], accuracy: 1e-12)
    }

    func testSeriesAreSumsOfTheirFunctions() throws {
        let s = 0.37
        let functions: [SeriesLaw.Functions: [Double]] = [
            .polynomial: [1, 2 * s - 1, pow(2 * s - 1, 2), pow(2 * s - 1, 3)],
            .chebyshev: (0...3).map { cos(Double($0) * acos(2 * s - 1)) },
            .legendre: [1, 2 * s - 1, (3 * pow(2 * s - 1, 2) - 1) / 2, (5 * pow(2 * s - 1, 3) - 3 * (2 * s - 1)) / 2],
            .fourier: [1, cos(2 * .pi * s), sin(2 * .pi * s), cos(4 * .pi * s), sin(4 * .pi * s), cos(6 * .pi * s), sin(6 * .pi * s)],
        ]
        for kind in SeriesLaw.Functions.allCases {
            let law = SeriesLaw(functions: kind, degree: 3, range: 1...3)
            let sampler = try FamilyProblems.sampler([x], RandomInput(law: .series(law)), nodes: [9])
            let draw = sampler.draw(FamilyProblems.stream(5))
            guard case .coefficients(let coefficients) = draw else { return XCTFail("no coefficients") }
            XCTAssertTrue(coefficients.elements.allSatisfy { (1...3).contains($0) })
            let value = sampler.evaluator(on: Grid([FamilyProblems.points(x, [s])])).values(of: draw).elements[0]
            let expected = zip(coefficients.elements, functions[kind]!).reduce(0) { $0 + $1.0 * $1.1 }
            XCTAssertEqual(value, expected, accuracy: 1e-13, "\(kind)")
        }
    }

    func testSeriesInTwoDimensionsStopAtTheirTotalDegree() throws {
        let law = SeriesLaw(functions: .polynomial, degree: 2, range: 1...2)
        let sampler = try FamilyProblems.sampler([x, y], RandomInput(law: .series(law)), nodes: [9, 9])
        guard case .coefficients(let values) = sampler.draw(FamilyProblems.stream(0)) else { return XCTFail("no coefficients") }
        XCTAssertEqual(values.elements.count { $0 != 0 }, 6)
        XCTAssertEqual(values[2, 1], 0)
        // A higher degree adds terms and changes none.
        let longer = SeriesLaw(functions: .polynomial, degree: 4, range: 1...2)
        let other = try FamilyProblems.sampler([x, y], RandomInput(law: .series(longer)), nodes: [9, 9])
        guard case .coefficients(let more) = other.draw(FamilyProblems.stream(0)) else { return XCTFail("no coefficients") }
        for i in 0...2 { for j in 0...(2 - i) { XCTAssertEqual(values[i, j], more[i, j]) } }
    }

    func testBoxes() throws {
        let law = BoxLaw(centre: [0.3...0.7], width: [0.3...0.6], height: 1...2)
        let sampler = try FamilyProblems.sampler([x], RandomInput(law: .box(law)), nodes: [101])
        XCTAssertTrue(sampler.hasJumps)
        let evaluator = sampler.evaluator(on: Grid([.nodes(of: x, count: 101)]))
        for index in 0..<20 {
            let draw = sampler.draw(FamilyProblems.stream(index))
            guard case .box(let lower, let upper, let height) = draw else { return XCTFail("no box") }
            XCTAssertTrue((0.3...0.6).contains(upper[0] - lower[0]) && (1...2).contains(height))
            for (point, value) in zip(evaluator.values(of: draw).elements.indices, evaluator.values(of: draw).elements) {
                let position = Double(point) / 100
                XCTAssertEqual(value, position >= lower[0] && position < upper[0] ? height : 0)
            }
        }
    }

    /// A thresholded field takes two values, constant around each node, with the mean of both on faces that separate them.
    func testFieldsWithJumpsAreConstantOnDualCells() throws {
        let symbol = Expressions.Expression(.symbol(.input(0, .none)))
        var input = FamilyProblems.spectral([x], .neumann, wavenumbers: 12)
        input.transform = .choice(.compare(symbol, .greaterOrEqual, 0), 12, 3)
        let sampler = try FamilyProblems.sampler([x], input, nodes: [17])
        let draw = sampler.draw(FamilyProblems.stream(6))
        let nodes = sampler.evaluator(on: Grid([.nodes(of: x, count: 17)])).values(of: draw).elements
        XCTAssertEqual(Set(nodes), [3, 12])
        let fine = sampler.evaluator(on: Grid([.nodes(of: x, count: 65)])).values(of: draw).elements
        for (index, value) in fine.enumerated() {
            let (node, rest) = (index / 4, index % 4)
            let expected = switch rest {
            case 0, 1: nodes[node]
            case 2: (nodes[node] + nodes[node + 1]) / 2
            default: nodes[node + 1]
            }
            XCTAssertEqual(value, expected, "\(index)")
        }
        let slope = sampler.evaluator(on: Grid([.nodes(of: x, count: 65)]), derivative: MultiIndex([1])).values(of: draw)
        XCTAssertTrue(slope.elements.allSatisfy { $0 == 0 })
    }

    /// A realised problem shows the same field to any solver as the law itself, to the accuracy of local polynomials.
    func testRealisedProblemsHoldTheSample() throws {
        let input = FamilyProblems.spectral([x], .neumann, wavenumbers: 12)
        var problem = FamilyProblems.problem([x], input)
        problem.parameters = [Parameter(name: "nu", value: 1, range: 2...3)]
        problem.parameters[0].sampling = .uniform
        let sample = try XCTUnwrap(SampleName("test.4"))
        let realized = try problem.realized(sample, seed: 5)
        XCTAssertFalse(realized.isFamily)
        XCTAssertTrue((2...3).contains(realized.parameters[0].value))
        let positions = [0.013, 0.47, 0.999]
        let points = Tensor(shape: [3, 1], elements: positions)
        let found = try realized.inputs[0].values(.none, at: points, coordinates: [x])
        let sampler = try RandomInputSampler(problem, input: 0, nodes: [129])
        let draw = sampler.draw(RandomStream(seed: 5, name: "inputs.a.test.4"))
        let exact = sampler.evaluator(on: Grid([FamilyProblems.points(x, positions)])).values(of: draw).elements
        let scale = exact.map(abs).max()!
        for (a, b) in zip(found, exact) { XCTAssertEqual(a, b, accuracy: 1e-6 * scale) }
        XCTAssertThrowsError(try realized.realized(sample)) { XCTAssertEqual($0 as? FamilyError, .noFamily) }
    }

    func testSampleNames() {
        XCTAssertEqual(SampleName("3"), SampleName(split: .train, index: 3))
        XCTAssertEqual(SampleName("validation.0"), SampleName(split: .validation, index: 0))
        for text in ["", "x", "-1", "train", "test.", "best.1", "test.1.2"] { XCTAssertNil(SampleName(text), text) }
    }
}
