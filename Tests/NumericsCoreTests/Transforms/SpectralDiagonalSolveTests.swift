import NumericsCore
import XCTest

final class SpectralDiagonalSolveTests: XCTestCase {
    private static let walls = TrigonometricKind.allCases.map { SpectralKind.trigonometric($0) }

    /// Applies the multiplier by the plain transforms, axis after axis.
    private func reference(
        _ values: Tensor<Double>, _ kinds: [SpectralKind], _ factor: ([Int]) -> Complex<Double>
    ) -> Tensor<Double> {
        let shape = values.shape
        let waves = kinds.indices.filter { kinds[$0] == .fourier }
        var axes: [Int] = []
        var trigonometric: [TrigonometricKind] = []
        for (axis, kind) in kinds.enumerated() {
            if case .trigonometric(let wall) = kind {
                axes.append(axis)
                trigonometric.append(wall)
            }
        }
        let real = TrigonometricTransform(shape: shape, kinds: trigonometric, axes: axes)
        let complex = ComplexFourierTransform(shape: shape, axes: waves)
        var coefficients = values
        if !axes.isEmpty { real.forward(inPlace: &coefficients) }
        var spectrum = Tensor(shape: shape, elements: coefficients.elements.map { Complex($0) })
        if !waves.isEmpty { complex.forward(inPlace: &spectrum) }
        for position in 0..<spectrum.count {
            var (rest, index) = (position, [Int](repeating: 0, count: shape.count))
            for axis in shape.indices.reversed() {
                index[axis] = rest % shape[axis]
                rest /= shape[axis]
            }
            spectrum[position] *= factor(index)
        }
        if !waves.isEmpty { complex.inverse(inPlace: &spectrum) }
        var result = Tensor(shape: shape, elements: spectrum.elements.map(\.real))
        if !axes.isEmpty { real.inverse(inPlace: &result) }
        return result
    }

    private func symbols(_ shape: [Int], _ kinds: [SpectralKind]) -> [[Double]] {
        zip(shape, kinds).map { count, kind in kind.modeNumbers(count: count).map { $0 * $0 } }
    }

    private func checkSeparable(_ shape: [Int], _ kinds: [SpectralKind]) {
        let symbols = symbols(shape, kinds)
        let values = MatrixFixtures.random(shape, seed: 1)
        var solve = SpectralDiagonalSolve(
            shape: shape, kinds: kinds, multiplier: .inverseOfSum(symbols, constant: 0.5))
        var result = values
        solve.solve(values, into: &result)
        let expected = reference(values, kinds) { index in
            Complex(1 / (0.5 + zip(symbols, index).reduce(0.0) { $0 + $1.0[$1.1] }))
        }
        // Numbers up to 2; transforms lose log(count) eps.
        XCTAssertLessThan(MatrixFixtures.largestDifference(result, expected), 1e-14, "\(shape) \(kinds)")
        solve.solve(values, into: &result)
        XCTAssertLessThan(MatrixFixtures.largestDifference(result, expected), 1e-14, "second \(shape) \(kinds)")
    }

    func testEveryPairOfKindsInTwoDimensions() {
        for first in SpectralDiagonalSolveTests.walls + [.fourier] {
            for second in SpectralDiagonalSolveTests.walls + [.fourier] { checkSeparable([6, 9], [first, second]) }
        }
    }

    func testOneAndThreeDimensionsOddLengthsAndManyBlocks() {
        let sine = SpectralKind.trigonometric(.sineI)
        let cosine = SpectralKind.trigonometric(.cosineII)
        for kind in SpectralDiagonalSolveTests.walls + [.fourier] { checkSeparable([7], [kind]) }
        checkSeparable([4, 5, 6], [.fourier, .fourier, .fourier])
        checkSeparable([5, 4, 7], [.fourier, sine, .fourier])
        checkSeparable([5, 4, 7], [cosine, .fourier, sine])
        checkSeparable([5, 3, 7], [.fourier, sine, cosine])
        checkSeparable([3, 150], [.fourier, .fourier])
        checkSeparable([150, 101], [sine, .fourier])
        checkSeparable([3, 150], [.fourier, sine])
        checkSeparable([33, 151], [cosine, sine])
    }

