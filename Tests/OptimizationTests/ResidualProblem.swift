import NumericsCore
import Optimization

/// A sum of squares given by a formula, with exact derivatives.
final class ResidualProblem: LeastSquaresObjective {
    let name: String
    let start: [Double]
    /// The smallest value of ½ ‖r‖² near the start.
    let smallestLoss: Double
    let parameterCount: Int
    let rowCount: Int
    private let formula: ([DirectionalJet]) -> [DirectionalJet]
    /// How often r, the loss or a derivative was asked for.
    private(set) var evaluations = 0

    init(
        _ name: String, start: [Double], smallestLoss: Double = 0, _ formula: @escaping ([DirectionalJet]) -> [DirectionalJet]
    ) {
        self.name = name
        self.start = start
        self.smallestLoss = smallestLoss
        self.formula = formula
        parameterCount = start.count
        rowCount = formula(start.map { DirectionalJet($0) }).count
    }

    private func jets(_ parameters: Tensor<Double>, _ direction: (Int) -> Double) -> [DirectionalJet] {
        evaluations += 1
        return formula((0..<parameterCount).map { DirectionalJet(parameters[$0], direction($0)) })
    }

    func residual(at parameters: Tensor<Double>, into residual: inout Tensor<Double>) {
        residual = Tensor(jets(parameters) { _ in 0 }.map(\.value))
    }

    func linearization(at parameters: Tensor<Double>, residual: inout Tensor<Double>, jacobian: SharedMatrix) {
        self.residual(at: parameters, into: &residual)
        for column in 0..<parameterCount {
            let derivatives = jets(parameters) { $0 == column ? 1 : 0 }.map(\.first)
            jacobian.withUnsafeMutableBufferPointer { entries in
                for row in 0..<rowCount { entries[column * rowCount + row] = derivatives[row] }
            }
        }
    }

    func secondDerivative(
        at parameters: Tensor<Double>, along direction: Tensor<Double>, into result: inout Tensor<Double>
    ) {
        result = Tensor(jets(parameters) { direction[$0] }.map(\.second))
    }

    func loss(at parameters: Tensor<Double>) -> Double {
        0.5 * jets(parameters) { _ in 0 }.reduce(0) { $0 + $1.value * $1.value }
    }

    func loss(at parameters: Tensor<Double>, gradient: inout Tensor<Double>) -> Double {
        gradient = Tensor(
            (0..<parameterCount).map { column in
                jets(parameters) { $0 == column ? 1 : 0 }.reduce(0) { $0 + $1.value * $1.first }
            })
        return loss(at: parameters)
    }
}
