import NumericsCore

/// Arrays of a Radau IIA step, made once.
struct RadauWorkspace: Sendable {
    /// Stage increments Z [s][n] of the step being tried.
    var increments: Tensor<Double>
    /// Those of the last accepted step.
    var history: Tensor<Double>
    /// State before the last accepted step [n].
    var previousState: Tensor<Double>
    /// y + Z [s][n].
    var states: Tensor<Double>
    /// f at the stages [s][n]; then the defect.
    var defect: Tensor<Double>
    /// The defect, then the change of Z, in eigenvector coordinates [s][n].
    var transformed: Tensor<Double>
    var scratch: Tensor<Double>
    /// Extrapolation and interpolation weights [s][s].
    var weights: Tensor<Double>
    /// 1 / tolerance by unknown [n].
    var errorWeights: Tensor<Double>
    /// [1][n]: a state and its f.
    var oneState: Tensor<Double>
    var oneValue: Tensor<Double>
    /// f at the start of the step [n].
    var startValue: Tensor<Double>
    /// M q'(0) [n].
    var startSlope: Tensor<Double>
    var estimate: Tensor<Double>
    var vector: Tensor<Double>
    var product: Tensor<Double>
    var complexVector: Tensor<Complex<Double>>
    var times: [Double]
    var mass: SystemMatrix
    var jacobian: SystemMatrix
    var realFactors: ShiftedFactorization
    var complexFactors: [ComplexShiftedFactorization]

    init(tableau: RadauTableau, system: any ImplicitSystem) {
        let (stages, order) = (tableau.stages, system.order)
        let stageArray = Tensor(shape: [stages, order], repeating: 0.0)
        let vector = Tensor(shape: [order], repeating: 0.0)
        increments = stageArray
        history = stageArray
        states = stageArray
        defect = stageArray
        transformed = stageArray
        scratch = stageArray
        weights = Tensor(shape: [stages, stages], repeating: 0)
        errorWeights = Tensor(shape: [order], repeating: 1)
        oneState = Tensor(shape: [1, order], repeating: 0)
        oneValue = oneState
        previousState = vector
        startValue = vector
        startSlope = vector
        estimate = vector
        self.vector = vector
        product = vector
        complexVector = Tensor(shape: [order], repeating: .zero)
        times = Array(repeating: 0, count: stages)
        mass = system.mass
        jacobian = system.makeJacobian()
        realFactors = ShiftedFactorization(mass: mass, jacobian: jacobian)
        let pair = ComplexShiftedFactorization(mass: mass, jacobian: jacobian)
        complexFactors = Array(repeating: pair, count: tableau.complexEigenvalues.count)
    }
}
