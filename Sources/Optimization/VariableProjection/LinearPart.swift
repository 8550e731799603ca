import NumericsCore

/// The linear least-squares problem for c at one α, and all parameters with its solution.
struct LinearPart {
    private(set) var parameters: Tensor<Double>
    private var offset: Tensor<Double>
    private let columns: SharedMatrix
    private let solver: LinearLeastSquares

    init(_ objective: any SeparableLeastSquares, _ pool: ThreadPool) {
        let count = objective.linearParameters.count
        parameters = Tensor(shape: [objective.parameterCount], repeating: 0)
        offset = Tensor(shape: [objective.rowCount], repeating: 0)
        columns = SharedMatrix(rowCount: count, columnCount: objective.rowCount)
        solver = LinearLeastSquares(rowCount: objective.rowCount, columnCount: count, pool: pool)
    }

    /// Takes α and finds c; c is not finite where A is not.
    mutating func solve(_ objective: any SeparableLeastSquares, _ others: Tensor<Double>) {
        let linear = objective.linearParameters
        LinearPart.insert(others, linear, into: &parameters)
        objective.linearPart(at: parameters, offset: &offset, columns: columns)
        // The shapes are ours, and the optimizer has seen to it that the rows suffice.
        try? solver.factorize(columns)
        solve(offset, into: &parameters, at: linear.lowerBound)
    }

    /// Writes the c that makes A c + b smallest.
    func solve(_ b: Tensor<Double>, into target: inout Tensor<Double>, at place: Int) {
        guard let solution = try? solver.solve(b) else { return }
        for index in 0..<solution.coefficients.count { target[place + index] = -solution.coefficients[index] }
    }

    func removeRange(_ vector: inout Tensor<Double>, _ vectors: SharedMatrix?) {
        solver.removeRange(from: &vector)
        if let vectors { solver.removeRange(from: vectors) }
    }

    /// Puts α before and after the places of c.
    static func insert(_ others: Tensor<Double>, _ linear: Range<Int>, into all: inout Tensor<Double>) {
        LinearAlgebra.copy(others, from: 0, count: linear.lowerBound, to: &all, at: 0)
        LinearAlgebra.copy(
            others, from: linear.lowerBound, count: others.count - linear.lowerBound, to: &all, at: linear.upperBound)
    }

    /// α out of all parameters.
    static func extract(_ all: Tensor<Double>, _ linear: Range<Int>, into others: inout Tensor<Double>) {
        LinearAlgebra.copy(all, from: 0, count: linear.lowerBound, to: &others, at: 0)
        LinearAlgebra.copy(
            all, from: linear.upperBound, count: all.count - linear.upperBound, to: &others, at: linear.lowerBound)
    }
}
