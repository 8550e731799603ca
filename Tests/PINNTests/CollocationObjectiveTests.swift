import NumericsCore
import Optimization
import PINN
import Problems
import TrialFunctions
import XCTest

/// Gradients, Jacobians and second derivatives of the least-squares objective of whole problems.
final class CollocationObjectiveTests: XCTestCase {
    private struct Setting {
        var objective: CollocationObjective
        var parameters: Tensor<Double>
        var direction: Tensor<Double>
    }

    private func setting(_ text: String, threads: Int = 1, points: Int = 90, windows: [Int]? = nil) throws -> Setting {
        let problem = try readProblem(text)
        var settings = PINNSettings(try PINNSolver().settings)
        settings.hidden = [5, 4]
        settings.windows = windows
        settings.points = points
        settings.conditionPoints = 7
        let design = NetworkDesign(problem, settings: settings)
        var stream = RandomStream(seed: 3, name: "test")
        let objective = try PINNStepper.objective(
            problem, design, settings, 1, "train", ThreadPool(threads: threads))
        let unknown = problem.parameters.filter(\.isEstimated).map(\.value)
        return Setting(
            objective: objective, parameters: Tensor(design.space.initialParameters(from: &stream).elements + unknown),
            direction: stream.normals(objective.parameterCount))
    }

    /// Weights of the central difference of order eight for a first derivative.
    private static let weights = [4.0 / 5, -1.0 / 5, 4.0 / 105, -1.0 / 280]
    /// The same for a second derivative, the middle first.
    private static let secondWeights = [-205.0 / 72, 8.0 / 5, -1.0 / 5, 8.0 / 315, -1.0 / 560]

    private func moved(_ setting: Setting, _ step: Double) -> Tensor<Double> {
        Tensor(zip(setting.parameters.elements, setting.direction.elements).map { $0 + step * $1 })
    }

    private func residual(_ setting: Setting, _ step: Double) -> [Double] {
        var result = Tensor(shape: [setting.objective.rowCount], repeating: 0.0)
        setting.objective.residual(at: moved(setting, step), into: &result)
        return result.elements
    }

    private func check(_ text: String) throws {
        let setting = try setting(text)
        let objective = setting.objective
        let (rows, count) = (objective.rowCount, objective.parameterCount)
        var values = Tensor(shape: [rows], repeating: 0.0), second = values
        let jacobian = SharedMatrix(rowCount: count, columnCount: rows)
        objective.linearization(at: setting.parameters, residual: &values, jacobian: jacobian)
        objective.secondDerivative(at: setting.parameters, along: setting.direction, into: &second)
        var gradient = Tensor(shape: [count], repeating: 0.0)
        let loss = objective.loss(at: setting.parameters, gradient: &gradient)
        XCTAssertEqual(loss, 0.5 * values.elements.reduce(0) { $0 + $1 * $1 }, accuracy: 1e-14 * loss)
        let matrix = jacobian.tensor
        for parameter in 0..<count {
            let product = (0..<rows).reduce(0) { $0 + matrix[parameter, $1] * values[$1] }
            XCTAssertEqual(gradient[parameter], product, accuracy: 1e-12 * (1 + abs(product)))
        }
        let step = 0.002
        let ahead = (1...4).map { residual(setting, step * Double($0)) }
        let back = (1...4).map { residual(setting, -step * Double($0)) }
        let scale = values.elements.map(abs).max()!
        for row in 0..<rows {
            var along = 0.0
            for parameter in 0..<count { along += matrix[parameter, row] * setting.direction[parameter] }
            var slope = 0.0, bend = Self.secondWeights[0] * values[row]
            for k in 0..<4 {
                slope += Self.weights[k] * (ahead[k][row] - back[k][row])
                bend += Self.secondWeights[k + 1] * (ahead[k][row] + back[k][row])
            }
            // Rounding over the step and its square; the step to the eighth power is below it.
            XCTAssertEqual(along, slope / step, accuracy: 1e-10 * scale)
            XCTAssertEqual(second[row], bend / (step * step), accuracy: 1e-7 * scale)
        }
    }

    func testDerivativesForAnEvolutionEquationWithExactConditionsAndSymmetry() throws { try check(Texts.burgers) }

    /// The Jacobian in strips is the dense one: nothing outside of the pattern differs from zero. Symmetry brings in windows far away.
    func testJacobianInStrips() throws {
        let texts = [Texts.burgers, Texts.system]
        for (text, windows) in zip(texts, [[12, 3], [9, 1]]) {
            let setting = try setting(text, threads: 2, points: 2500, windows: windows)
            let objective = setting.objective
            let pattern = try XCTUnwrap(objective.jacobianPattern)
            XCTAssertLessThan(pattern.density, 0.5)
            var residual = Tensor(shape: [objective.rowCount], repeating: 0.0), again = residual
            let dense = SharedMatrix(rowCount: objective.parameterCount, columnCount: objective.rowCount)
            objective.linearization(at: setting.parameters, residual: &residual, jacobian: dense)
            let strips = StripMatrix(pattern)
            for _ in 0..<2 { objective.linearization(at: setting.parameters, residual: &again, strips: strips) }
            XCTAssertEqual(residual, again)
            let matrix = dense.tensor
            var (rest, wrong) = (matrix, 0)
            for (index, strip) in pattern.strips.enumerated() {
                let block = strips.strips[index].tensor
                for group in strip.groups {
                    for (place, parameter) in pattern.groups[group].enumerated() {
                        for (lane, row) in strip.rows.enumerated() {
                            if block[strips.places[index][group]! + place, lane] != matrix[parameter, row] { wrong += 1 }
                            rest[parameter, row] = 0
                        }
                    }
                }
            }
            XCTAssertEqual(wrong, 0)
            XCTAssertTrue(rest.elements.allSatisfy { $0 == 0 })
        }
    }

