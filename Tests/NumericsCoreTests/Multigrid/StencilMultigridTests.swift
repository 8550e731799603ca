import NumericsCore
import XCTest

final class StencilMultigridTests: XCTestCase {
    private static let lattices: [(shape: [Int], periodic: [Bool])] = [
        ([9, 11], [false, false]), ([10, 16], [false, true]), ([11, 9], [true, true]), ([13, 8], [true, false]),
        ([6, 5, 7], [false, false, false]), ([5, 7, 6], [true, true, true]), ([7, 4, 5], [true, false, true]),
    ]

    /// P as a dense matrix [fine node][coarse node].
    private func prolongation(_ multigrid: StencilMultigrid) -> Tensor<Double> {
        let fine = multigrid.shapes[0].reduce(1, *)
        let coarse = multigrid.shapes[1].reduce(1, *)
        var result = Tensor(shape: [fine, coarse], repeating: 0.0)
        for column in 0..<coarse {
            var unit = Tensor(shape: [coarse], repeating: 0.0)
            unit[column] = 1
            let image = multigrid.interpolate(unit, to: 0)
            for row in 0..<fine { result[row, column] = image[row] }
        }
        return result
    }

    private func product(_ a: Tensor<Double>, _ b: Tensor<Double>) -> Tensor<Double> {
        var result = Tensor(shape: [a.shape[0], b.shape[1]], repeating: 0.0)
        LinearAlgebra.multiply(a, b, into: &result)
        return result
    }

    func testCoarseMatrixIsTheTripleProduct() throws {
        for (shape, periodic) in Self.lattices {
            for stencil in [StencilMatrix.Stencil.star, .full] {
                let matrix = StencilFixtures.random(shape, periodic: periodic, stencil, .symmetric)
                let multigrid = try StencilMultigrid(matrix, settings: .init(coarsest: 4))
                let p = prolongation(multigrid)
                let expected = product(LinearAlgebra.transpose(p), product(matrix.sparse.dense, p))
                let found = multigrid.matrix(level: 1).sparse.dense
                // Sums of some hundred terms of size 20 at most.
                XCTAssertLessThan(MatrixFixtures.largestDifference(found, expected), 1e-11, "\(shape) \(periodic) \(stencil)")
            }
        }
    }

    func testCoarseMatrixOfNonsymmetricOnesKeepsRowSums() throws {
        for (shape, periodic) in Self.lattices {
            let matrix = StencilFixtures.random(shape, periodic: periodic, .full, .general, dominance: 1)
            let multigrid = try StencilMultigrid(matrix, settings: .init(coarsest: 4))
            let coarse = multigrid.matrix(level: 1)
            let ones = Tensor(shape: [coarse.order], repeating: 1.0)
            var sums = ones
            coarse.apply(ones, into: &sums)
            XCTAssertLessThan(LinearAlgebra.norm(sums), 1e-11, "\(shape)")
        }
    }

    func testConstantsAreInterpolatedExactlyWhereRowSumsVanish() throws {
        for (shape, periodic) in Self.lattices {
            let matrix = StencilFixtures.random(shape, periodic: periodic, .star, .symmetric, dominance: 1)
            let multigrid = try StencilMultigrid(matrix, settings: .init(coarsest: 4))
            for level in 0..<multigrid.shapes.count - 1 {
                let coarse = Tensor(shape: [multigrid.shapes[level + 1].reduce(1, *)], repeating: 1.0)
                let fine = multigrid.interpolate(coarse, to: level)
                let ones = Tensor(shape: fine.shape, repeating: 1.0)
                XCTAssertLessThan(MatrixFixtures.largestDifference(fine, ones), 1e-12, "\(shape) level \(level)")
            }
        }
    }

