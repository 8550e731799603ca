import NumericsCore
import TimeIntegration
import XCTest

final class ETDRK4Tests: XCTestCase {
    /// One "mode" a trajectory; N given as a function of all components and time.
    private final class Toy: ModalSystem {
        let linear: ModeMatrices
        let hasNonlinearTerm = true
        let multiplicities: [Double]
        private let term: ([Double], Double) -> [Double]

        init(_ linear: ModeMatrices, _ term: @escaping ([Double], Double) -> [Double]) {
            self.linear = linear
            self.term = term
            multiplicities = Array(repeating: 1, count: linear.modeCount)
        }

        func evaluateNonlinearTerm(
            _ state: Tensor<Complex<Double>>, time: Double, into rate: inout Tensor<Complex<Double>>
        ) {
            let values = term((0..<linear.size).map { state[$0].real }, time)
            for (component, value) in values.enumerated() { rate[component] = Complex(value, 0) }
        }
    }

    /// u' = -50 u + 50 cos t - sin t + (u^2 - cos^2 t): u = cos t, stiff.
    private func stiffScalar() -> (Toy, (Double) -> [Double]) {
        let matrix = ModeMatrices(size: 1, modeCount: 1, entries: [.init(row: 0, column: 0, values: .real([-50]))])
        let toy = Toy(matrix) { u, t in [50 * Double.cos(t) - .sin(t) + u[0] * u[0] - .cos(t) * .cos(t)] }
        return (toy, { [.cos($0)] })
    }

    /// u' = w, w' = -25 u - u^3 + forcing for u = sin 2t: coupled, oscillating.
    private func oscillator() -> (Toy, (Double) -> [Double]) {
        let matrix = ModeMatrices(
            size: 2, modeCount: 1,
            entries: [.init(row: 0, column: 1, values: .real([1])), .init(row: 1, column: 0, values: .real([-25]))])
        let toy = Toy(matrix) { u, t in
            let s = Double.sin(2 * t)
            return [0, -u[0] * u[0] * u[0] + s * s * s + 21 * s]
        }
        return (toy, { [.sin(2 * $0), 2 * .cos(2 * $0)] })
    }

    private func fixedStepError(_ toy: Toy, _ exact: (Double) -> [Double], steps: Int) -> Double {
        let coefficients = ETDRK4Coefficients(linear: toy.linear, step: 1 / Double(steps))
        var state = Tensor(shape: [toy.linear.size, 1], elements: exact(0).map { Complex($0, 0) })
        var (rate, next) = (state, state)
        var method = ETDRK4(shape: state.shape)
        for step in 0..<steps {
            let time = Double(step) / Double(steps)
            toy.evaluateNonlinearTerm(state, time: time, into: &rate)
            method.advance(state, rate: rate, time: time, coefficients, toy, into: &next)
            swap(&state, &next)
        }
        return zip(exact(1), state.elements).map { abs($0 - $1.real) }.max()!
    }

    func testFourthOrder() {
        for (toy, exact) in [stiffScalar(), oscillator()] {
            // The stiff problem shows its order once h L is of order one; both are far above round-off here.
            let errors = [80, 160, 320].map { fixedStepError(toy, exact, steps: $0) }
            XCTAssertGreaterThan(errors[2], 1e-13)
            for (coarse, fine) in zip(errors, errors.dropFirst()) {
                let order = Double.log(coarse / fine) / .log(2)
                XCTAssertEqual(order, 4, accuracy: 0.35, "errors \(errors)")
            }
        }
    }

    func testExtrapolatedStepsKeepTheTolerance() throws {
        for (toy, exact) in [stiffScalar(), oscillator()] {
            for tolerance in [1e-6, 1e-9, 1e-12] {
                let start = Tensor(shape: [toy.linear.size, 1], elements: exact(0).map { Complex($0, 0) })
                var integrator = ETDIntegrator(toy, state: start, time: 0, tolerance: tolerance)
                while integrator.time < 1 {
                    _ = try integrator.propose(until: 1)
                    integrator.accept()
                }
                XCTAssertEqual(integrator.time, 1)
                let error = zip(exact(1), integrator.state.elements).map { abs($0 - $1.real) }.max()!
                // Errors of some ten to a hundred steps add up.
                XCTAssertLessThan(error, 100 * tolerance)
            }
        }
    }

    func testVanishingLinearPartIsClassicalRungeKutta() {
        let matrix = ModeMatrices(size: 1, modeCount: 1, entries: [])
        let coefficients = ETDRK4Coefficients(linear: matrix, step: 0.3)
        XCTAssertEqual(coefficients.first.matrix(mode: 0)[0].real, 0.3 / 6, accuracy: 1e-16)
        XCTAssertEqual(coefficients.middle.matrix(mode: 0)[0].real, 0.3 / 3, accuracy: 1e-16)
        XCTAssertEqual(coefficients.last.matrix(mode: 0)[0].real, 0.3 / 6, accuracy: 1e-16)
        XCTAssertEqual(coefficients.stage.matrix(mode: 0)[0].real, 0.15, accuracy: 1e-16)
    }

    func testRealAndComplexRatesGiveTheSameCoefficients() {
        let rates = [0, -1e-9, -0.3, 0.99, -1.01, -20, 3, -1e5]
        let real = ModeMatrices(size: 1, modeCount: rates.count, entries: [.init(row: 0, column: 0, values: .real(rates))])
        let complex = ModeMatrices(
            size: 1, modeCount: rates.count, entries: [.init(row: 0, column: 0, values: .complex(rates.map { Complex($0, 0) }))])
        let first = ETDRK4Coefficients(linear: real, step: 0.7)
        let second = ETDRK4Coefficients(linear: complex, step: 0.7)
        let fields: [KeyPath<ETDRK4Coefficients, ModeMatrices>] = [\.full, \.half, \.stage, \.first, \.middle, \.last]
        for field in fields {
            for mode in rates.indices {
                let (a, b) = (first[keyPath: field].matrix(mode: mode)[0], second[keyPath: field].matrix(mode: mode)[0])
                // The same formulas in another order of operations: a few units of the largest term.
                XCTAssertEqual(a.real, b.real, accuracy: 4e-16 * max(1, abs(b.real)), "rate \(rates[mode])")
                XCTAssertEqual(b.imaginary, 0)
            }
        }
    }

    func testBlowUpIsReported() {
        // u' = u^2 from 1 is infinite at t = 1.
        let toy = Toy(ModeMatrices(size: 1, modeCount: 1, entries: [])) { u, _ in [u[0] * u[0]] }
        var integrator = ETDIntegrator(
            toy, state: Tensor(shape: [1, 1], repeating: Complex(1, 0)), time: 0, tolerance: 1e-8)
        XCTAssertThrowsError(
            try {
                for _ in 0..<100_000 where integrator.time < 2 {
                    _ = try integrator.propose(until: 2)
                    integrator.accept()
                }
            }()
        ) { error in
            guard case ETDError.stepTooSmall(let time, _) = error else { return XCTFail("\(error)") }
            XCTAssertEqual(time, 1, accuracy: 1e-3)
        }
    }

    func testLadderHalvesExactly() {
        for rung in -61...40 {
            XCTAssertEqual(StepLadder(rung: rung).step, 2 * StepLadder(rung: rung - 2).step)
            XCTAssertEqual(StepLadder(notAbove: StepLadder(rung: rung).step).rung, rung)
            XCTAssertEqual(StepLadder(notAbove: StepLadder(rung: rung).step.nextDown).rung, rung - 1)
        }
    }
}
