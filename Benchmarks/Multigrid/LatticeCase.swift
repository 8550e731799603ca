import Foundation
import NumericsCore

/// Constant coefficients by V-cycles of `LatticeMultigrid` from zero, on the matrix that others get: -1 beside 4 or 6.
enum LatticeCase {
    /// Precondition: the problem's coefficient is 1 everywhere, and its nodes along each axis are one less than a number of cells
    /// that can be halved.
    static func run(_ problem: StencilProblem, repeats: Int, folder: String?) throws {
        let shape = problem.matrix.shape
        let lattice = LatticeOperator(axes: shape.map { .init(cells: $0 + 1, spacing: 1) })
        var multigrid = LatticeMultigrid(lattice)
        let setup = Timing.leastProcessorTime(repeats: repeats) { multigrid = LatticeMultigrid(lattice) }
        let zero = Tensor(shape: lattice.shape, repeating: 0.0)
        let right = problem.surrounded(by: zero)
        var values = zero, cycles = 0
        let solve = try Timing.leastProcessorTime(repeats: repeats) {
            try multigrid.load(right: right, values: zero)
            cycles = 0
            var size = multigrid.residual()
            while cycles < 50, !(size.residual <= 1e-8 * size.right) {
                multigrid.cycle()
                cycles += 1
                size = multigrid.residual()
            }
            multigrid.store(into: &values)
        }
        print(
            "\(problem.name), constant coefficients:",
            String(format: "set-up %.1f ms, %d V(2,1) cycles in %.1f ms", setup * 1e3, cycles, solve * 1e3))
        if let folder { try problem.write(to: "\(folder)/\(problem.name)-constant.npz", setup: setup, solve: solve) }
    }
}

extension StencilProblem {
    /// The right side on the nodes and the walls around them.
    fileprivate func surrounded(by zero: Tensor<Double>) -> Tensor<Double> {
        var result = zero
        let inner = matrix.shape
        let strides = inner.indices.map { axis in inner[(axis + 1)...].reduce(1) { $0 * ($1 + 2) } }
        for node in 0..<matrix.nodeCount {
            var rest = node, place = 0
            for axis in inner.indices.reversed() {
                place += (rest % inner[axis] + 1) * strides[axis]
                rest /= inner[axis]
            }
            result[place] = right[node]
        }
        return result
    }
}
