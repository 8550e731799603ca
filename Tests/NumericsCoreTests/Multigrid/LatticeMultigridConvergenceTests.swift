import NumericsCore
import XCTest

/// Convergence factors of V(2,1) for the Laplacian, whose answer is zero, from random values.
final class LatticeMultigridConvergenceTests: XCTestCase {
    /// The residual's mean factor over the fourth to sixth cycle: past the start, above rounding.
    private func factor(_ problem: LatticeCase, before: Int = 2, after: Int = 1) throws -> Double {
        let multigrid = LatticeMultigrid(problem.linearOperator, sweepsBefore: before, sweepsAfter: after)
        var start = problem.random("start")
        for point in 0..<problem.count where !problem.isUnknown(point) { start[point] = 0 }
        try multigrid.load(right: Tensor(shape: problem.shape, repeating: 0), values: start)
        var history: [Double] = []
        for _ in 0..<6 {
            multigrid.cycle()
            history.append(multigrid.residual().residual)
        }
        return pow(history[5] / history[2], 1 / 3.0)
    }

    func testSquaresOfAllSizes() throws {
        for cells in [64, 128, 256, 512, 1024] {
            let problem = LatticeCase(cells: [cells, cells], ends: [(.value, .value), (.value, .value)])
            XCTAssertLessThanOrEqual(try factor(problem), 0.12, "\(cells)²")
        }
    }

    func testCubesOfAllSizes() throws {
        for cells in [32, 64, 128] {
            let problem = LatticeCase(cells: [cells, cells, cells], ends: Array(repeating: (.value, .value), count: 3))
            XCTAssertLessThanOrEqual(try factor(problem), 0.12, "\(cells)³")
        }
    }

    func testEveryPairOfEndsInTheSquare() throws {
        for first in LatticeCase.kinds {
            for second in LatticeCase.kinds {
                let problem = LatticeCase(cells: [128, 128], ends: [first.ends, second.ends])
                XCTAssertLessThanOrEqual(try factor(problem), 0.12, "\(first.name) by \(second.name)")
            }
        }
    }

    func testEveryPairOfEndsInTheCube() throws {
        for kind in LatticeCase.kinds {
            for axis in 0..<3 {
                var ends: [(LatticeEnd, LatticeEnd)] = Array(repeating: (.value, .flux), count: 3)
                ends[axis] = kind.ends
                let problem = LatticeCase(cells: [32, 32, 32], ends: ends)
                XCTAssertLessThanOrEqual(try factor(problem), 0.12, "\(kind.name) on axis \(axis)")
            }
            let problem = LatticeCase(cells: [32, 32, 32], ends: Array(repeating: kind.ends, count: 3))
            XCTAssertLessThanOrEqual(try factor(problem), 0.12, "\(kind.name) on all axes")
        }
    }

    /// Couplings that differ are evened out by semicoarsening; between the steps they differ by a factor of two at most.
    func testAnisotropy() throws {
        for ratio in [100.0, 0.01, 3, 0.5] {
            let square = LatticeCase(cells: [128, 128], ends: [(.value, .value), (.value, .value)], coefficients: [1, ratio])
            XCTAssertLessThanOrEqual(try factor(square), 0.12, "1:\(ratio)")
            let cube = LatticeCase(
                cells: [64, 32, 32], ends: Array(repeating: (.value, .value), count: 3), coefficients: [1, ratio, 1])
            XCTAssertLessThanOrEqual(try factor(cube), 0.12, "1:\(ratio):1")
        }
    }

    func testUnequalSpacingsAndReaction() throws {
        let long = LatticeCase(cells: [256, 64], ends: [(.value, .value), (.flux, .flux)], lengths: [1, 0.25], reaction: 50)
        XCTAssertLessThanOrEqual(try factor(long), 0.12)
        let strong = LatticeCase(cells: [128, 128], ends: [(.flux, .flux), (.periodic, .periodic)], reaction: 1e5)
        XCTAssertLessThanOrEqual(try factor(strong), 0.12)
    }

    func testTheHierarchyStopsWhereItMust() {
        func shapes(_ cells: [Int], periodic: Bool = false, coefficients: [Double]? = nil) -> [[Int]] {
            let ends: (LatticeEnd, LatticeEnd) = periodic ? (.periodic, .periodic) : (.value, .value)
            let problem = LatticeCase(
                cells: cells, ends: Array(repeating: ends, count: cells.count), lengths: cells.map(Double.init),
                coefficients: coefficients)
            return LatticeMultigrid(problem.linearOperator).levelShapes
        }
        XCTAssertEqual(shapes([1000, 1000]), [[1001, 1001], [501, 501], [251, 251], [126, 126]])
        XCTAssertEqual(shapes([999, 999]), [[1000, 1000]])
        XCTAssertEqual(shapes([64, 64], coefficients: [1, 16]), [[65, 65], [65, 33], [65, 17], [33, 9]])
        XCTAssertEqual(shapes([63, 64], periodic: true, coefficients: [1, 100]), [[63, 64]])
        XCTAssertEqual(shapes([512, 4]), [[513, 5], [257, 3]])
    }
}
