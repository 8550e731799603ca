import Foundation
import NumericsCore

/// The solution of u_t + u u_x = nu u_xx with u(x, 0) = -sin(pi x) on the line, periodic with period 2.
///
/// Cole (1951) and Hopf (1950): with f(y) = exp(-cos(pi y)/(2 pi nu)) and a Gaussian of variance 2 nu t,
/// u = -E[sin(pi (x - eta)) f(x - eta)] / E[f(x - eta)]. The expectations are taken by Gauss-Hermite quadrature; the largest exponent
/// of f over the nodes is subtracted from all of them, since f itself overflows for small nu.
public struct ColeHopf: Sendable {
    public let viscosity: Double
    private let rule: Quadrature.Rule

    public init(viscosity: Double, nodes: Int = 256) {
        self.viscosity = viscosity
        rule = Quadrature.gaussHermite(nodes)
    }

    /// u(x, t).
    public func value(x: Double, time: Double) -> Double {
        guard time > 0 else { return -sin(.pi * x) }
        let spread = 2 * (viscosity * time).squareRoot()
        let positions = rule.points.map { x - spread * $0 }
        let exponents = positions.map { -cos(.pi * $0) / (2 * .pi * viscosity) }
        let largest = exponents.max() ?? 0
        var numerator = 0.0
        var denominator = 0.0
        for index in positions.indices {
            let weight = rule.weights[index] * exp(exponents[index] - largest)
            numerator -= weight * sin(.pi * positions[index])
            denominator += weight
        }
        return numerator / denominator
    }
}
