import GaussianProcess
import Kernels
import NumericsCore
import XCTest

/// D^(a) = K^(a) K⁻¹ differentiates what the kernel can interpolate.
final class KernelInterpolationTests: XCTestCase {
    func testKernelFunctionsAreDifferentiatedExactly() {
        let factor = Matern(halfInteger: 3, length: 0.4), nodes = (0...20).map { Double($0) / 20 }
        let interpolation = KernelInterpolation(nodes, GridKernel(factor: factor))
        let positions = [0.0, 0.13, 0.5, 0.77, 1.0]
        for order in 0...2 {
            let weights = interpolation.weights(at: positions, order: order)
            for node in [0, 7, 20] {
                let values = factor.derivatives(0, at: Tensor(nodes.map { $0 - nodes[node] }))
                for (row, position) in positions.enumerated() {
                    let sum = nodes.indices.reduce(0.0) { $0 + weights[row, $1] * values[0, $1] }
                    let exact = factor.derivatives(order, at: Tensor([position - nodes[node]]))[order, 0]
                    // The nugget is 1e-13 of the diagonal, and refined; derivatives of order a grow like length^-a.
                    XCTAssertEqual(sum, exact, accuracy: 1e-8, "order \(order)")
                }
            }
        }
    }
}
