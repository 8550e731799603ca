import Foundation
import NumericsCore
import XCTest

final class ElementwiseTests: XCTestCase {
    private let variants = InstructionSet.allCases.filter(\.isAvailable)

    func testErrorsInUnitsInTheLastPlace() {
        for fixture in ElementwiseFixture.all {
            for variant in variants {
                let results = Elementwise.apply(fixture.function, Tensor(fixture.arguments), using: variant).elements
                for (index, result) in results.enumerated() {
                    let error = fixture.error(of: result, at: index)
                    XCTAssertLessThanOrEqual(
                        error, fixture.tolerance, "\(fixture.function)(\(fixture.arguments[index])), \(variant)")
                }
            }
        }
    }

    func testFixturesCoverTheFunctions() {
        XCTAssertEqual(Set(ElementwiseFixture.all.map(\.function)), [.tanh, .exp, .sin, .cos, .log, .erf])
        for fixture in ElementwiseFixture.all {
            XCTAssertGreaterThanOrEqual(fixture.arguments.count, 190)
        }
    }

    func testSpecialValues() {
        let infinity = Double.infinity
        let arguments = [0.0, -0.0, infinity, -infinity]
        let expected: [(Elementwise.Function, [Double])] = [
            (.tanh, [0, -0.0, 1, -1]),
            (.exp, [1, 1, infinity, 0]),
            (.sin, [0, -0.0, .nan, .nan]),
            (.cos, [1, 1, .nan, .nan]),
            (.log, [-infinity, -infinity, infinity, .nan]),
            (.erf, [0, -0.0, 1, -1]),
            (.bump, [1, 1, 0, 0]),
            (.sign, [0, -0.0, 1, -1]),
            (.step, [1, 1, 1, 0]),
            (.floor, [0, -0.0, infinity, -infinity]),
        ]
        for variant in variants {
            for (function, values) in expected {
                let results = Elementwise.apply(function, Tensor(arguments), using: variant).elements
                for (result, value) in zip(results, values) {
                    XCTAssert(isSame(result, value), "\(function), \(variant): \(result) instead of \(value)")
                }
            }
        }
    }

    func testNaNPassesThroughEveryFunction() {
        for variant in variants {
            for function in Elementwise.Function.allCases {
                // Nine lanes, so that both the vector body and its remainder meet a NaN.
                let results = Elementwise.apply(function, Tensor(shape: [9], repeating: Double.nan), using: variant)
                XCTAssert(results.elements.allSatisfy(\.isNaN), "\(function), \(variant)")
            }
        }
    }

    func testLogarithmOfNegativeNumbersIsNaN() {
        for variant in variants {
            let results = Elementwise.apply(.log, Tensor([-0x1p-1074, -1, -1e308]), using: variant)
            XCTAssert(results.elements.allSatisfy(\.isNaN))
        }
    }

    func testALaneDoesNotDependOnItsPlace() {
        var random = RandomStream(seed: 1, name: "places")
        let arguments = (0..<531).map { _ in random.uniform(from: 0.01, to: 3) }
        for variant in variants {
            for function in Elementwise.Function.allCases {
                let together = Elementwise.apply(function, Tensor(arguments), using: variant).elements
                let apart = arguments.map { Elementwise.apply(function, Tensor([$0]), using: variant)[0] }
                XCTAssert(zip(together, apart).allSatisfy(isSame), "\(function), \(variant)")
            }
        }
    }

    func testHugeArgumentsDoNotDisturbTheirNeighbours() {
        let calm = (0..<40).map { 0.3 * Double($0) }
        for function in [Elementwise.Function.sin, .cos] {
            let alone = Elementwise.apply(function, Tensor(calm)).elements
            let mixed = Elementwise.apply(function, Tensor(calm + [1e300, .infinity])).elements
            XCTAssertEqual(Array(mixed.prefix(40)), alone)
            XCTAssert(mixed[41].isNaN)
        }
    }

    func testInPlaceEqualsOutOfPlace() {
        let arguments = Tensor((1...700).map { 0.01 * Double($0) } + [1e9])
        for function in Elementwise.Function.allCases {
            var changed = arguments
            Elementwise.applyInPlace(function, &changed)
            let expected = Elementwise.apply(function, arguments)
            XCTAssert(zip(changed.elements, expected.elements).allSatisfy(isSame), "\(function)")
        }
    }

    func testPlainFunctions() {
        let arguments = [-2.5, -1, -0.3, 0.2, 0.75, 1, 3]
        let references: [(Elementwise.Function, (Double) -> Double)] = [
            (.tan, { tan($0) }), (.asin, { asin($0) }), (.acos, { acos($0) }), (.atan, { atan($0) }),
            (.sinh, { sinh($0) }), (.cosh, { cosh($0) }), (.sqrt, { $0.squareRoot() }), (.abs, { abs($0) }),
            (.floor, { $0.rounded(.down) }), (.sign, { $0 > 0 ? 1 : -1 }), (.step, { $0 >= 0 ? 1 : 0 }),
            (.negate, { -$0 }), (.square, { $0 * $0 }), (.reciprocal, { 1 / $0 }),
        ]
        for variant in variants {
            for (function, reference) in references {
                let results = Elementwise.apply(function, Tensor(arguments), using: variant).elements
                XCTAssert(zip(results, arguments.map(reference)).allSatisfy(isSame), "\(function), \(variant)")
            }
        }
    }

    func testBump() {
        let results = Elementwise.apply(.bump, Tensor([0, 0.5, -0.5, 63.0 / 64, 1, -1.5])).elements
        // mpmath: exp(1 - 1/(1 - r^2)); the exponent of -31 multiplies roundings.
        let expected = [1, 0.71653131057378925, 0.71653131057378925, 2.6757314921615655717e-14, 0, 0]
        for (result, value) in zip(results, expected) {
            XCTAssertEqual(result, value, accuracy: 60 * value.ulp)
        }
    }

    /// Equal bit for bit, all NaN being one.
    private func isSame(_ a: Double, _ b: Double) -> Bool {
        a.isNaN ? b.isNaN : a == b && a.sign == b.sign
    }
}
