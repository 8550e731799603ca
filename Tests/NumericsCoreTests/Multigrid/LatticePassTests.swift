import NumericsCore
import XCTest

/// Passes in slabs, in every instruction set, against each other.
final class LatticePassTests: XCTestCase {
    private func answer(_ problem: LatticeCase, threads: Int, _ set: InstructionSet = .best) throws -> Tensor<Double> {
        let multigrid = LatticeMultigrid(problem.linearOperator, directBelow: 30, threads: threads, instructionSet: set)
        try multigrid.load(right: problem.balanced("f"), values: problem.random("u"))
        multigrid.fullCycle()
        multigrid.cycle()
        var values = problem.random("u")
        multigrid.store(into: &values)
        return values
    }

    private static let cells = [[256, 130], [130, 256], [48, 50, 20], [96, 96]]

    func testThreadsAndRepeatsGiveTheSameBits() throws {
        for cells in Self.cells {
            for kind in LatticeCase.kinds {
                let ends: [(LatticeEnd, LatticeEnd)] = Array(repeating: kind.ends, count: cells.count)
                let problem = LatticeCase(cells: cells, ends: ends, lengths: cells.map(Double.init))
                let single = try answer(problem, threads: 1)
                XCTAssertTrue(single.elements.allSatisfy(\.isFinite))
                for threads in [1, 2, 2, 3] {
                    XCTAssertEqual(try answer(problem, threads: threads), single, "\(cells) \(kind.name) \(threads)")
                }
            }
        }
    }

    func testSlabsGiveTheBitsOfPlainPasses() throws {
        // Lattices too small for slabs run the stages one after the other; a wide and flat one has both kinds of levels.
        var problems = LatticeCase.kinds.map { kind in
            (kind.name, LatticeCase(cells: [64, 64], ends: [kind.ends, (.value, .flux)]))
        }
        // Planes large enough for several tiles of rows, with the middle axis halved and not.
        for coefficient in [1, 0.1] {
            for kind in LatticeCase.kinds {
                let ends = [(.flux, .value), kind.ends, (.value, .flux)]
                let problem = LatticeCase(
                    cells: [48, 208, 40], ends: ends, lengths: [48, 208, 40], coefficients: [1, coefficient, 1])
                problems.append(("\(kind.name) in the middle, \(coefficient)", problem))
            }
        }
        for (name, problem) in problems {
            let start = problem.random("u"), right = problem.balanced("f")
            let results = try [0, 1, 2, 3].map { slabs in
                let multigrid = LatticeMultigrid(problem.linearOperator, directBelow: 30)
                try multigrid.load(right: right, values: start)
                multigrid.runPasses(slabs: slabs)
                var values = start
                multigrid.store(into: &values)
                return values
            }
            for result in results.dropFirst() { XCTAssertEqual(result, results[0], name) }
        }
    }

    func testInstructionSetsAgree() throws {
        for cells in Self.cells {
            let problem = LatticeCase(cells: cells, ends: Array(repeating: (.value, .mixed(factor: 1)), count: cells.count))
            let reference = try answer(problem, threads: 1, .baseline)
            let size = reference.elements.map(abs).max() ?? 0
            for set in InstructionSet.allCases where set.isAvailable {
                // Fused operations round once instead of twice.
                XCTAssertLessThan(LatticeCase.distance(try answer(problem, threads: 1, set), reference), 1e-12 * size, "\(set)")
            }
        }
    }
}
