import Expressions
import NumericsCore
import Problems
import TrialFunctions
import XCTest

final class NetworkDerivativeTests: XCTestCase {
    /// Rounding of a few hundred operations on numbers whose sizes grow like k! with the order.
    private func assertClose(_ value: Double, _ known: Double, _ orders: [Int], _ name: String) {
        XCTAssertEqual(value, known, accuracy: 1e-13 * max(1, abs(known)) * Double(1 + orders.reduce(0, +)), "\(name) \(orders)")
    }

    func testAllDerivativesTogether() {
        for (name, fixture) in NetworkFixture.all {
            let layout = JetLayout(coordinateCount: fixture.point.count, derivatives: fixture.derivatives.map { MultiIndex($0.0) })
            XCTAssertEqual(layout.count, fixture.derivatives.count)
            let tape = fixture.network.makeTape(layout: layout, capacity: 3)
            tape.forward(parameters: fixture.parameters, direction: nil, points: fixture.points(3), range: 0..<3)
            for (orders, known) in fixture.derivatives {
                let channel = layout.channel(of: MultiIndex(orders))!
                for point in 0..<3 {
                    assertClose(tape.jets[(layout.count + channel) * tape.capacity + point], known, orders, name)
                }
            }
        }
    }

    /// Each derivative in the smallest layout that holds it.
    func testDerivativesAlone() {
        for (name, fixture) in NetworkFixture.all {
            for (orders, known) in fixture.derivatives {
                let layout = JetLayout(coordinateCount: fixture.point.count, derivatives: [MultiIndex(orders)])
                let tape = fixture.network.makeTape(layout: layout, capacity: 1)
                tape.forward(parameters: fixture.parameters, direction: nil, points: fixture.points(1), range: 0..<1)
                let channel = layout.channel(of: MultiIndex(orders))!
                assertClose(tape.jets[(layout.count + channel) * tape.capacity], known, orders, name)
            }
        }
    }

    /// Sums are one channel each, and need the derivatives below their terms only.
    func testSumsOfDerivatives() {
        for (name, fixture) in NetworkFixture.all where fixture.point.count > 1 {
            let top = fixture.derivatives.map(\.0).filter { $0.reduce(0, +) == 4 }
            let second = fixture.derivatives.map(\.0).filter { $0.reduce(0, +) == 2 && $0.contains(2) }
            for choice in [top, second] {
                let terms = choice.enumerated().map {
                    JetEntry.Term(coefficient: 1 - 0.375 * Double($0.offset), derivative: MultiIndex($0.element))
                }
                let layout = JetLayout(coordinateCount: fixture.point.count, derivatives: [], combinations: [terms])
                XCTAssertNil(layout.channel(of: MultiIndex(choice[0])))
                let tape = fixture.network.makeTape(layout: layout, capacity: 1)
                tape.forward(parameters: fixture.parameters, direction: nil, points: fixture.points(1), range: 0..<1)
                let value = tape.jets[(layout.count + layout.channel(of: terms)!) * tape.capacity]
                let known = zip(terms, choice).map { term, orders in
                    term.coefficient * fixture.derivatives.first { $0.0 == orders }!.1
                }
                let size = known.reduce(0) { $0 + abs($1) }
                XCTAssertEqual(value, known.reduce(0, +), accuracy: 1e-12 * max(1, size), name)
            }
        }
    }
}
