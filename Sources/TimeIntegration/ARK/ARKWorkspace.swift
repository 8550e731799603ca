import NumericsCore

/// Arrays and factors of an ARK step, made once.
struct ARKWorkspace: Sendable {
    /// N and L Y at each stage [n].
    var nonlinear: [Tensor<Double>]
    var stiff: [Tensor<Double>]
    var stage: Tensor<Double>
    var right: Tensor<Double>
    var next: Tensor<Double>
    /// M y [n].
    var massState: Tensor<Double>
    var constraint: Tensor<Double>
    var errorWeights: Tensor<Double>
    let mass: SystemMatrix
    let linear: SystemMatrix
    /// Rows in which the mass matrix is zero.
    let constraintRows: [Int]
    var stageFactors: ShiftedFactorization
    /// M, with the rows of -L where it is zero.
    var massFactors: ShiftedFactorization

    var hasConstraints: Bool { !constraintRows.isEmpty }

    init(_ system: any SplitSystem) throws(LinearAlgebraError) {
        let vector = Tensor(shape: [system.order], repeating: 0.0)
        nonlinear = Array(repeating: vector, count: ARKTableau.stages)
        stiff = nonlinear
        stage = vector
        right = vector
        next = vector
        massState = vector
        constraint = vector
        errorWeights = vector
        mass = system.mass
        linear = system.linear
        constraintRows = system.isConstraint.indices.filter { system.isConstraint[$0] }
        stageFactors = ShiftedFactorization(mass: mass, jacobian: linear)
        massFactors = stageFactors
        let constraints = linear.keepingRows(system.isConstraint)
        try massFactors.factorize(alpha: 1, mass: mass, jacobian: constraints)
    }

    /// Puts values into the rows of constraints; zero if none are given.
    func replaceConstraints(in vector: inout Tensor<Double>, by values: Tensor<Double>?) {
        for row in constraintRows { vector[row] = values?[row] ?? 0 }
    }
}

extension SystemMatrix {
    /// The same matrix with all other rows set to zero.
    func keepingRows(_ isKept: [Bool]) -> SystemMatrix {
        var result = self
        if let banded {
            for column in 0..<banded.order {
                for row in banded.rows(ofColumn: column) where !isKept[row] { result.banded![row, column] = 0 }
            }
        } else if let dense {
            for row in isKept.indices where !isKept[row] {
                for column in 0..<dense.shape[1] { result.dense![row, column] = 0 }
            }
        }
        return result
    }
}
