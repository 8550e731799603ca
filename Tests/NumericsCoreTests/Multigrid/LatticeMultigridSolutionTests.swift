import NumericsCore
import XCTest

/// Answers of the solver against the difference equations, exact solutions and each other.
final class LatticeMultigridSolutionTests: XCTestCase {
    private static let lattices: [[Int]] = [[64, 48], [50, 36], [33, 40], [16, 24, 12], [8, 9, 10], [37], [40]]

    /// A u = f for a known u, random at all points: the solver must find it, given values included.
    private func check(_ problem: LatticeCase, _ name: String, line: UInt = #line) throws {
        let exact = problem.linearOperator.isSingular ? problem.balanced("u") : problem.random("u")
        var values = exact
        for point in 0..<problem.count where problem.isUnknown(point) { values[point] = 0 }
        let multigrid = LatticeMultigrid(problem.linearOperator, directBelow: 30)
        let report = try multigrid.solve(right: problem.apply(exact), values: &values, tolerance: 1e-15)
        // Rounding of A u relative to ‖A‖ ‖u‖, times the condition number: at most about 4 n²/π².
        XCTAssertLessThan(LatticeCase.distance(values, exact), 1e-10, name, line: line)
        XCTAssertLessThan(report.history[report.history.count - 1].backwardError, 1e-14, name, line: line)
    }

    func testFindsTheSolutionOfTheDifferenceEquations() throws {
        for cells in Self.lattices {
            for kind in LatticeCase.kinds {
                for axis in cells.indices {
                    var ends: [(LatticeEnd, LatticeEnd)] = Array(repeating: (.flux, .value), count: cells.count)
                    ends[axis] = kind.ends
                    try check(LatticeCase(cells: cells, ends: ends), "\(cells), \(kind.name) on axis \(axis)")
                }
                let ends = Array(repeating: kind.ends, count: cells.count)
                let lengths = cells.indices.map { 1 + 0.2 * Double($0) }
                try check(LatticeCase(cells: cells, ends: ends, lengths: lengths), "\(cells), all \(kind.name)")
                try check(LatticeCase(cells: cells, ends: ends, reaction: 2.5), "\(cells), all \(kind.name), reaction")
            }
        }
    }

    func testLargeOddSizes() throws {
        for cells in [[1000, 24], [999, 31], [250, 250]] {
            try check(LatticeCase(cells: cells, ends: [(.value, .value), (.flux, .value)]), "\(cells)")
        }
    }

    func testAgreesWithASparseFactorization() throws {
        let problem = LatticeCase(
            cells: [24, 20], ends: [(.flux, .value), (.mixed(factor: 2), .flux)], coefficients: [1, 1.5], reaction: 0.3)
        let unknowns = (0..<problem.count).filter(problem.isUnknown)
        var number = [Int](repeating: -1, count: problem.count)
        for (position, point) in unknowns.enumerated() { number[point] = position }
        var triplets: [SparseMatrix.Triplet] = []
        for (position, point) in unknowns.enumerated() {
            for entry in problem.row(point) where number[entry.point] >= 0 {
                triplets.append(.init(position, number[entry.point], entry.value))
            }
        }
        let right = problem.random("f")
        var direct = Tensor(unknowns.map { right[$0] })
        let factorization = try SparseFactorization(
            SparseMatrix(rows: unknowns.count, columns: unknowns.count, triplets: triplets))
        try factorization.solve(&direct)
        var values = Tensor(shape: problem.shape, repeating: 0.0)
        try LatticeMultigrid(problem.linearOperator, directBelow: 30).solve(right: right, values: &values, tolerance: 1e-15)
        for (position, point) in unknowns.enumerated() { XCTAssertEqual(values[point], direct[position], accuracy: 1e-12) }
    }

    /// Full multigrid alone: second order, and at most half again the error of the exact discrete solution.
    func testFullMultigridReachesTheTruncationError() throws {
        for dimension in 2...3 {
            for kind in LatticeCase.kinds where kind.name != "periodic" {
                var errors: [Double] = []
                for cells in dimension == 2 ? [32, 64, 128, 256] : [12, 24, 48] {
                    let (fast, exact) = try Self.errors(dimension: dimension, cells: cells, ends: kind.ends)
                    XCTAssertLessThanOrEqual(fast, 1.5 * exact, "\(kind.name) \(cells)^\(dimension)")
                    errors.append(fast)
                }
                // Four in the limit; on the smallest lattices the share of the walls in the mean still grows.
                for (coarse, fine) in zip(errors, errors.dropFirst()) {
                    XCTAssertGreaterThan(coarse / fine, 3.4, "\(kind.name) in \(dimension) dimensions: \(errors)")
                }
            }
        }
    }

