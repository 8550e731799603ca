import NumericsCore
import XCTest

/// Multigrid as a preconditioner, on matrices that are hard for a cycle alone.
final class StencilKrylovTests: XCTestCase {
    /// Mean reduction of the residual by a step of conjugate gradients down to 1e-10, with V(2,1) unless told otherwise.
    private func rate(_ matrix: StencilMatrix, _ settings: StencilMultigrid.Settings = .init()) throws -> Double {
        let multigrid = try StencilMultigrid(matrix, settings: settings)
        var right = StencilFixtures.vector(matrix.order)
        // Inside the range of a singular matrix.
        matrix.apply(StencilFixtures.vector(matrix.order), into: &right)
        var iteration = ConjugateGradient(matrix, right: right, preconditioner: multigrid, flexible: !settings.isSymmetric)
        XCTAssertEqual(iteration.run(), .converged)
        let history = iteration.history
        return pow(history[history.count - 1] / history[0], 1 / Double(history.count - 1))
    }

    func testRandomBlocksWithJumpsOfAThousand() throws {
        for (shape, size) in [([64, 64], 8), ([128, 128], 8), ([129, 129], 8), ([256, 256], 8), ([32, 32, 32], 3), ([33, 33, 33], 3), ([32, 32, 32], 4)] {
            let matrix = StencilFixtures.diffusion(
                shape, steps: shape.map { _ in 1 }, StencilFixtures.blocks(shape, size: size, jump: 1000))
            XCTAssertLessThan(try rate(matrix), 0.3, "\(shape)")
        }
    }

    /// Blocks of the size of a few coarse cells without boundary values: V-cycles deteriorate to 0.6, W-cycles do not as much.
    func testSmallBlocksNeedWCycles() throws {
        let settings = StencilMultigrid.Settings(cycle: .w, before: 2, after: 2, isSymmetric: true)
        for side in [64, 128, 256] {
            let matrix = StencilFixtures.diffusion(
                [side, side], steps: [1, 1], isNeumann: true, StencilFixtures.blocks([side, side], size: 5, jump: 1000))
            XCTAssertLessThan(try rate(matrix, settings), 0.4, "\(side)")
        }
    }

    func testThinLayersOfGoodAndBadConductors() throws {
        for side in [64, 129, 256] {
            for axis in 0..<2 {
                for jump in [1000, 0.001] {
                    let matrix = StencilFixtures.diffusion([side, side], steps: [1, 1]) {
                        (axis == 0 ? $0 / side : $0 % side) % 16 == 7 ? jump : 1
                    }
                    XCTAssertLessThan(try rate(matrix), 0.3, "\(side) \(axis) \(jump)")
                }
            }
        }
        for jump in [1000, 0.001] {
            let matrix = StencilFixtures.diffusion([32, 32, 32], steps: [1, 1, 1]) { $0 / 32 % 32 % 8 == 3 ? jump : 1 }
            XCTAssertLessThan(try rate(matrix), 0.3, "\(jump)")
        }
    }

    func testLinesForAnisotropyThatChangesFromPlaceToPlace() throws {
        for side in [64, 129] {
            let matrix = StencilFixtures.changingAnisotropy(side, ratio: 1000)
            XCTAssertLessThan(try rate(matrix, .init(smoother: .lines)), 0.15, "\(side)")
            XCTAssertLessThan(try rate(matrix, .symmetric(smoother: .lines)), 0.2, "\(side)")
        }
    }

    func testSettingsSuitTheMatrix() {
        let shape = [64, 64]
        let points = [
            StencilFixtures.diffusion(shape, steps: [1, 1]) { _ in 1 },
            StencilFixtures.diffusion(shape, steps: [1, 1000]) { _ in 1 },
            StencilFixtures.diffusion(shape, steps: [1, 1], StencilFixtures.blocks(shape, size: 8, jump: 1000)),
            StencilFixtures.diffusion(shape, steps: [1, 1], StencilFixtures.ring(64)),
            StencilFixtures.diffusion(shape, steps: [1, 1]) { $0 / 64 % 16 == 7 ? 1000 : 1 },
        ]
        for matrix in points {
            XCTAssertEqual(StencilMultigrid.Settings.suited(to: matrix), .symmetric())
        }
        XCTAssertEqual(StencilMultigrid.Settings.suited(to: StencilFixtures.convection(64, peclet: 1)), .init())
        XCTAssertEqual(
            StencilMultigrid.Settings.suited(to: StencilFixtures.changingAnisotropy(64, ratio: 1000)),
            .symmetric(smoother: .lines))
        XCTAssertEqual(
            StencilMultigrid.Settings.suited(to: StencilFixtures.convection(64, peclet: 1000)), .init(smoother: .lines))
    }

    func testAgreesWithADirectSolveToRounding() throws {
        for periodic in [false, true] {
            let matrix = StencilFixtures.diffusion(
                [40, 37], steps: [1, 1], periodic: [false, periodic], StencilFixtures.blocks([40, 37], size: 6, jump: 1000))
            let right = StencilFixtures.vector(matrix.order)
            var expected = right
            try SparseFactorization(matrix.sparse).solve(&expected)
            var iteration = ConjugateGradient(
                matrix, right: right, preconditioner: try StencilMultigrid(matrix, settings: .symmetric()),
                limits: KrylovLimits(relative: 1e-13))
            XCTAssertEqual(iteration.run(), .converged)
            // The condition number is near 1e6.
            XCTAssertLessThan(
                MatrixFixtures.largestDifference(iteration.solution, expected), 1e-9 * LinearAlgebra.norm(expected))
        }
    }

    func testUnknownsOutsideOfAShapeKeepTheirValues() throws {
        let matrix = StencilFixtures.diffusion([50, 50], steps: [1, 1], StencilFixtures.ring(50))
        let right = StencilFixtures.vector(matrix.order)
        var x = right
        try StencilMultigrid(matrix).apply(right, into: &x)
        let shape = StencilFixtures.ring(50)
        for node in 0..<matrix.order where shape(node) == 0 { XCTAssertEqual(x[node], right[node]) }
    }

    func testFlowsInsideGMRES() throws {
        // Lines follow a flow that turns round far better than points.
        for (peclet, smoother, steps) in [(0.1, StencilMultigrid.Smoother.points, 10), (1, .points, 12), (10, .points, 20), (1000, .lines, 25)] {
            let matrix = StencilFixtures.convection(96, peclet: peclet)
            let right = StencilFixtures.vector(matrix.order)
            var iteration = GMRES(
                matrix, right: right, preconditioner: try StencilMultigrid(matrix, settings: .init(smoother: smoother)))
            XCTAssertEqual(iteration.run(), .converged)
            XCTAssertLessThan(iteration.history.count, steps, "\(peclet)")
        }
    }
}
