import NumericsCore
import XCTest

/// Convergence factors of multigrid cycles by themselves.
final class StencilConvergenceTests: XCTestCase {
    /// Largest reduction of the residual by one of the cycles 5 to 12, as far as rounding does not show.
    private func factor(_ matrix: StencilMatrix, _ settings: StencilMultigrid.Settings = .init()) throws -> Double {
        let multigrid = try StencilMultigrid(matrix, settings: settings)
        let right = Tensor(shape: [matrix.order], repeating: 0.0)
        var x = StencilFixtures.vector(matrix.order)
        var rest = x
        var norms: [Double] = []
        for _ in 0..<12 {
            multigrid.cycle(right, improving: &x)
            matrix.residual(x, right: right, into: &rest)
            norms.append(LinearAlgebra.norm(rest))
        }
        return (4..<12).filter { norms[$0] > 1e-12 * norms[0] }.map { norms[$0] / norms[$0 - 1] }.max() ?? 0
    }

    func testPoissonFactorsDoNotDependOnTheSize() throws {
        for shape in [[31, 31], [32, 32], [33, 47], [127, 127], [128, 128], [200, 255], [15, 15, 15], [16, 16, 16], [31, 31, 31]] {
            for isNeumann in [false, true] {
                let matrix = StencilFixtures.diffusion(shape, steps: shape.map { _ in 1 }, isNeumann: isNeumann) { _ in 1 }
                // The last of an even number of nodes has but one coarse neighbour, which costs something without a boundary value.
                XCTAssertLessThan(try factor(matrix), isNeumann ? 0.2 : 0.12, "\(shape) \(isNeumann)")
            }
        }
    }

    func testPeriodicLatticesOfOddSize() throws {
        for (shape, periodic) in [([32, 32], [true, false]), ([33, 35], [true, false]), ([31, 33], [true, true]), ([17, 15, 16], [true, true, false])] {
            let matrix = StencilFixtures.diffusion(shape, steps: shape.map { _ in 1 }, periodic: periodic) { _ in 1 }
            XCTAssertLessThan(try factor(matrix), 0.15, "\(shape)")
        }
    }

    func testLineRelaxationOnEveryKindOfLattice() throws {
        for (shape, periodic) in [([33, 40], [false, false]), ([33, 31], [true, true]), ([32, 30], [true, false]), ([13, 15, 16], [false, true, false])] {
            let matrix = StencilFixtures.diffusion(shape, steps: shape.map { _ in 1 }, periodic: periodic) { _ in 1 }
            XCTAssertLessThan(try factor(matrix, .init(smoother: .lines)), 0.12, "\(shape)")
        }
    }

    func testAnisotropyAlongAnAxis() throws {
        for ratio in [2, 4, 10, 1000.0] {
            for steps in [[1, ratio], [ratio, 1]] {
                let matrix = StencilFixtures.diffusion([64, 64], steps: steps) { _ in 1 }
                XCTAssertLessThan(try factor(matrix), 0.12, "\(steps)")
            }
            let matrix = StencilFixtures.diffusion([16, 20, 24], steps: [1, ratio, 1]) { _ in 1 }
            XCTAssertLessThan(try factor(matrix), 0.12, "\(ratio)")
        }
    }

    func testShapesInsideTheLattice() throws {
        for side in [64, 129] {
            XCTAssertLessThan(try factor(StencilFixtures.diffusion([side, side], steps: [1, 1], StencilFixtures.ring(side))), 0.12)
            let corner = StencilFixtures.diffusion([side, side], steps: [1, 1]) { $0 / side < side / 2 || $0 % side < side / 2 ? 1 : 0 }
            XCTAssertLessThan(try factor(corner), 0.12)
        }
    }

    /// One cycle a level leaves less than the error of the second-order differences themselves.
    func testFullMultigridReachesTheTruncationError() throws {
        for side in [63, 127] {
            let step = 1 / Double(side + 1)
            let matrix = StencilFixtures.diffusion([side, side], steps: [step, step]) { _ in 1 }
            let exact = Tensor((0..<side * side).map { node in
                Double.sin(.pi * Double(node / side + 1) * step) * Double.sin(2 * .pi * Double(node % side + 1) * step)
            })
            var right = exact
            LinearAlgebra.scale(5 * .pi * .pi, &right)
            var (x, converged) = (right, right)
            try StencilMultigrid(matrix).solveFully(right, into: &x)
            converged = Tensor(exact.elements.map { $0 * 5 * .pi * .pi / eigenvalue(step) })
            let truncation = MatrixFixtures.largestDifference(converged, exact)
            XCTAssertLessThan(MatrixFixtures.largestDifference(x, converged), 0.5 * truncation)
        }
    }

    /// Of the five-point differences for sin πx sin 2πy.
    private func eigenvalue(_ step: Double) -> Double {
        [1.0, 2].map { 4 / (step * step) * pow(Double.sin($0 * .pi * step / 2), 2) }.reduce(0, +)
    }
}
