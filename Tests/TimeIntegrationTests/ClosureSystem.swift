import NumericsCore
import TimeIntegration

/// A small dense system from closures, for tests.
final class ClosureSystem: ImplicitSystem {
    let order: Int
    let mass: SystemMatrix
    let differentiationIndices: [Int]
    private let function: (Double, [Double]) -> [Double]
    private let derivative: (Double, [Double]) -> [[Double]]

    init(
        mass: [[Double]]? = nil, indices: [Int] = [], order: Int, function: @escaping (Double, [Double]) -> [Double],
        derivative: @escaping (Double, [Double]) -> [[Double]]
    ) {
        self.order = order
        self.mass = mass.map { SystemMatrix(Tensor(shape: [order, order], elements: $0.flatMap { $0 })) } ?? .identity(order)
        differentiationIndices = indices
        self.function = function
        self.derivative = derivative
    }

    func makeJacobian() -> SystemMatrix { SystemMatrix(Tensor(shape: [order, order], repeating: 0)) }

    func evaluate(times: [Double], states: Tensor<Double>, values: inout Tensor<Double>) {
        for row in times.indices {
            let result = function(times[row], (0..<order).map { states[row, $0] })
            for column in 0..<order { values[row, column] = result[column] }
        }
    }

    func jacobian(time: Double, state: Tensor<Double>, into jacobian: inout SystemMatrix) {
        jacobian.dense = Tensor(shape: [order, order], elements: derivative(time, state.elements).flatMap { $0 })
    }
}

/// A small dense split system from closures, for tests.
final class ClosureSplitSystem: SplitSystem {
    let order: Int
    let mass: SystemMatrix
    let linear: SystemMatrix
    let isConstraint: [Bool]
    private let nonlinear: (Double, [Double]) -> [Double]

    init(
        mass: [[Double]]? = nil, linear: [[Double]], isConstraint: [Bool]? = nil,
        nonlinear: @escaping (Double, [Double]) -> [Double]
    ) {
        order = linear.count
        self.mass = mass.map { SystemMatrix(Tensor(shape: [linear.count, linear.count], elements: $0.flatMap { $0 })) }
            ?? .identity(linear.count)
        self.linear = SystemMatrix(Tensor(shape: [order, order], elements: linear.flatMap { $0 }))
        self.isConstraint = isConstraint ?? Array(repeating: false, count: order)
        self.nonlinear = nonlinear
    }

    func evaluateNonlinear(time: Double, state: Tensor<Double>, value: inout Tensor<Double>) {
        let result = nonlinear(time, state.elements)
        for index in 0..<order { value[index] = result[index] }
    }
}
