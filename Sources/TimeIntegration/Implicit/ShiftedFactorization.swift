import NumericsCore

/// Factors of alpha M - J for real alpha, in storage made once.
struct ShiftedFactorization: Sendable {
    private var dense: LUFactorization?
    private var banded: BandedLU?
    /// Scratch for the dense combination.
    private var combination: Tensor<Double>

    init(mass: SystemMatrix, jacobian: SystemMatrix) {
        combination = Tensor(shape: [0, 0], repeating: 0)
        if let band = jacobian.banded, let massBand = mass.banded {
            banded = BandedLU(
                order: band.order, lower: max(band.lower, massBand.lower), upper: max(band.upper, massBand.upper))
        } else {
            dense = LUFactorization(order: jacobian.order)
            combination = Tensor(shape: [jacobian.order, jacobian.order], repeating: 0)
        }
    }

    mutating func factorize(alpha: Double, mass: SystemMatrix, jacobian: SystemMatrix) throws(LinearAlgebraError) {
        if banded != nil {
            try banded!.factorize(alpha: alpha, mass: mass.banded!, minus: jacobian.banded!)
            return
        }
        LinearAlgebra.copy(mass.asDense, to: &combination)
        LinearAlgebra.scale(alpha, &combination)
        LinearAlgebra.addScaled(-1, jacobian.asDense, to: &combination)
        try dense!.factorize(combination)
    }

    /// Overwrites `b` [n] with the solution.
    func solve(_ b: inout Tensor<Double>) throws(LinearAlgebraError) {
        if let banded { try banded.solve(&b) } else { try dense!.solve(&b) }
    }
}

/// Factors of alpha M - J for complex alpha, in storage made once.
struct ComplexShiftedFactorization: Sendable {
    private var dense: ComplexLUFactorization?
    private var banded: ComplexBandedLU?

    init(mass: SystemMatrix, jacobian: SystemMatrix) {
        if let band = jacobian.banded, let massBand = mass.banded {
            banded = ComplexBandedLU(
                order: band.order, lower: max(band.lower, massBand.lower), upper: max(band.upper, massBand.upper))
        } else {
            dense = ComplexLUFactorization(order: jacobian.order)
        }
    }

    mutating func factorize(
        alpha: Complex<Double>, mass: SystemMatrix, jacobian: SystemMatrix
    ) throws(LinearAlgebraError) {
        if banded != nil {
            try banded!.factorize(alpha: alpha, mass: mass.banded!, minus: jacobian.banded!)
        } else {
            try dense!.factorize(alpha: alpha, mass: mass.asDense, minus: jacobian.asDense)
        }
    }

    /// Overwrites `b` [n] with the solution.
    func solve(_ b: inout Tensor<Complex<Double>>) throws(LinearAlgebraError) {
        if let banded { try banded.solve(&b) } else { try dense!.solve(&b) }
    }
}
