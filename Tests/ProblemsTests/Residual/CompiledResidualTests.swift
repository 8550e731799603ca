import Expressions
import NumericsCore
import Problems
import XCTest

final class CompiledResidualTests: XCTestCase {
    private typealias Expression = Expressions.Expression

    private let u = Expression.jet(0)
    private let slope = Expression.jet(0, MultiIndex([1]))
    private let curvature = Expression.jet(0, MultiIndex([2]))
    private let rate = Expression.jet(0, MultiIndex([0, 1]))

    private var burgers: Expression {
        rate + u * slope - .parameter(0) * curvature - .coordinate(1)
    }

    func testLayoutGroupsRowsByKind() {
        let trace = Expression.jet(0, site: 1)
        let residual = CompiledResidual([burgers + trace * .symbol(.functional(2)) + .symbol(.input(1, .none)) * .symbol(.normal(0))])
        XCTAssertEqual(residual.coordinates, [1])
        XCTAssertEqual(residual.parameters, [0])
        XCTAssertEqual(residual.functionals, [2])
        XCTAssertEqual(residual.normals, [0])
        XCTAssertEqual(residual.inputs.map(\.0), [1])
        let derivatives = [.none, MultiIndex([0, 1]), MultiIndex([1]), MultiIndex([2])]
        XCTAssertEqual(residual.jets, derivatives.map { Jet(component: 0, derivative: $0) } + [Jet(component: 0, site: 1)])
        XCTAssertEqual(residual.inputRows.row(of: .parameter(0)), 1)
        XCTAssertEqual(residual.inputRows.jetRows, 2..<7)
        XCTAssertEqual(residual.inputRows.count, 10)
        XCTAssertNil(residual.inputRows.row(of: .coordinate(0)))
    }

    func testValuesAndPartialsAtSeveralPoints() {
        let residual = CompiledResidual([burgers, u * u - 1], withParameterPartials: true)
        // Rows: t, nu, u, u_t, u_x, u_xx.
        let points: [[Double]] = [[0.5, 0.1, 2, 3, 4, 5], [0.25, 0.2, -1, 0, 6, 1]]
        let inputs = Tensor(shape: [6, 2], elements: (0..<6).flatMap { row in points.map { $0[row] } })
        var values = Tensor(shape: [2, 2], repeating: 0.0)
        var partials = Tensor(shape: [residual.partialCount, 2], repeating: 0.0)
        var workspace = residual.makeWorkspace()
        residual.evaluate(inputs: inputs, values: &values, partials: &partials, workspace: &workspace)
        assertClose(values.elements, [10, -6.45, 3, 0], accuracy: 1e-15)
        XCTAssertEqual(residual.partials.map(\.row), [0, 0, 0, 0, 1])
        XCTAssertEqual(residual.partials.map(\.jet), [0, 1, 2, 3, 0])
        assertClose(partials.elements, [4, 6, 1, 1, 2, -1, -0.1, -0.2, 4, -2, -5, -1], accuracy: 1e-15)
        XCTAssertEqual(residual.parameterPartials.map(\.row), [0])
        var only = Tensor(shape: [2, 2], repeating: 0.0)
        residual.evaluateValues(inputs: inputs, values: &only, workspace: &workspace)
        assertClose(only.elements, values.elements, accuracy: 1e-15)
    }

    func testAffineResidualsAreRecognised() {
        XCTAssertFalse(CompiledResidual([burgers]).isAffine)
        XCTAssertTrue(CompiledResidual([rate - .coordinate(0) * curvature + .symbol(.functional(0))]).isAffine)
        XCTAssertFalse(CompiledResidual([.symbol(.functional(0)) * u]).isAffine)
    }

    func testPartialsByFunctionalsComeAfterThoseByJets() {
        let residual = CompiledResidual([u * .symbol(.functional(4)), slope])
        XCTAssertEqual(residual.partials.map(\.jet), [0, 1])
        XCTAssertEqual(residual.functionalPartials.map(\.row), [0])
        XCTAssertEqual(residual.partialExpressions, [.symbol(.functional(4)), 1, u])
    }

    func testBatchesOfChangingSize() {
        let residual = CompiledResidual([u * u])
        var workspace = residual.makeWorkspace()
        for points in [1, 100, 7] {
            let inputs = Tensor(shape: [1, points], elements: (0..<points).map(Double.init))
            var values = Tensor(shape: [1, points], repeating: 0.0)
            var partials = Tensor(shape: [1, points], repeating: 0.0)
            residual.evaluate(inputs: inputs, values: &values, partials: &partials, workspace: &workspace)
            XCTAssertEqual(values.elements, (0..<points).map { Double($0 * $0) })
            XCTAssertEqual(partials.elements, (0..<points).map { Double(2 * $0) })
        }
    }

    private func assertClose(_ left: [Double], _ right: [Double], accuracy: Double, line: UInt = #line) {
        XCTAssertEqual(left.count, right.count, line: line)
        for (a, b) in zip(left, right) { XCTAssertEqual(a, b, accuracy: accuracy, line: line) }
    }
}