    /// Errors in the mean square against u = Π cos(x_d + d/2) − mean, of one full cycle and of the converged solution.
    private static func errors(
        dimension: Int, cells: Int, ends: (LatticeEnd, LatticeEnd)
    ) throws -> (fast: Double, converged: Double) {
        let problem = LatticeCase(cells: Array(repeating: cells, count: dimension), ends: Array(repeating: ends, count: dimension))
        let linearOperator = problem.linearOperator
        func place(_ point: Int) -> [Double] { problem.index(point).map { Double($0) / Double(cells) } }
        func exact(_ x: [Double]) -> Double { x.enumerated().reduce(1) { $0 * cos($1.element + 0.5 * Double($1.offset)) } }
        let solution = Tensor(shape: problem.shape, elements: (0..<problem.count).map { exact(place($0)) })
        var right = Tensor(shape: problem.shape, elements: solution.elements.map { Double(dimension) * $0 })
        for axis in 0..<dimension {
            for (atHigh, end) in [(false, ends.0), (true, ends.1)] where end != .value {
                var factor = 0.0
                if case .mixed(let given) = end { factor = given }
                let wall = (0..<problem.count).filter { problem.index($0)[axis] == (atHigh ? cells : 0) }.map(place)
                let data = wall.map { x in
                    let slope = -exact(x) * tan(x[axis] + 0.5 * Double(axis))
                    return (atHigh ? slope : -slope) + factor * exact(x)
                }
                linearOperator.addFlux(
                    Tensor(shape: Array(repeating: cells + 1, count: dimension - 1), elements: data), axis: axis,
                    atHigh: atHigh, to: &right)
            }
        }
        let multigrid = LatticeMultigrid(linearOperator)
        // Sampled data of a pure flux problem miss a zero mean by the error of the trapezoid rule.
        try multigrid.load(right: right, values: solution, compatibility: 1e-2)
        func error() -> Double {
            var values = solution
            multigrid.store(into: &values)
            let shift = linearOperator.isSingular ? Self.mean(problem, solution) : 0
            let sum = (0..<problem.count).reduce(0.0) { $0 + pow(values[$1] - solution[$1] + shift, 2) }
            return (sum / Double(problem.count)).squareRoot()
        }
        multigrid.fullCycle()
        let fast = error()
        for _ in 0..<12 { multigrid.cycle() }
        return (fast, error())
    }

    private static func mean(_ problem: LatticeCase, _ values: Tensor<Double>) -> Double {
        let weights = (0..<problem.count).map(problem.weight)
        return (0..<problem.count).reduce(0) { $0 + weights[$1] * values[$1] } / weights.reduce(0, +)
    }

    func testIncompatibleDataAreAnError() throws {
        for ends in [(LatticeEnd.flux, LatticeEnd.flux), (.periodic, .periodic)] {
            let problem = LatticeCase(cells: [32, 32], ends: [ends, ends])
            let multigrid = LatticeMultigrid(problem.linearOperator)
            var values = Tensor(shape: problem.shape, repeating: 0.0)
            let right = Tensor(shape: problem.shape, repeating: 1.0)
            XCTAssertThrowsError(try multigrid.solve(right: right, values: &values)) { error in
                guard case .incompatible(let mean, let scale)? = error as? MultigridError else { return XCTFail("\(error)") }
                XCTAssertEqual(mean, 1, accuracy: 1e-12)
                XCTAssertEqual(scale, 1, accuracy: 1e-12)
            }
        }
    }

    func testTheGaugeIsZeroMean() throws {
        let problem = LatticeCase(cells: [32, 16], ends: [(.flux, .flux), (.flux, .flux)])
        var values = Tensor(shape: problem.shape, repeating: 5.0)
        try LatticeMultigrid(problem.linearOperator).solve(right: problem.balanced("f"), values: &values)
        XCTAssertEqual(Self.mean(problem, values), 0, accuracy: 1e-15)
    }
}