    /// Steps by blocks are those of the dense matrix, to what its condition leaves of the digits.
    func testStepsByBlocks() throws {
        let setting = try setting(Texts.burgers, threads: 2, points: 2000, windows: [12, 1])
        XCTAssertNotNil(setting.objective.jacobianPattern)
        let pool = ThreadPool(threads: 2)
        var (blocks, dense) = (LevenbergMarquardt(pool: pool), LevenbergMarquardt(pool: pool))
        var (first, second) = (setting.parameters, setting.parameters)
        for _ in 0..<3 {
            let a = try blocks.step(setting.objective, parameters: &first)
            let b = try dense.step(DenseObjective(inner: setting.objective), parameters: &second)
            XCTAssertEqual(a.loss, b.loss, accuracy: 1e-6 * b.loss)
            XCTAssertEqual(a.status, .progress)
        }
        let scale = second.elements.map(abs).max()!
        for k in 0..<first.count { XCTAssertEqual(first[k], second[k], accuracy: 1e-6 * scale) }
    }

    func testDerivativesForASystemWithPeriodicInputAndAWeightedCondition() throws { try check(Texts.system) }

    /// Conditions met by construction, a symmetry, a seam with rows of its own; coefficients start at zero and the step moves them.
    func testDerivativesWithSingularFunctions() throws {
        try check(
            """
            coordinates: {x: {from: -1, to: 1, periodic: true}, t: [0, 1]}
            parameters: {D: 0.05}
            unknowns: u
            equations: ['u_t = D*u_xx + u - u^3']
            conditions: [{at: t = 0, require: 'u = x^2'}]
            enrich:
              - 2*sqrt(D*t/pi)*exp(-(1 - abs(x))^2/(4*D*t)) + (1 - abs(x))*erf((1 - abs(x))/sqrt(4*D*t))
              - x^4
            """)
    }

    func testDerivativesByUnknownParameters() throws {
        try check(Texts.burgers.replacingOccurrences(of: "nu: 0.05", with: "nu: {estimate: true, start: 0.05, range: [0.001, 1]}"))
    }

    func testDerivativesOfIntegralsAtEveryInstant() throws {
        try check(
            """
            coordinates: {x: [0, 1], t: [0, 2]}
            parameters: {k: {estimate: true, start: 0.7}}
            unknowns: u
            equations: ['u_t = u_xx + mean(u_x^2)*u + k*integral(k*u^2) + sin(x)']
            conditions:
              - {at: t = 0, require: u = 0}
              - {at: x = 0, require: u = 0}
              - {at: x = 1, require: u_x + mean(u)^2 = 0.3}
            """)
    }

    func testDerivativesOfIntegrals() throws {
        try check(
            """
            coordinates: {x: [0, 1], y: {from: 0, to: 2, periodic: true}}
            parameters: {k: {estimate: true, start: 0.7}}
            unknowns: u
            equations: ['lap(u) + mean(u_x^2)*u + k*integral(k*u^2) = sin(x)']
            conditions:
              - {at: x = 0, require: u = 0}
              - {at: x = 1, require: u_x + mean(u)^2 = 0.3}
            """)
    }

    func testThreadsChangeNothingButTheOrderOfSums() throws {
        let one = try setting(Texts.system, threads: 1, points: 300), two = try setting(Texts.system, threads: 2, points: 300)
        XCTAssertEqual(residual(one, 0), residual(two, 0))
        var first = one.parameters, second = one.parameters, again = one.parameters
        _ = one.objective.loss(at: one.parameters, gradient: &first)
        _ = two.objective.loss(at: one.parameters, gradient: &second)
        _ = two.objective.loss(at: one.parameters, gradient: &again)
        XCTAssertEqual(second, again)
        for index in 0..<first.count { XCTAssertEqual(first[index], second[index], accuracy: 1e-12) }
    }
}

/// An objective that does not tell where its Jacobian is zero.
private final class DenseObjective: LeastSquaresObjective {
    let inner: CollocationObjective
    init(inner: CollocationObjective) { self.inner = inner }

    var parameterCount: Int { inner.parameterCount }
    var rowCount: Int { inner.rowCount }
    func loss(at parameters: Tensor<Double>) -> Double { inner.loss(at: parameters) }
    func loss(at parameters: Tensor<Double>, gradient: inout Tensor<Double>) -> Double { inner.loss(at: parameters, gradient: &gradient) }
    func residual(at parameters: Tensor<Double>, into residual: inout Tensor<Double>) { inner.residual(at: parameters, into: &residual) }
    func linearization(at parameters: Tensor<Double>, residual: inout Tensor<Double>, jacobian: SharedMatrix) {
        inner.linearization(at: parameters, residual: &residual, jacobian: jacobian)
    }
    func secondDerivative(at parameters: Tensor<Double>, along direction: Tensor<Double>, into result: inout Tensor<Double>) {
        inner.secondDerivative(at: parameters, along: direction, into: &result)
    }
}
