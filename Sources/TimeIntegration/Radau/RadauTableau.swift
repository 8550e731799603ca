import Foundation
import NumericsCore

/// Coefficients of the Radau IIA method with s stages, order 2s - 1 (Hairer and Wanner 1996, section IV.5; 1999).
///
/// All come from the collocation polynomial on the nodes 0, c_1, …, c_s = 1, whose differentiation matrix holds the
/// inverse of the Runge-Kutta matrix A and the coefficients of the error estimate.
public struct RadauTableau: Sendable {
    public let stages: Int
    /// c [s], ascending, the last one 1.
    public let nodes: [Double]
    /// A^-1 [s][s].
    public let inverse: Tensor<Double>
    /// Derivative at the start of the step of the polynomial through 0 at 0 and z_j at c_j: weights [s].
    public let startDerivative: [Double]
    /// Real eigenvalue of A^-1, gamma_0.
    public let realEigenvalue: Double
    /// Complex eigenvalues of A^-1 with positive imaginary part.
    public let complexEigenvalues: [Complex<Double>]
    /// [s][s]: first row the real left eigenvector, then real and imaginary parts of the complex ones.
    public let toEigenvectors: Tensor<Double>
    /// [s][s]: takes the coordinates in that basis back to stages.
    public let fromEigenvectors: Tensor<Double>
    /// Barycentric weights of the nodes 0, c_1, …, c_s.
    let barycentricWeights: [Double]

    /// Classical order 2s - 1.
    public var order: Int { 2 * stages - 1 }

    /// Precondition: 3, 5 or 7 stages.
    public init(stages: Int) {
        precondition([3, 5, 7].contains(stages), "Radau IIA is offered with 3, 5 or 7 stages")
        self.stages = stages
        nodes = RadauTableau.nodes(stages)
        let all = [0] + nodes
        barycentricWeights = RadauTableau.barycentricWeights(all)
        let differentiation = RadauTableau.differentiation(all, barycentricWeights)
        inverse = Tensor(shape: [stages, stages], elements: (0..<stages * stages).map {
            differentiation[$0 / stages + 1, $0 % stages + 1]
        })
        startDerivative = (1...stages).map { differentiation[0, $0] }
        let eigen = RadauTableau.eigenvectors(inverse)
        realEigenvalue = eigen.real
        complexEigenvalues = eigen.complex
        toEigenvectors = eigen.to
        fromEigenvectors = eigen.from
    }

    /// The weights w_ij with q(1 + c_i r) - q(1) = sum_j w_ij z_j: starting values of the next step from this one.
    func extrapolation(ratio: Double, into weights: inout Tensor<Double>) {
        for row in 0..<stages {
            interpolation(at: 1 + nodes[row] * ratio, row: row, into: &weights)
            weights[row, stages - 1] -= 1
        }
    }

    /// Lagrange weights of z_1, …, z_s at a position of the step (0 is its start, 1 its end).
    func interpolation(at position: Double, row: Int, into weights: inout Tensor<Double>) {
        let all = [0] + nodes
        if let hit = all.firstIndex(of: position) {
            for column in 0..<stages { weights[row, column] = column + 1 == hit ? 1 : 0 }
            return
        }
        var sum = 0.0
        for index in all.indices { sum += barycentricWeights[index] / (position - all[index]) }
        for column in 0..<stages {
            weights[row, column] = barycentricWeights[column + 1] / (position - nodes[column]) / sum
        }
    }
}
