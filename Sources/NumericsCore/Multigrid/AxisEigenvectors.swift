/// Eigenvalues and eigenvectors of −a d²/dx² along one axis of a lattice, any ends.
///
/// With the trapezoid weights W (half at a wall that holds unknowns) W T is symmetric, so T = V Λ VᵀW with VᵀWV = 1.
struct AxisEigenvectors: Sendable {
    let values: Tensor<Double>
    /// VᵀW, [mode][point].
    let forward: Tensor<Double>
    /// V, [point][mode].
    let backward: Tensor<Double>

    init(_ axis: LatticeOperator.Axis) {
        let count = axis.unknowns.count
        let weights = AxisEigenvectors.weights(axis)
        var mass = Tensor(shape: [count, count], repeating: 0.0)
        for index in 0..<count { mass[index, index] = weights[index] }
        // Symmetric with positive masses: the decomposition fails only on numbers that are not finite.
        guard let pencil = try? SymmetricEigen(AxisEigenvectors.stiffness(axis), mass: mass) else {
            preconditionFailure("no eigenvectors of \(axis)")
        }
        values = pencil.values
        backward = pencil.vectors
        forward = LinearAlgebra.multiply(pencil.vectors, mass, transposeA: true)
    }

    private static func weights(_ axis: LatticeOperator.Axis) -> [Double] {
        axis.unknowns.map { !axis.isPeriodic && ($0 == 0 || $0 == axis.points - 1) ? 0.5 : 1 }
    }

    /// W T: each cell adds coupling · [1 −1; −1 1] to its two points, each mixed end a factor/h to its own.
    private static func stiffness(_ axis: LatticeOperator.Axis) -> Tensor<Double> {
        let unknowns = axis.unknowns
        var matrix = Tensor(shape: [unknowns.count, unknowns.count], repeating: 0.0)
        func add(_ value: Double, _ row: Int, _ column: Int) {
            guard unknowns.contains(row), unknowns.contains(column) else { return }
            matrix[row - unknowns.lowerBound, column - unknowns.lowerBound] += value
        }
        for cell in 0..<axis.cells {
            let next = axis.isPeriodic ? (cell + 1) % axis.cells : cell + 1
            for (row, column) in [(cell, next), (next, cell)] {
                add(axis.coupling, row, row)
                add(-axis.coupling, row, column)
            }
        }
        add(axis.coefficient / axis.spacing * axis.low.factor, 0, 0)
        add(axis.coefficient / axis.spacing * axis.high.factor, axis.points - 1, axis.points - 1)
        return matrix
    }
}
