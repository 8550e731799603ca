import Dispatch
import NumericsCore
import XCTest

final class TransformTests: XCTestCase {
    private let x = [1, -0.5, 2, 3, 0.25]

    func testTrigonometricKindsAgreeWithSciPy() {
        let expected: [TrigonometricKind: [Double]] = [
            .cosineI: [10.25, -4.199747468305832, -2.75, 5.699747468305832, 0.25],
            .sineI: [9.580127018922195, -4.763139720814412, -1.5, 7.361215932167728, 0.9198729810778064],
            .cosineII: [11.5, -2.6879119916045813, -3.5225424859373673, 7.539073492504785, 0.7274575140626311],
            .sineII: [8.817627457812105, -5.775717735627365, -0.43237254218789456, 5.541081540490042, 1.5],
            .cosineIII: [6.96623147214695, -6.934700824750658, -2.5, 5.653547875376132, 1.8149214772275788],
            .sineIII: [9.222655811728131, -1.8736660638003075, -1.75, 7.081869996299677, -1.0144518792287638],
        ]
        for kind in TrigonometricKind.allCases {
            let transform = TrigonometricTransform(shape: [5], kinds: [kind])
            var y = Tensor(shape: [5], repeating: 0.0)
            transform.forward(Tensor(x), into: &y)
            // Sums of five terms of size 3.
            for (value, reference) in zip(y.elements, expected[kind]!) {
                XCTAssertEqual(value, reference, accuracy: 1e-14, "\(kind)")
            }
            var back = Tensor(shape: [5], repeating: 0.0)
            transform.inverse(y, into: &back)
            XCTAssertLessThan(MatrixFixtures.largestDifference(back, Tensor(x)), 2e-15)
            transform.inverse(inPlace: &y)
            XCTAssertLessThan(MatrixFixtures.largestDifference(y, Tensor(x)), 2e-15)
        }
    }

    func testComplexTransformAgreesWithNumPy() {
        let transform = ComplexFourierTransform(shape: [5])
        let expected = [
            Complex(5.75, 0), Complex(-3.122339220468474, 1.3010776395138381),
            Complex(2.747339220468474, -0.5102175770757986), Complex(2.747339220468474, 0.5102175770757986),
            Complex(-3.122339220468474, -1.3010776395138381),
        ]
        let values = Tensor(x.map { Complex($0) })
        var spectrum = Tensor(shape: [5], repeating: Complex<Double>.zero)
        transform.forward(values, into: &spectrum)
        XCTAssertLessThan(MatrixFixtures.largestDifference(spectrum, Tensor(expected)), 2e-15)
        transform.inverse(inPlace: &spectrum)
        XCTAssertLessThan(MatrixFixtures.largestDifference(spectrum, values), 1e-15)
        transform.forward(inPlace: &spectrum)
        var back = values
        transform.inverse(spectrum, into: &back, normalised: false)
        XCTAssertEqual(back[2].real, 5 * x[2], accuracy: 1e-14)
    }

    func testRealTransformInTwoDimensionsAgreesWithNumPy() {
        let values = Tensor(shape: [3, 4], elements: (0..<12).map { Double($0 * $0 % 7) })
        let transform = RealFourierTransform(shape: [3, 4])
        let root = 3.0.squareRoot()
        let expected = [
            Complex(23.0, 0), Complex(-4, -5), Complex(-3, 0), Complex(-1, root),
            Complex(-4 - root, 4 - root), Complex(3, -root), Complex(-1, -root),
            Complex(-4 + root, 4 + root), Complex(3, root),
        ]
        let spectrum = transform.forward(values)
        XCTAssertEqual(spectrum.shape, [3, 3])
        XCTAssertLessThan(
            MatrixFixtures.largestDifference(spectrum, Tensor(shape: [3, 3], elements: expected)), 1e-14)
        XCTAssertLessThan(MatrixFixtures.largestDifference(transform.inverse(spectrum), values), 1e-14)
    }

    func testTheInverseRealTransformLeavesSharedSpectraAlone() {
        let transform = RealFourierTransform(shape: [6, 8])
        let values = MatrixFixtures.random([6, 8], seed: 1)
        let kept = transform.forward(values)
        var consumed = kept
        var back = Tensor(shape: [6, 8], repeating: 0.0)
        transform.inverse(&consumed, into: &back)
        XCTAssertEqual(kept, transform.forward(values))
        XCTAssertLessThan(MatrixFixtures.largestDifference(back, values), 1e-15)
    }

    func testEveryAxisOfABatchMayBeTheTransformedOne() {
        // Against one-dimensional transforms of each line.
        let values = MatrixFixtures.random([3, 4, 5], seed: 2)
        for axis in 0..<3 {
            let length = values.shape[axis]
            let all = TrigonometricTransform(shape: [3, 4, 5], kinds: [.sineII], axes: [axis])
            var result = values
            all.forward(inPlace: &result)
            let line = TrigonometricTransform(shape: [length], kinds: [.sineII])
            let step = TransformTests.strides[axis]
            for start in 0..<60 where (start / step) % length == 0 {
                var one = Tensor((0..<length).map { values[start + $0 * step] })
                line.forward(inPlace: &one)
                for index in 0..<length {
                    XCTAssertEqual(one[index], result[start + index * step], accuracy: 1e-14)
                }
            }
        }
    }
    private static let strides = [20, 5, 1]

    func testMixedKindsInThreeDimensionsAreInverted() {
        let transform = TrigonometricTransform(shape: [4, 5, 6], kinds: [.cosineI, .sineIII, .cosineII])
        XCTAssertEqual(transform.scale, 6 * 10 * 12)
        let values = MatrixFixtures.random([4, 5, 6], seed: 3)
        var coefficients = values
        transform.forward(values, into: &coefficients)
        var back = values
        transform.inverse(coefficients, into: &back)
        XCTAssertLessThan(MatrixFixtures.largestDifference(back, values), 5e-15)
    }

    func testOneTransformServesSeveralThreads() {
        let transform = RealFourierTransform(shape: [16, 16])
        let inputs = (0..<8).map { MatrixFixtures.random([16, 16], seed: UInt64($0)) }
        let alone = inputs.map { transform.forward($0) }
        DispatchQueue.concurrentPerform(iterations: 8) { index in
            // The same plan on the same data gives the same bits, whoever runs it.
            XCTAssertEqual(RealFourierTransform(shape: [16, 16]).forward(inputs[index]), alone[index])
        }
    }

    func testWisdomGoesOutAndIn() {
        _ = RealFourierTransform(shape: [48], planning: .measure)
        let wisdom = TransformWisdom.exported()
        XCTAssertTrue(wisdom.hasPrefix("(fftw"))
        TransformWisdom.removeAll()
        XCTAssertLessThan(TransformWisdom.exported().count, wisdom.count)
        XCTAssertTrue(TransformWisdom.add(wisdom))
        XCTAssertEqual(TransformWisdom.exported().count, wisdom.count)
        XCTAssertFalse(TransformWisdom.add("nonsense"))
    }

    func testSmoothLengths() {
        XCTAssertEqual([0, 1, 11, 13, 121, 127, 1009].map(smoothLength), [1, 1, 12, 14, 125, 128, 1024].map { $0 })
    }
}
