import Expressions
import Fields
import Foundation
import NumericsCore
import Problems
import XCTest

/// Gaussian random fields by a covariance operator.
final class SpectralFieldTests: XCTestCase {
    private let x = Coordinate("x", from: -1, to: 2)
    private let y = Coordinate("y", from: 0.5, to: 1)

    private func coefficients(_ draw: RandomDraw) -> [Double] {
        if case .coefficients(let values) = draw { values.elements } else { [] }
    }

    /// With orthonormal functions the integral of g² is the sum of the squared coefficients, for every draw.
    func testTheFunctionsAreOrthonormal() throws {
        for boundary in SpectralLaw.Boundary.allCases {
            for coordinates in [[x], [x, y]] {
                let input = FamilyProblems.spectral(coordinates, boundary, wavenumbers: 5, keepsConstant: true)
                let sampler = try FamilyProblems.sampler(coordinates, input, nodes: coordinates.map { _ in 9 })
                // Gauss points integrate products of ten half-waves to rounding.
                let grid = Grid(coordinates.map { coordinate in
                    let rule = Quadrature.gaussLegendre(40)
                    let half = coordinate.length / 2
                    return GridAxis(
                        name: coordinate.name, layout: .points,
                        points: rule.points.map { coordinate.lower + half * ($0 + 1) }, weights: rule.weights.map { $0 * half })
                })
                let draw = sampler.draw(FamilyProblems.stream(0))
                let values = sampler.evaluator(on: grid).values(of: draw).elements
                let integral = zip(values, grid.quadratureWeights.elements).reduce(0) { $0 + $1.0 * $1.0 * $1.1 }
                let sum = coefficients(draw).reduce(0) { $0 + $1 * $1 }
                XCTAssertEqual(integral, sum, accuracy: 1e-12 * sum, "\(boundary) in \(coordinates.count)-D")
            }
        }
    }

    /// Against sums of lambda phi phi written out here. The mean of 4000 products of two normal numbers has a standard
    /// deviation of at most sqrt(2/4000) = 0.022 variances; 36 entries stay within 5 of these with a probability above 0.9999.
    func testCovarianceOfManySamples() throws {
        let positions = [0.0, 0.1, 0.35, 0.5, 0.82, 1.0]
        for boundary in SpectralLaw.Boundary.allCases {
            let input = FamilyProblems.spectral([x], boundary, wavenumbers: 20)
            let sampler = try FamilyProblems.sampler([x], input, nodes: [9])
            let grid = Grid([FamilyProblems.points(x, positions.map { x.lower + $0 * x.length })])
            let found = FamilyProblems.covariance(sampler, on: grid, samples: 4000)
            func exact(_ s: Double, _ t: Double) -> Double {
                (1...20).reduce(0) { sum, k in
                    let number = Double(k) * (boundary == .periodic ? 2 : 1) * .pi
                    let wave = number / x.length
                    let lambda = pow(wave * wave + 9, -2)
                    let product = switch boundary {
                    case .periodic: cos(number * (s - t))
                    case .neumann: cos(number * s) * cos(number * t)
                    case .dirichlet: sin(number * s) * sin(number * t)
                    }
                    return sum + lambda * 2 / x.length * product
                }
            }
            let scale = positions.map { exact($0, $0) }.max()!
            for (i, s) in positions.enumerated() {
                for (j, t) in positions.enumerated() {
                    XCTAssertEqual(found[i][j], exact(s, t), accuracy: 5 * 0.0224 * scale, "\(boundary) at \(s), \(t)")
                }
            }
        }
    }

    /// The recipe of the published Burgers set: standard deviation 0.2143 by summing 2 lambda_k.
    func testVarianceOfTheBurgersRecipe() throws {
        let unit = Coordinate("x", from: 0, to: 1, isPeriodic: true)
        let input = FamilyProblems.spectral([unit], .periodic, wavenumbers: 63, 625, 25, 4)
        let sampler = try FamilyProblems.sampler([unit], input, nodes: [128])
        let found = FamilyProblems.covariance(sampler, on: Grid([FamilyProblems.points(unit, [0.3])]), samples: 4000)[0][0]
        let exact = (1...63).reduce(0) { $0 + 2 * 625 * 625 * pow(pow(2 * .pi * Double($1), 2) + 25, -4) }
        XCTAssertEqual(exact.squareRoot(), 0.2143, accuracy: 1e-4)
        XCTAssertEqual(found, exact, accuracy: 5 * 0.0224 * exact)
    }

    func testValuesAreThoseOfACosineTransform() throws {
        let n = 33
        let input = FamilyProblems.spectral([x], .neumann, wavenumbers: 16)
        let sampler = try FamilyProblems.sampler([x], input, nodes: [n])
        let draw = sampler.draw(FamilyProblems.stream(3))
        // cosineI doubles the inner coefficients; the last one stays zero here.
        var padded = Array(repeating: 0.0, count: n)
        for (k, value) in coefficients(draw).enumerated() {
            padded[k] = k == 0 ? value / x.length.squareRoot() : value * (2 / x.length).squareRoot() / 2
        }
        var expected = Tensor(shape: [n], repeating: 0.0)
        TrigonometricTransform(shape: [n], kinds: [.cosineI]).forward(Tensor(padded), into: &expected)
        let found = sampler.evaluator(on: Grid([.nodes(of: x, count: n)])).values(of: draw)
        for (a, b) in zip(found.elements, expected.elements) { XCTAssertEqual(a, b, accuracy: 1e-14) }
    }

