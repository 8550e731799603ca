import NumericsCore
import XCTest

final class LatticePreconditionerTests: XCTestCase {
    /// The matrix with weighted rows, over the unknowns.
    private func matrix(_ problem: LatticeCase) -> SparseMatrix {
        let unknowns = (0..<problem.count).filter(problem.isUnknown)
        var number = [Int](repeating: -1, count: problem.count)
        for (position, point) in unknowns.enumerated() { number[point] = position }
        let triplets = unknowns.enumerated().flatMap { position, point in
            problem.row(point).filter { number[$0.point] >= 0 }.map {
                SparseMatrix.Triplet(position, number[$0.point], problem.weight(point) * $0.value)
            }
        }
        return SparseMatrix(rows: unknowns.count, columns: unknowns.count, triplets: triplets)
    }

    private static let problems = [
        LatticeCase(cells: [64, 48], ends: [(.value, .flux), (.mixed(factor: 2), .flux)], lengths: [1, 0.75]),
        LatticeCase(cells: [64, 64], ends: [(.periodic, .periodic), (.value, .value)]),
        LatticeCase(cells: [16, 16, 16], ends: [(.value, .flux), (.periodic, .periodic), (.flux, .mixed(factor: 1))]),
    ]

    func testIsSymmetricAndPositive() {
        for problem in Self.problems {
            let count = problem.linearOperator.unknownShape.reduce(1, *)
            var stream = RandomStream(seed: 3, name: "vectors"), cycle = LatticePreconditioner(problem.linearOperator)
            let (x, y) = (stream.normals(count), stream.normals(count))
            var (image, otherImage) = (x, y)
            cycle.apply(x, into: &image)
            cycle.apply(y, into: &otherImage)
            let product = LinearAlgebra.dot(y, image)
            let scale = LinearAlgebra.norm(y) * LinearAlgebra.norm(image)
            XCTAssertEqual(product, LinearAlgebra.dot(x, otherImage), accuracy: 1e-12 * scale)
            XCTAssertGreaterThan(LinearAlgebra.dot(x, image), 0)
        }
    }

    func testConjugateGradientsNeedFewSteps() {
        for problem in Self.problems {
            let matrix = matrix(problem)
            var stream = RandomStream(seed: 4, name: "right")
            var solver = ConjugateGradient(
                matrix, right: stream.normals(matrix.rowCount),
                preconditioner: LatticePreconditioner(problem.linearOperator), limits: KrylovLimits(relative: 1e-10))
            while solver.status == .running { solver.step() }
            XCTAssertEqual(solver.status, .converged)
            // V(2,2) alone gains about a digit a cycle; without it these take some hundred steps.
            XCTAssertLessThanOrEqual(solver.history.count, 10)
        }
    }
}
