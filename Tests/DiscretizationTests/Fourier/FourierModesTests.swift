import Discretization
import NumericsCore
import XCTest

final class FourierModesTests: XCTestCase {
    private let line = FourierModes(lower: [-1], lengths: [2], counts: [16])
    private let box = FourierModes(lower: [0, -1], lengths: [2 * .pi, 3], counts: [12, 20])

    /// Coefficients of values sampled at the grid points.
    private func coefficients(_ modes: FourierModes, _ function: ([Double]) -> Double) -> Tensor<Complex<Double>> {
        let axes = (0..<modes.dimension).map { modes.points(along: $0) }
        let points = axes.reduce([[Double]]([[]])) { partial, axis in partial.flatMap { left in axis.map { left + [$0] } } }
        let values = Tensor(shape: modes.counts, elements: points.map(function))
        let spectrum = RealFourierTransform(shape: modes.counts).forward(values)
        let scale = Complex(1 / Double(modes.pointCount), 0)
        return Tensor(shape: modes.shape, elements: zip(spectrum.elements, modes.retained).map { $1 ? $0 * scale : Complex(0, 0) })
    }

    func testSymbolsDifferentiateExactly() {
        let values = coefficients(box) { .exp(.sin($0[0])) * .cos(2 * .pi * $0[1] / 3) }
        let point = Tensor(shape: [1, 2], elements: [0.7, 0.4])
        let (s, c) = (Double.sin(0.7), Double.cos(0.7))
        let k = 2 * Double.pi / 3
        let second = (c * c - s) * Double.exp(s)
        // Twelve points resolve exp(sin x) to about 1e-5, the derivative with them.
        XCTAssertEqual(box.values(of: values.elements, derivative: [2, 1], at: point)[0], -second * k * .sin(k * 0.4), accuracy: 2e-3)
        let fine = FourierModes(lower: [0, -1], lengths: [2 * .pi, 3], counts: [48, 20])
        let resolved = coefficients(fine) { .exp(.sin($0[0])) * .cos(2 * .pi * $0[1] / 3) }
        XCTAssertEqual(fine.values(of: resolved.elements, derivative: [2, 1], at: point)[0], -second * k * .sin(k * 0.4), accuracy: 1e-12)
    }

    func testNyquistModeVanishesInOddDerivatives() {
        for order in 0...5 {
            let symbol = line.symbol([order])
            XCTAssertEqual(symbol[8] == Complex(0, 0), order % 2 == 1)
            XCTAssertEqual(order % 2 == 0 ? symbol[3].imaginary : symbol[3].real, 0, "even orders are exactly real, odd ones imaginary")
        }
        XCTAssertEqual(line.symbol([4])[3].real, Double.pow(3 * .pi, 4), accuracy: 1e-10)
    }

    func testMultiplicitiesGiveParseval() {
        let values = coefficients(box) { 1 + .sin($0[0]) * .cos(2 * .pi * $0[1] / 3) }
        let sum = zip(values.elements, box.multiplicities).reduce(0.0) { $0 + $1.0.lengthSquared * $1.1 }
        // Mean of (1 + s c)^2 = 1 + 1/4.
        XCTAssertEqual(sum, 1.25, accuracy: 1e-14)
    }

    func testPaddingAndTruncationAreInverse() {
        let fine = box.resized([20, 32])
        let values = coefficients(box) { .exp(.sin($0[0]) + .cos(2 * .pi * $0[1] / 3)) }
        let embedding = SpectralEmbedding(coarse: box, fine: fine)
        let padded = embedding.padded(values.reshaped([1] + box.shape))
        XCTAssertEqual(embedding.truncated(padded).elements, values.elements)
        let points = Tensor(shape: [3, 2], elements: [0.1, 0.2, 1.7, -0.9, 5, 1.3])
        for (a, b) in zip(box.values(of: values.elements, at: points), fine.values(of: padded.elements, at: points)) {
            XCTAssertEqual(a, b, accuracy: 1e-13)
        }
    }