    func testBehaviourAtTheEnds() throws {
        let grid = Grid([FamilyProblems.points(x, [x.lower, x.upper])])
        for boundary in SpectralLaw.Boundary.allCases {
            let sampler = try FamilyProblems.sampler([x], FamilyProblems.spectral([x], boundary, wavenumbers: 30), nodes: [9])
            let draw = sampler.draw(FamilyProblems.stream(1))
            let values = sampler.evaluator(on: grid).values(of: draw).elements
            let slopes = sampler.evaluator(on: grid, derivative: MultiIndex([1])).values(of: draw).elements
            switch boundary {
            case .dirichlet: for value in values { XCTAssertEqual(value, 0, accuracy: 1e-14) }
            case .neumann: for slope in slopes { XCTAssertEqual(slope, 0, accuracy: 1e-13) }
            case .periodic:
                XCTAssertEqual(values[0], values[1], accuracy: 1e-14)
                XCTAssertEqual(slopes[0], slopes[1], accuracy: 1e-13)
            }
        }
    }

    /// The same sample on a finer grid is the same function, and more wavenumbers begin with the same coefficients.
    func testSamplesDoNotDependOnTheResolution() throws {
        func sampler(_ wavenumbers: [Int]) throws -> RandomInputSampler {
            let law = SpectralLaw(
                covariance: FamilyProblems.covariance(1, 9, 6), boundaries: [.neumann, .periodic], keepsConstant: true,
                wavenumbers: wavenumbers)
            return try FamilyProblems.sampler([x, y], RandomInput(law: .spectral(law)), nodes: [9, 9])
        }
        let few = try sampler([8, 8])
        let coarse = Grid([.nodes(of: x, count: 5), .nodes(of: y, count: 4)])
        let fine = Grid([.nodes(of: x, count: 9), .nodes(of: y, count: 7)])
        let draw = few.draw(FamilyProblems.stream(2))
        let onCoarse = few.evaluator(on: coarse).values(of: draw)
        let onFine = few.evaluator(on: fine).values(of: draw)
        for i in 0..<5 {
            for j in 0..<4 { XCTAssertEqual(onCoarse[i, j], onFine[2 * i, 2 * j], accuracy: 1e-14) }
        }
        // The first function left out has a variance of ((9 + 9.42²)/(9 + 1.05²))^-6 = 1e-6 times that of the largest.
        for other in [[16, 8], [8, 20], [16, 16]] {
            let more = try sampler(other)
            let values = more.evaluator(on: coarse).values(of: more.draw(FamilyProblems.stream(2))).elements
            let norm = onCoarse.elements.reduce(0) { $0 + $1 * $1 }.squareRoot()
            let difference = zip(values, onCoarse.elements).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
            XCTAssertLessThan(difference, 5e-3 * norm, "\(other)")
        }
    }

    func testASampleIsTheSameWhateverWasDrawnBefore() throws {
        let sampler = try FamilyProblems.sampler([x], FamilyProblems.spectral([x], .neumann, wavenumbers: 9), nodes: [9])
        let alone = coefficients(sampler.draw(FamilyProblems.stream(7)))
        for index in 0..<7 { _ = sampler.draw(FamilyProblems.stream(index)) }
        XCTAssertEqual(coefficients(sampler.draw(FamilyProblems.stream(7))), alone)
        XCTAssertNotEqual(coefficients(sampler.draw(FamilyProblems.stream(8))), alone)
    }

    /// Derivatives against differences of fourth order with step 1e-3: their error is below 1e-8 of the fourth derivative.
    func testDerivativesOfTransformedFields() throws {
        let symbol = Expressions.Expression(.symbol(.input(0, .none)))
        var input = FamilyProblems.spectral([x, y], .dirichlet, wavenumbers: 4)
        input.transform = .call(.exp, [symbol * .coordinate(0)])
        input.mean = .coordinate(1)
        let sampler = try FamilyProblems.sampler([x, y], input, nodes: [9, 9])
        let draw = sampler.draw(FamilyProblems.stream(4))
        let h = 1e-3
        let place = [0.3, 0.8]
        let around = Grid([
            FamilyProblems.points(x, [-2, -1, 0, 1, 2].map { place[0] + $0 * h }), FamilyProblems.points(y, [place[1]]),
        ])
        let values = sampler.evaluator(on: around).values(of: draw).elements
        let difference = (values[0] - 8 * values[1] + 8 * values[3] - values[4]) / (12 * h)
        let single = Grid([FamilyProblems.points(x, [place[0]]), FamilyProblems.points(y, [place[1]])])
        let slope = sampler.evaluator(on: single, derivative: MultiIndex([1])).values(of: draw).elements[0]
        XCTAssertEqual(slope, difference, accuracy: 1e-7)
        XCTAssertGreaterThan(abs(slope), 1e-3)
    }
}
