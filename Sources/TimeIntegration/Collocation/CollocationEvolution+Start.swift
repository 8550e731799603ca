import NumericsCore

extension CollocationEvolution {
    /// The state nearest to `state` that satisfies all algebraic rows, with M y kept: what an integrator must start from.
    ///
    /// Newton's method on M (y - y0) = 0, g(t, y) = 0. Where that is singular (components of index 2, such as a
    /// pressure) three implicit Euler steps over `shortTime` are taken: the first projects the velocity, the others
    /// also find the pressure, and the line through them leads back to the start with an error of second order.
    /// - Throws: `IntegrationError.singular` if the algebraic rows do not determine what they should.
    public func consistent(_ state: Tensor<Double>, time: Double, shortTime: Double) throws -> Tensor<Double> {
        let constraint = isConstraint
        guard constraint.contains(true) else { return state }
        if differentiationIndices.isEmpty, let result = try projected(state, time: time, constraint: constraint) {
            return result
        }
        let first = try eulerStep(state, time: time + shortTime, step: shortTime)
        var second = try eulerStep(first, time: time + 2 * shortTime, step: shortTime)
        let third = try eulerStep(second, time: time + 3 * shortTime, step: shortTime)
        LinearAlgebra.scale(3, &second)
        LinearAlgebra.addScaled(-2, third, to: &second)
        return second
    }

    private func projected(_ start: Tensor<Double>, time: Double, constraint: [Bool]) throws -> Tensor<Double>? {
        var state = start
        var jacobian = makeJacobian()
        var factors = ShiftedFactorization(mass: mass, jacobian: jacobian)
        var value = Tensor(shape: [1, order], repeating: 0.0)
        var change = state
        for _ in 0..<20 {
            evaluate(times: [time], states: state.reshaped([1, order]), values: &value)
            guard value.firstNotFinite == nil else { return nil }
            for row in 0..<order { change[row] = constraint[row] ? value[row] : 0 }
            self.jacobian(time: time, state: state, into: &jacobian)
            do {
                try factors.factorize(alpha: 1, mass: mass, jacobian: jacobian.keepingRows(constraint))
                try factors.solve(&change)
            } catch {
                return nil
            }
            LinearAlgebra.addScaled(1, change, to: &state)
            let size = LinearAlgebra.norm(change)
            guard size.isFinite else { return nil }
            if size <= 1e-14 * (1 + LinearAlgebra.norm(state)) { break }
        }
        return state
    }

    private func eulerStep(_ start: Tensor<Double>, time: Double, step: Double) throws -> Tensor<Double> {
        var state = start
        var jacobian = makeJacobian()
        var factors = ShiftedFactorization(mass: mass, jacobian: jacobian)
        var value = Tensor(shape: [1, order], repeating: 0.0)
        var difference = start
        var product = start
        for _ in 0..<20 {
            evaluate(times: [time], states: state.reshaped([1, order]), values: &value)
            for row in 0..<order { difference[row] = state[row] - start[row] }
            mass.multiply(difference, into: &product)
            for row in 0..<order { difference[row] = value[row] - product[row] / step }
            self.jacobian(time: time, state: state, into: &jacobian)
            do {
                try factors.factorize(alpha: 1 / step, mass: mass, jacobian: jacobian)
                try factors.solve(&difference)
            } catch {
                throw IntegrationError.singular(time: time)
            }
            LinearAlgebra.addScaled(1, difference, to: &state)
            let size = LinearAlgebra.norm(difference)
            guard size.isFinite else { throw IntegrationError.singular(time: time) }
            if size <= 1e-12 * (1 + LinearAlgebra.norm(state)) { break }
        }
        return state
    }
}
