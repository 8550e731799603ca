import NumericsCore
import XCTest

/// Stencil matrices with constant coefficients are recognised, and solved by the cycles made for them.
final class StencilMatrixLatticeTests: XCTestCase {
    /// The weighted matrix of an operator with spacings 1, written down from its definition.
    private func matrix(_ lattice: LatticeOperator) -> StencilMatrix {
        let shape = lattice.shape
        var matrix = StencilMatrix(shape: shape, periodic: lattice.axes.map(\.isPeriodic))
        func isGiven(_ indices: [Int]) -> Bool {
            indices.indices.contains { axis in
                let ends = lattice.axes[axis]
                return indices[axis] == 0 && ends.low == .value || indices[axis] == shape[axis] - 1 && ends.high == .value
            }
        }
        for node in 0..<matrix.nodeCount {
            var rest = node
            var indices = shape.map { _ in 0 }
            for axis in shape.indices.reversed() {
                indices[axis] = rest % shape[axis]
                rest /= shape[axis]
            }
            if isGiven(indices) {
                matrix[matrix.centre, node] = 1
                continue
            }
            let shares = shape.indices.map { axis in
                !lattice.axes[axis].isPeriodic && (indices[axis] == 0 || indices[axis] == shape[axis] - 1) ? 0.5 : 1
            }
            matrix[matrix.centre, node] += lattice.reaction * shares.reduce(1, *)
            for axis in shape.indices {
                let ends = lattice.axes[axis]
                let area = ends.coefficient * shape.indices.reduce(1.0) { $1 == axis ? $0 : $0 * shares[$1] }
                for step in [-1, 1] {
                    let offset = shape.indices.map { $0 == axis ? step : 0 }
                    guard matrix.neighbour(of: node, at: offset) != nil else {
                        if case .mixed(let factor) = step < 0 ? ends.low : ends.high { matrix[matrix.centre, node] += area * factor }
                        continue
                    }
                    matrix[matrix.centre, node] += area
                    var neighbour = indices
                    neighbour[axis] = (indices[axis] + step + shape[axis]) % shape[axis]
                    if !isGiven(neighbour) { matrix[matrix.entry(at: offset)!, node] -= area }
                }
            }
        }
        return matrix
    }

    private static let operators: [LatticeOperator] = [
        .init(axes: [.init(cells: 40, spacing: 1), .init(cells: 27, spacing: 1)]),
        .init(
            axes: [.init(cells: 32, spacing: 1, coefficient: 2, low: .flux, high: .value), .init(cells: 24, spacing: 1, low: .mixed(factor: 0.3), high: .flux)],
            reaction: 0.01),
        .init(axes: [.init(cells: 32, spacing: 1, low: .periodic, high: .periodic), .init(cells: 17, spacing: 1, coefficient: 0.5, low: .value, high: .mixed(factor: 2))]),
        .init(axes: [.init(cells: 12, spacing: 1), .init(cells: 16, spacing: 1, low: .periodic, high: .periodic), .init(cells: 9, spacing: 1, low: .flux)]),
        .init(axes: [.init(cells: 50, spacing: 1, low: .flux)]),
    ]

    func testOperatorsAreFoundInTheirMatrices() throws {
        for lattice in Self.operators {
            let found = try XCTUnwrap(matrix(lattice).latticeOperator(), "\(lattice)")
            XCTAssertEqual(found.shape, lattice.shape)
            XCTAssertEqual(found.reaction, lattice.reaction, accuracy: 1e-12)
            for (a, b) in zip(found.axes, lattice.axes) {
                XCTAssertEqual(a.coefficient, b.coefficient, accuracy: 1e-12)
                for (end, wanted) in [(a.low, b.low), (a.high, b.high)] {
                    if case .mixed(let factor) = wanted, case .mixed(let other) = end {
                        XCTAssertEqual(factor, other, accuracy: 1e-11)
                    } else {
                        XCTAssertEqual(end, wanted)
                    }
                }
            }
        }
    }

    func testOneOtherCoefficientIsEnoughToBeNone() {
        for lattice in Self.operators {
            var changed = matrix(lattice)
            let node = changed.nodeCount / 2 + 1
            changed[changed.centre, node] *= 1 + 1e-9
            XCTAssertNil(changed.latticeOperator(), "\(lattice)")
        }
    }

    func testTheCycleSolvesTheMatrixItWasMadeFor() throws {
        for lattice in Self.operators {
            let matrix = matrix(lattice)
            let cycle = LatticeStencilPreconditioner(try XCTUnwrap(matrix.latticeOperator()))
            var stream = RandomStream(seed: 1, name: "right")
            let right = stream.normals(matrix.nodeCount)
            var iteration = ConjugateGradient(
                matrix, right: right, preconditioner: cycle, flexible: true,
                limits: KrylovLimits(absolute: 0, relative: 1e-11, iterations: 20))
            while !iteration.isDone { iteration.step() }
            // A factor of 0.15 a step, and some for odd numbers of cells.
            XCTAssertEqual(iteration.status, .converged, "\(lattice): \(iteration.history)")
            var residual = right
            matrix.residual(iteration.solution, right: right, into: &residual)
            XCTAssertLessThan(LinearAlgebra.norm(residual), 1e-9 * LinearAlgebra.norm(right))
        }
    }
}
