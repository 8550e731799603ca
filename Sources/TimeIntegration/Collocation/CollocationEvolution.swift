import Discretization
import Expressions
import NumericsCore
import Problems

/// An evolution discretised in space by rectangular collocation: the method of lines as M y' = f(t, y).
///
/// Unknowns are the values of all components at the points of their elements (`layout`). Rows of equations carry the
/// mass (resampling times coefficient); rows of conditions, interfaces and gauges have none, so the system is
/// differential-algebraic.
public final class CollocationEvolution: ImplicitSystem {
    public let form: EvolutionForm
    public let system: CollocationSystem
    public let mass: SystemMatrix
    public let differentiationIndices: [Int]
    private var workspace: CollocationSystem.Workspace
    private var stage: Tensor<Double>
    private var residual: Tensor<Double>

    /// - Parameters:
    ///   - collocation: the first-order system, from `EvolutionForm.collocationProblem`.
    ///   - axes: one for each space coordinate.
    /// - Throws: `DiscretizationError`.
    public init(
        _ form: EvolutionForm, _ collocation: CollocationProblem, axes: [AxisDiscretization]
    ) throws(DiscretizationError) {
        self.form = form
        let system = try CollocationSystem(collocation, axes: axes)
        self.system = system
        workspace = system.makeWorkspace()
        stage = Tensor(shape: [system.count], repeating: 0)
        residual = stage
        let zero = Tensor(shape: [system.count], repeating: 0.0)
        var matrix = CollocationEvolution.emptyMatrix(system)
        matrix.fill(
            from: system, state: zero, rate: zero, time: form.timeRange.lowerBound, weights: (0, 1), &residual, &workspace)
        mass = matrix
        differentiationIndices = CollocationEvolution.indices(form, system)
    }

    public var order: Int { system.count }
    public var layout: CollocationLayout { system.layout }

    public func makeJacobian() -> SystemMatrix { CollocationEvolution.emptyMatrix(system) }

    public func evaluate(times: [Double], states: Tensor<Double>, values: inout Tensor<Double>) {
        for row in times.indices {
            states.copyRow(row, to: &stage)
            system.evaluate(stage, time: times[row], into: &residual, workspace: &workspace)
            LinearAlgebra.scale(-1, &residual)
            values.setRow(row, residual)
        }
    }

    public func jacobian(time: Double, state: Tensor<Double>, into jacobian: inout SystemMatrix) {
        jacobian.fill(
            from: system, state: state, rate: nil, time: time, weights: (-1, 0), &residual, &workspace)
    }

    /// True for the rows without time derivative [row].
    public var isConstraint: [Bool] {
        let dense = mass
        return system.rowKinds.indices.map { row in
            guard case .equation(let index) = system.rowKinds[row] else {
                return dense.rowIsZero(row)
            }
            return form.equations[index].isAlgebraic
        }
    }

    private static func emptyMatrix(_ system: CollocationSystem) -> SystemMatrix {
        if let band = system.band {
            return SystemMatrix(BandedMatrix(order: system.count, lower: band.lower, upper: band.upper))
        }
        return SystemMatrix(Tensor(shape: [system.count, system.count], repeating: 0))
    }

    /// 2 for the values of hidden components, 1 for all others.
    private static func indices(_ form: EvolutionForm, _ system: CollocationSystem) -> [Int] {
        let hidden = form.hiddenComponents
        guard !hidden.isEmpty else { return [] }
        var indices = Array(repeating: 1, count: system.count)
        for component in hidden {
            let total = system.layout.shape(of: component).reduce(1, *)
            for position in 0..<total { indices[system.layout.index(of: component, at: position)] = 2 }
        }
        for multiplier in system.layout.valueCount..<system.count { indices[multiplier] = 2 }
        return indices
    }
}

extension SystemMatrix {
    /// Fills with stateWeight dF/dstate + rateWeight dF/drate.
    mutating func fill(
        from system: CollocationSystem, state: Tensor<Double>, rate: Tensor<Double>?, time: Double,
        weights: (state: Double, rate: Double), _ residual: inout Tensor<Double>,
        _ workspace: inout CollocationSystem.Workspace
    ) {
        if banded != nil {
            system.jacobian(
                state, rate: rate, time: time, stateWeight: weights.state, rateWeight: weights.rate, into: &banded!,
                residual: &residual, workspace: &workspace)
        } else {
            system.jacobian(
                state, rate: rate, time: time, stateWeight: weights.state, rateWeight: weights.rate, into: &dense!,
                residual: &residual, workspace: &workspace)
        }
    }

    func rowIsZero(_ row: Int) -> Bool {
        if let banded {
            let columns = max(0, row - banded.lower)..<min(banded.order, row + banded.upper + 1)
            return columns.allSatisfy { banded[row, $0] == 0 }
        }
        return (0..<order).allSatisfy { dense![row, $0] == 0 }
    }
}
