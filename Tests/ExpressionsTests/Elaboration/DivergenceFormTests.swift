import Expressions
import XCTest

/// Equations keep what was differentiated as a whole.
final class DivergenceFormTests: XCTestCase {
    private func form(_ text: String) throws -> DivergenceForm? {
        try TestProblem.residual(text).divergences[0]
    }

    private func written(_ form: DivergenceForm) -> [String] {
        form.terms.map {
            let flux = $0.flux.printed(TestProblem.names)
            return "\($0.coefficient.printed(TestProblem.names)) * d(\(flux))/d\(TestProblem.names.coordinates[$0.coordinate])"
        } + [form.remainder.printed(TestProblem.names)]
    }

    /// The form written out again.
    private func expanded(_ form: DivergenceForm) -> Expression {
        .sum(form.terms.map { $0.coefficient * $0.flux.totalDerivative(along: $0.coordinate) } + [form.remainder])
    }

    func testTheDivergenceOfAGradientKeepsItsFluxes() throws {
        let kept = try XCTUnwrap(form("-div(a*grad(u)) + u = x"))
        XCTAssertEqual(kept.terms.count, 2)
        XCTAssertEqual(kept.terms[0].flux, try TestProblem.scalar("a*u_x"))
        XCTAssertEqual(kept.terms[1].flux, try TestProblem.scalar("a*u_y"))
        XCTAssertEqual(kept.terms.map(\.coefficient), [-1, -1])
        XCTAssertEqual(kept.remainder, try TestProblem.scalar("u - x"))
    }

    func testACoefficientBeforeALaplacianStaysBefore() throws {
        XCTAssertNil(try form("a*lap(u) = 1"), "lap(u) is a sum of plain derivatives: nothing is lost")
        let kept = try XCTUnwrap(form("a*div(nu*grad(u)) = 1"))
        XCTAssertEqual(kept.terms[0].coefficient, try TestProblem.scalar("a"))
        XCTAssertEqual(kept.terms[0].flux, try TestProblem.scalar("nu*u_x"))
    }

    func testEveryWayOfWritingADivergenceIsKeptAndMeansTheResidual() throws {
        let texts = [
            "div(a*grad(u)) = 1", "dx(a*u_x) + d(x*u_y, y) = u", "2*lap(u^2) - dx(u)*x = 0", "-(div([a*u_x, u_y]) - 3) / 2 = u",
            "if(x < 0, div(a*grad(u)), lap(u)) = 1", "dot(v, grad(u)) = div(exp(u)*grad(u))", "div([[a, 1]*u_x, [x, y]*u_y])[0] = 1",
        ].filter { !$0.contains("[[") }
        for text in texts {
            let residual = try TestProblem.residual(text)
            let kept = try XCTUnwrap(residual.divergences[0], text)
            XCTAssertFalse(kept.terms.isEmpty, text)
            var trees = RandomTrees(seed: 5, symbols: TestProblem.symbols)
            for _ in 0..<5 {
                var values: [Symbol: Double] = [:]
                let whole = expanded(kept)
                for symbol in whole.symbols.union(residual.components[0].symbols).sorted(by: { "\($0)" < "\($1)" }) {
                    values[symbol] = trees.uniform() - 0.5
                }
                let wanted = try XCTUnwrap(residual.components[0].value { values[$0] })
                let found = try XCTUnwrap(whole.value { values[$0] })
                // A few operations on numbers of order one.
                XCTAssertEqual(found, wanted, accuracy: 1e-12, text)
            }
        }
    }

    func testTermsOfOneCoefficientAreAddedUp() throws {
        let kept = try XCTUnwrap(form("div(a*grad(u)) + div(x*grad(u)) = 0"))
        XCTAssertEqual(kept.terms.count, 2)
        XCTAssertEqual(kept.terms[0].flux, try TestProblem.scalar("a*u_x + x*u_x"))
    }

    func testTheDivergenceOfATensorKeepsARowEach() throws {
        XCTAssertEqual(try TestProblem.residual("lap(v) = grad(p)").divergences.count, 0, "plain derivatives lose nothing")
        let varying = try TestProblem.residual("div(a*grad(v)) = grad(p)")
        XCTAssertEqual(varying.divergences[1]?.terms.map(\.flux), [try TestProblem.scalar("a*d(v.y, x)"), try TestProblem.scalar("a*d(v.y, y)")])
    }
}