    func testMovingAlongAxesInOppositeDirections() {
        let other = box.resized([24, 10])
        let values = coefficients(box) { .sin(2 * $0[0]) + .cos(2 * .pi * $0[1] / 3) }
        let moved = box.moved(values.reshaped([1] + box.shape), to: other)
        let direct = coefficients(other) { .sin(2 * $0[0]) + .cos(2 * .pi * $0[1] / 3) }
        for (a, b) in zip(moved.elements, direct.elements) { XCTAssertLessThan((a - b).length, 1e-15) }
    }

    func testTensorPointsAgreeWithScatteredOnes() {
        let values = coefficients(box) { .exp(.sin($0[0]) + .cos(2 * .pi * $0[1] / 3)) }.elements
        let xs = [0.3, 1.1, 4.0], ys = [-0.5, 0.0, 0.7, 1.9]
        let points = xs.flatMap { x in ys.map { [x, $0] } }
        let together = box.values(of: values, derivative: [1], at: Tensor(shape: [12, 2], elements: points.flatMap { $0 }))
        for (index, point) in points.enumerated() {
            let alone = box.values(of: values, derivative: [1], at: Tensor(shape: [1, 2], elements: point))[0]
            XCTAssertEqual(together[index], alone, accuracy: 1e-14)
        }
    }

    func testGridPointsAgreeWithScatteredOnes() {
        // Of three grids one is the modes' own, one finer, one too coarse for a transform.
        let values = coefficients(box) { .exp(.sin($0[0]) + .cos(2 * .pi * $0[1] / 3)) }.elements
        for counts in [[12, 20], [16, 30], [8, 20]] {
            let axes = (0..<2).map { box.resized(counts).points(along: $0) }
            let points = axes[0].flatMap { x in axes[1].map { [x, $0] } }
            let together = box.values(
                of: values, derivative: [0, 1], at: Tensor(shape: [points.count, 2], elements: points.flatMap { $0 }))
            for index in stride(from: 0, to: points.count, by: 7) {
                let alone = box.values(of: values, derivative: [0, 1], at: Tensor(shape: [1, 2], elements: points[index]))[0]
                XCTAssertEqual(together[index], alone, accuracy: 1e-13)
            }
        }
    }

    func testTailMeasuresTheHighModes() {
        let tail = SpectralTail(line)
        let low = coefficients(line) { .cos(.pi * $0[0]) }
        let high = coefficients(line) { .cos(.pi * $0[0]) + 1e-3 * .cos(7 * .pi * $0[0]) }
        XCTAssertLessThan(low.withUnsafeBufferPointer { tail.measure($0) }.tails[0], 1e-16)
        XCTAssertEqual(high.withUnsafeBufferPointer { tail.measure($0) }.tails[0], 1e-3 / 2.0.squareRoot(), accuracy: 1e-12)
    }

    func testHermitianSymmetryIsRestored() {
        let symmetry = HermitianSymmetry(box)
        let exact = coefficients(box) { .exp(.sin($0[0] + 2 * .pi * $0[1] / 3)) }
        var clean = exact
        symmetry.apply(&clean)
        for (a, b) in zip(clean.elements, exact.elements) { XCTAssertLessThan((a - b).length, 1e-16) }
        var spoiled = exact
        let row = box.shape[1]
        spoiled[2 * row] = spoiled[2 * row] + Complex(0, 1e-3)
        spoiled[10 * row] = spoiled[10 * row] + Complex(0, 1e-3)
        symmetry.apply(&spoiled)
        XCTAssertLessThan((spoiled[2 * row] - exact[2 * row]).length, 1e-16, "an antisymmetric disturbance disappears")
    }

    func testPaddedCountsAreSmoothAndLargeEnough() {
        XCTAssertEqual(Dealiasing.paddedCount(64, rule: .polynomial(degree: 2)), 96)
        XCTAssertEqual(Dealiasing.paddedCount(64, rule: .polynomial(degree: 3)), 128)
        XCTAssertEqual(Dealiasing.paddedCount(64, rule: .polynomial(degree: 1)), 64)
        XCTAssertEqual(Dealiasing.paddedCount(64, rule: .unbounded), 128)
        XCTAssertEqual(Dealiasing.paddedCount(64, rule: .off), 64)
        XCTAssertEqual(Dealiasing.smoothEvenCount(atLeast: 121), 126)
        XCTAssertEqual(Dealiasing.smoothEvenCount(atLeast: 1), 4)
    }
}