    func testAnotherMatrixInTheSameStorageIsAsGoodAsAFreshStart() throws {
        let shape = [48, 40]
        let matrices = [
            StencilFixtures.diffusion(shape, steps: [1, 1], StencilFixtures.blocks(shape, size: 5, jump: 100)),
            // Coarsened along the other axis alone, then the first kind again.
            StencilFixtures.diffusion(shape, steps: [20, 1]) { _ in 1 },
            StencilFixtures.diffusion(shape, steps: [1, 1], StencilFixtures.blocks(shape, size: 3, jump: 4)),
        ]
        let right = StencilFixtures.vector(matrices[0].order)
        for smoother in [StencilMultigrid.Smoother.points, .lines] {
            let settings = StencilMultigrid.Settings(smoother: smoother)
            let multigrid = try StencilMultigrid(matrices[0], settings: settings)
            for matrix in matrices + [matrices[0]] {
                try multigrid.update(matrix)
                var (updated, fresh) = (right, right)
                multigrid.apply(right, into: &updated)
                try StencilMultigrid(matrix, settings: settings).apply(right, into: &fresh)
                XCTAssertEqual(updated, fresh)
            }
        }
    }

    func testThreadsAndRepeatsDoNotChangeABit() throws {
        for (shape, smoother) in [([150, 141], StencilMultigrid.Smoother.points), ([30, 32, 31], .points), ([150, 141], .lines), ([30, 32, 31], .lines)] {
            let settings = StencilMultigrid.Settings(smoother: smoother)
            for periodic in [false, true] {
                let matrix = StencilFixtures.diffusion(
                    shape, steps: shape.map { _ in 1 }, periodic: shape.map { _ in periodic },
                    StencilFixtures.blocks(shape, size: 5, jump: 100))
                let right = StencilFixtures.vector(matrix.order)
                var (alone, other) = (right, right)
                try StencilMultigrid(matrix, settings: settings).apply(right, into: &alone)
                for threads in [1, 2, 3] {
                    let multigrid = try StencilMultigrid(matrix, settings: settings, pool: ThreadPool(threads: threads))
                    for _ in 0..<2 {
                        multigrid.apply(right, into: &other)
                        XCTAssertEqual(alone, other, "\(shape) \(periodic) \(threads) threads")
                    }
                }
            }
        }
    }

    func testSymmetricCyclesAreSymmetric() throws {
        for (shape, periodic) in Self.lattices {
            for stencil in [StencilMatrix.Stencil.star, .full] {
                for (cycle, smoother) in [(StencilMultigrid.Cycle.v, StencilMultigrid.Smoother.points), (.w, .points), (.v, .lines)] {
                    let matrix = StencilFixtures.random(shape, periodic: periodic, stencil, .symmetric)
                    let multigrid = try StencilMultigrid(
                        matrix,
                        settings: .init(
                            cycle: cycle, smoother: smoother, before: 2, after: 2, isSymmetric: true, coarsest: 4))
                    let (x, y) = (StencilFixtures.vector(matrix.order), StencilFixtures.vector(matrix.order, seed: 9))
                    var (mx, my) = (x, y)
                    multigrid.apply(x, into: &mx)
                    multigrid.apply(y, into: &my)
                    let (left, right) = (LinearAlgebra.dot(x, my), LinearAlgebra.dot(mx, y))
                    // Both are sums of some hundred terms below 1.
                    XCTAssertEqual(left, right, accuracy: 1e-12, "\(shape) \(periodic) \(stencil)")
                    XCTAssertGreaterThan(LinearAlgebra.dot(x, mx), 0)
                }
            }
        }
    }

    func testLatticesOfOneAxisAreSolvedDirectly() throws {
        for periodic in [false, true] {
            let matrix = StencilFixtures.random([57], periodic: [periodic], .star, .general)
            let right = StencilFixtures.vector(57)
            var (x, rest) = (right, right)
            try StencilMultigrid(matrix).apply(right, into: &x)
            matrix.residual(x, right: right, into: &rest)
            XCTAssertLessThan(LinearAlgebra.norm(rest), 1e-13)
        }
    }
}