    func testZeroModesAreDropped() {
        let kinds: [SpectralKind] = [.fourier, .trigonometric(.cosineII)]
        let shape = [8, 6]
        var solve = SpectralDiagonalSolve(
            shape: shape, kinds: kinds, multiplier: .inverseOfSum(symbols(shape, kinds), constant: 0))
        var values = MatrixFixtures.random(shape, seed: 2)
        var (result, shifted) = (values, values)
        solve.solve(values, into: &result)
        XCTAssertEqual(result.elements.reduce(0, +), 0, accuracy: 1e-14)
        for index in 0..<values.count { values[index] += 3 }
        solve.solve(values, into: &shifted)
        // A constant changes nothing but the rounding of numbers up to 4.
        XCTAssertLessThan(MatrixFixtures.largestDifference(result, shifted), 1e-14)
    }

    func testRealAndComplexMultipliers() {
        let shape = [6, 5, 8]
        for kinds: [SpectralKind] in [
            [.fourier, .fourier, .fourier], [.trigonometric(.sineII), .fourier, .fourier],
            [.fourier, .trigonometric(.cosineI), .trigonometric(.sineI)],
            [.trigonometric(.cosineIII), .trigonometric(.sineII), .fourier],
        ] {
            let modes = zip(shape, kinds).map { $1.modeNumbers(count: $0) }
            // Even in every wave number for the real one, and Hermitian for the complex one: along the halved axis i k,
            // without the Nyquist mode, which has no sign.
            let halved = kinds.lastIndex(of: .fourier)!
            func even(_ index: [Int]) -> Double { 1 / (1 + index.indices.reduce(0.0) { $0 + abs(modes[$1][index[$1]]) }) }
            func wave(_ index: [Int]) -> Double { 2 * index[halved] == shape[halved] ? 0 : modes[halved][index[halved]] }
            let base = SpectralDiagonalSolve(shape: shape, kinds: kinds, multiplier: .inverseOfSum(modes, constant: 9))
            let extents = base.spectrumShape
            let indices = (0..<extents.reduce(1, *)).map { position in
                [position / (extents[1] * extents[2]), position / extents[2] % extents[1], position % extents[2]]
            }
            let values = MatrixFixtures.random(shape, seed: 3)
            var result = values
            var real = SpectralDiagonalSolve(
                shape: shape, kinds: kinds, multiplier: .real(Tensor(shape: extents, elements: indices.map(even))))
            real.solve(values, into: &result)
            XCTAssertLessThan(
                MatrixFixtures.largestDifference(result, reference(values, kinds) { Complex(even($0)) }), 1e-14)
            var complex = SpectralDiagonalSolve(
                shape: shape, kinds: kinds,
                multiplier: .complex(Tensor(shape: extents, elements: indices.map { Complex(even($0), wave($0)) })))
            complex.solve(values, into: &result)
            // Wave numbers up to 4.
            XCTAssertLessThan(
                MatrixFixtures.largestDifference(result, reference(values, kinds) { Complex(even($0), wave($0)) }), 3e-14)
        }
    }

    func testPoissonWithAKnownSolution() {
        // −Δu = f for u = sin(2πx) sin(3πy), periodic in x, zero at the walls of cells in y.
        let (rows, columns) = (16, 12)
        var values = Tensor(shape: [rows, columns], repeating: 0.0)
        for row in 0..<rows {
            for column in 0..<columns {
                let (x, y) = (Double(row) / Double(rows), (Double(column) + 0.5) / Double(columns))
                values[row, column] = Double.sin(2 * .pi * x) * Double.sin(3 * .pi * y)
            }
        }
        let kinds: [SpectralKind] = [.fourier, .trigonometric(.sineII)]
        let symbols = [
            kinds[0].modeNumbers(count: rows).map { 4 * Double.pi * Double.pi * $0 * $0 },
            kinds[1].modeNumbers(count: columns).map { Double.pi * Double.pi * $0 * $0 },
        ]
        var right = values
        LinearAlgebra.scale(13 * Double.pi * Double.pi, &right)
        var solve = SpectralDiagonalSolve(
            shape: [rows, columns], kinds: kinds, multiplier: .inverseOfSum(symbols, constant: 0))
        var result = right
        solve.solve(right, into: &result)
        XCTAssertLessThan(MatrixFixtures.largestDifference(result, values), 1e-15)
    }
}
