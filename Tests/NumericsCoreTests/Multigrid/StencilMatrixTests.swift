import NumericsCore
import XCTest

final class StencilMatrixTests: XCTestCase {
    private static let lattices: [(shape: [Int], periodic: [Bool])] = [
        ([1], [false]), ([5], [false]), ([2], [true]), ([7], [true]),
        ([1, 1], [false, true]), ([3, 2], [true, false]), ([4, 37], [false, false]), ([5, 18], [true, true]),
        ([1, 9], [true, true]), ([3, 4, 5], [false, false, false]), ([2, 3, 19], [true, false, true]), ([3, 1, 4], [true, true, true]),
    ]

    func testProductsAgreeWithTheSparseMatrixOnEveryKindOfLattice() {
        for (shape, periodic) in Self.lattices {
            for stencil in [StencilMatrix.Stencil.star, .full] {
                for storage in [StencilMatrix.Storage.general, .symmetric] {
                    let matrix = StencilFixtures.random(shape, periodic: periodic, stencil, storage)
                    let (x, b) = (StencilFixtures.vector(matrix.order), StencilFixtures.vector(matrix.order, seed: 8))
                    var (product, residual) = (b, x)
                    matrix.apply(x, into: &product)
                    matrix.residual(x, right: b, into: &residual)
                    let expected = matrix.sparse.multiply(x)
                    var rest = b
                    LinearAlgebra.addScaled(-1, expected, to: &rest)
                    // At most 27 terms of size 30.
                    XCTAssertLessThan(MatrixFixtures.largestDifference(product, expected), 1e-13, "\(shape) \(stencil) \(storage)")
                    XCTAssertLessThan(MatrixFixtures.largestDifference(residual, rest), 1e-13, "\(shape) \(stencil) \(storage)")
                }
            }
        }
    }

    func testThreadsDoNotChangeABit() {
        let matrix = StencilFixtures.random([40, 30, 21], periodic: [false, true, true], .full, .general)
        let x = StencilFixtures.vector(matrix.order)
        var (alone, shared) = (x, x)
        matrix.apply(x, into: &alone)
        for threads in [2, 3] {
            matrix.apply(x, into: &shared, pool: ThreadPool(threads: threads))
            XCTAssertEqual(alone, shared)
        }
    }

    func testTransposeAndSymmetricPart() {
        for (shape, periodic) in Self.lattices {
            let matrix = StencilFixtures.random(shape, periodic: periodic, .full, .general)
            let dense = matrix.sparse.dense
            let transpose = LinearAlgebra.transpose(dense)
            XCTAssertLessThan(MatrixFixtures.largestDifference(matrix.transposed.sparse.dense, transpose), 1e-14)
            let part = matrix.symmetricPart
            XCTAssertTrue(part.isSymmetric())
            // Periodic axes of one node or two couple to the same place twice, which may be symmetric by itself.
            if !shape.contains(where: { $0 < 3 }) { XCTAssertFalse(matrix.isSymmetric(tolerance: 1e-3)) }
            let mean = Tensor(shape: dense.shape, elements: zip(dense.elements, transpose.elements).map { ($0 + $1) / 2 })
            XCTAssertLessThan(MatrixFixtures.largestDifference(part.sparse.dense, mean), 1e-14)
            XCTAssertLessThan(
                MatrixFixtures.largestDifference(part.symmetricStorage.sparse.dense, mean), 1e-14, "\(shape)")
        }
    }

    func testOffsetsNameTheNeighbours() {
        let matrix = StencilMatrix(shape: [4, 5], periodic: [false, true], stencil: .star)
        XCTAssertEqual(matrix.offsets, [[-1, 0], [0, -1], [0, 0], [0, 1], [1, 0]])
        XCTAssertEqual(matrix.entry(at: [0, 1]), 3)
        XCTAssertNil(matrix.entry(at: [1, 1]))
        XCTAssertEqual(matrix.neighbour(of: 9, at: [0, 1]), 5)
        XCTAssertEqual(matrix.neighbour(of: 9, at: [1, 1]), 10)
        XCTAssertNil(matrix.neighbour(of: 3, at: [-1, 0]))
        XCTAssertEqual(StencilMatrix(shape: [3, 3, 3], stencil: .full, storage: .symmetric).offsets.count, 14)
    }

    func testDiffusionFixtureIsTheFivePointLaplacian() {
        let matrix = StencilFixtures.diffusion([3, 3], steps: [1, 1]) { $0 == 4 ? 0 : 1 }
        XCTAssertEqual(matrix.diagonal, [4, 4, 4, 4, 1, 4, 4, 4, 4])
        let sparse = matrix.sparse
        XCTAssertEqual(sparse[0, 1], -1)
        XCTAssertEqual(sparse[1, 4], 0)
        XCTAssertEqual(sparse[3, 6], -1)
        XCTAssertTrue(matrix.isSymmetric())
    }
}
