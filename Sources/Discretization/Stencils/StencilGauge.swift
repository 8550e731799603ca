import Expressions
import NumericsCore
import Problems

/// A gauge such as mean(u) = 0, evaluated on the nodes; fixes the constant that a system leaves free.
public struct StencilGauge: Sendable {
    private let program: StencilProgram
    private let weights: [Double]
    private let lattice: Lattice
    private let isMean: Bool
    /// The gauge as factor times functional plus rest.
    private let factor: Double
    private let rest: Double

    /// - Throws: `DiscretizationError.unsupported` for gauges other than one integral or mean of the unknown itself.
    public init(_ gauge: Gauge, problem: Problem, system: StencilSystem) throws(DiscretizationError) {
        func refuse(_ reason: String) -> DiscretizationError { .unsupported(term: "the gauge '\(gauge.name)'", because: reason) }
        let residual = gauge.residual.withValues(of: problem.parameters)
        guard let split = residual.affineSplit(in: { if case .functional = $0 { true } else { false } }), split.coefficients.count == 1,
            let (symbol, coefficient) = split.coefficients.first, case .functional(let index) = symbol,
            let factor = coefficient.constantValue, let rest = split.rest.constantValue
        else { throw refuse("it is not one integral or mean of the unknown") }
        let integrand = problem.functionals[index].integrand.withValues(of: problem.parameters)
        guard integrand.symbols.filter(\.isJet).allSatisfy({ $0 == EllipticForm.value }),
            !integrand.derivative(by: EllipticForm.value).contains(where: \.isJet)
        else { throw refuse("its integrand is not linear in the unknown itself") }
        self.factor = factor
        self.rest = rest
        isMean = problem.functionals[index].isMean
        let form = system.form
        program = StencilProgram([integrand, integrand.derivative(by: EllipticForm.value)], source: form.source)
        lattice = system.lattice
        let grid = system.grid
        let scale = isMean ? 1 / grid.volume : 1
        weights = grid.quadratureWeights.elements.map { $0 * scale }
    }

    /// The constant that has to be added to the unknown; nil if the gauge does not fix it.
    public func shift(of state: Tensor<Double>) -> Double? {
        var memory = program.makeWorkspace(lanes: lattice.count)
        for (row, source) in program.sources.enumerated() {
            for node in 0..<lattice.count {
                switch source {
                case .value: memory.inputs[row, node] = state[node]
                case .coordinate(let axis, _):
                    memory.inputs[row, node] = lattice.point(axis, node / lattice.strides[axis] % lattice.shape[axis])
                default: memory.inputs[row, node] = 0
                }
            }
        }
        program.run(&memory)
        var sums = [0.0, 0.0]
        for node in 0..<lattice.count {
            if weights[node] == 0 { continue }
            sums[0] += weights[node] * memory.outputs[0, node]
            sums[1] += weights[node] * memory.outputs[1, node]
        }
        let slope = factor * sums[1]
        return slope == 0 ? nil : -(factor * sums[0] + rest) / slope
    }
}
