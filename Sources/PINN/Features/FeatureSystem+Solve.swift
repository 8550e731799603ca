import Expressions
import NumericsCore
import Problems
import Solving
import TrialFunctions

extension FeatureSystem {
    /// A fit with what a later window with the same matrix needs.
    struct Solved {
        var fit: FeatureFit
        var balance: RowBalance
        var factorization: FeatureLeastSquares
    }

    /// Fits coefficients: one least-squares solve for linear problems, Newton's method with one for each iteration else.
    /// - Parameters:
    ///   - previous: the fit of the window before.
    ///   - start: an earlier fit of the same window to start Newton's method from.
    ///   - reused: a solve with the same matrix.
    func solve(
        _ choice: FeatureChoice, previous: FeatureFit? = nil, from start: FeatureFit? = nil, reusing reused: Solved? = nil
    ) throws -> Solved {
        try checkForStop()
        let features = features(choice)
        let blocks = try blocks(features, choice)
        let objective = self.objective(blocks, space(features))
        let carried = carry(previous, objective)
        var parameters = Tensor(shape: [objective.parameterCount], repeating: 0.0)
        let solved: Solved
        if isLinear {
            solved = linearSolve(features, objective, carried, reused)
        } else {
            if let guess = start ?? previous { parameters = try projected(guess, features, blocks[0].points) }
            if objective.undefinedResidual(at: parameters) != nil, let smooth = try smoothStart(features, blocks) { parameters = smooth }
            if let error = objective.undefinedResidual(at: parameters) { throw error }
            solved = try newton(features, objective, carried, from: parameters)
        }
        guard LinearAlgebra.norm(solved.fit.parameters).isFinite else {
            throw objective.undefinedResidual(at: parameters)
                ?? .diverged(field: problem.unknowns[0].name, location: "everywhere", step: 0, likelyKnob: "bandwidth")
        }
        return solved
    }

    /// Throws where the run is asked to stop.
    private func checkForStop() throws {
        if control?.stopReason != nil { throw FeatureInterruption() }
    }

    /// Coefficients of the smoothest functions that meet the linear conditions, Σ L² u_xx = 0 over all ranges L: where formulas
    /// have no value at zero, as 1/u, they may have one there. nil without such conditions.
    private func smoothStart(_ features: FeatureParts, _ blocks: [ResidualBlock]) throws -> Tensor<Double>? {
        let conditions = blocks.dropFirst().filter(\.residual.isAffine)
        guard !conditions.isEmpty else { return nil }
        let roughness = (0..<problem.componentCount).map { component in
            Expressions.Expression.sum(problem.coordinates.enumerated().map { index, range in
                let second = Jet(component: component, derivative: MultiIndex.none.raised(along: index, by: 2))
                return .constant(range.length * range.length) * .symbol(.jet(second))
            })
        }
        let inside = try block(roughness.map { _ in "roughness" }, roughness, blocks[0].points)
        let objective = CollocationObjective([inside] + conditions, space: space(features), pool: pool)
        return linearSolve(features, objective, nil, nil).fit.parameters
    }

    private func linearSolve(
        _ features: FeatureParts, _ objective: CollocationObjective, _ carried: Tensor<Double>?, _ reused: Solved?
    ) -> Solved {
        let zero = Tensor(shape: [objective.parameterCount], repeating: 0.0)
        var residual = Tensor(shape: [objective.rowCount], repeating: 0.0)
        var solved = reused
        if let reused {
            objective.residual(at: zero, into: &residual)
            reused.balance.apply(&residual, objective.blocks)
        } else {
            let jacobian = SharedMatrix(rowCount: objective.parameterCount, columnCount: objective.rowCount)
            let balance = linearize(objective, zero, &residual, jacobian)
            let fit = FeatureFit(space: objective.space, features: features, parameters: zero)
            solved = Solved(fit: fit, balance: balance, factorization: factorization(of: jacobian, objective))
        }
        guard var solved else { preconditionFailure("neither solved nor reused") }
        if var carried {
            solved.balance.apply(&carried, objective.blocks)
            LinearAlgebra.addScaled(-1, carried, to: &residual)
        }
        LinearAlgebra.scale(-1, &residual)
        solved.fit = FeatureFit(space: objective.space, features: features, parameters: solved.factorization.solve(residual))
        return solved
    }

    private func factorization(of jacobian: SharedMatrix, _ objective: CollocationObjective) -> FeatureLeastSquares {
        // Blocks behind the first are conditions and faces.
        FeatureLeastSquares(jacobian, firstConstraint: settings.hasEqualities ? objective.rows(from: 1).lowerBound : nil, pool: pool)
    }

    /// Balanced residual and Jacobian.
    private func linearize(
        _ objective: CollocationObjective, _ parameters: Tensor<Double>, _ residual: inout Tensor<Double>, _ jacobian: SharedMatrix
    ) -> RowBalance {
        objective.linearization(at: parameters, residual: &residual, jacobian: jacobian)
        let balance = RowBalance(
            jacobian, objective.blocks, columns: objective.space.function.parameterCount, conditionWeight: settings.conditionWeight)
        balance.apply(jacobian, objective.blocks, pool: pool)
        balance.apply(&residual, objective.blocks)
        return balance
    }

    private func newton(
        _ features: FeatureParts, _ objective: CollocationObjective, _ carried: Tensor<Double>?, from start: Tensor<Double>
    ) throws -> Solved {
        var parameters = start
        var residual = Tensor(shape: [objective.rowCount], repeating: 0.0)
        let jacobian = SharedMatrix(rowCount: objective.parameterCount, columnCount: objective.rowCount)
        for iteration in 0... {
            try checkForStop()
            let balance = linearize(objective, parameters, &residual, jacobian)
            var offset = carried
            if offset != nil {
                balance.apply(&offset!, objective.blocks)
                LinearAlgebra.addScaled(-1, offset!, to: &residual)
            }
            let (factorization, correction) = correction(jacobian, residual, at: parameters, objective)
            let old = LinearAlgebra.norm(residual)
            let (new, step) = damped(&parameters, correction, old) { trial in
                var residual = Tensor(shape: [objective.rowCount], repeating: 0.0)
                objective.residual(at: trial, into: &residual)
                balance.apply(&residual, objective.blocks)
                if let offset { LinearAlgebra.addScaled(-1, offset, to: &residual) }
                return LinearAlgebra.norm(residual)
            }
            // At the minimum the residual cannot fall any more; before it even short steps lower it.
            if !(new < (step == 1 ? 0.9 : 0.999) * old) && iteration > 0 || iteration == Self.newtonLimit {
                let fit = FeatureFit(space: objective.space, features: features, parameters: parameters)
                return Solved(fit: fit, balance: balance, factorization: factorization)
            }
        }
        preconditionFailure("the loop ends by returning")
    }

    private static let newtonLimit = 30

    /// What Newton's method takes off the coefficients, with the factors of the Jacobian, which is overwritten.
    ///
    /// Solved for all coefficients, not for corrections: what early iterations leave in coefficients that hardly matter would
    /// never go away again, and its rounding would limit the answer.
    private func correction(
        _ jacobian: SharedMatrix, _ residual: Tensor<Double>, at parameters: Tensor<Double>, _ objective: CollocationObjective
    ) -> (factorization: FeatureLeastSquares, correction: Tensor<Double>) {
        var target = residual
        jacobian.multiplyTransposed(parameters, into: &target, pool: pool)
        LinearAlgebra.addScaled(-1, residual, to: &target)
        let factorization = self.factorization(of: jacobian, objective)
        var correction = parameters
        LinearAlgebra.addScaled(-1, factorization.solve(target), to: &correction)
        return (factorization, correction)
    }

    /// Goes along a correction as far as the residual falls; returns the residual there and the part of the correction taken.
    private func damped(
        _ parameters: inout Tensor<Double>, _ correction: Tensor<Double>, _ old: Double, _ size: (Tensor<Double>) -> Double
    ) -> (size: Double, step: Double) {
        var step = 1.0
        for _ in 0..<12 {
            var next = parameters
            LinearAlgebra.addScaled(-step, correction, to: &next)
            let new = size(next)
            // Near the minimum rounding decides: a full step that does not raise the residual is taken.
            if new < (1 - 0.25 * step) * old || (step == 1 && new <= old) {
                parameters = next
                return (new, step)
            }
            step /= 2
        }
        return (old, 0)
    }

    /// Coefficients with which features come closest to an earlier fit, held constant in time beyond its window.
    private func projected(_ fit: FeatureFit, _ features: FeatureParts, _ points: CollocationPoints) throws -> Tensor<Double> {
        let jets = (0..<problem.componentCount).map { Jet(component: $0) }
        let block = try block(jets.map { _ in "value" }, jets.map { .symbol(.jet($0)) }, points)
        let objective = CollocationObjective([block], space: space(features), pool: pool)
        let jacobian = SharedMatrix(rowCount: objective.parameterCount, columnCount: objective.rowCount)
        var residual = Tensor(shape: [objective.rowCount], repeating: 0.0)
        objective.linearization(at: Tensor(shape: [objective.parameterCount], repeating: 0), residual: &residual, jacobian: jacobian)
        var places = points.coordinates
        if let time = problem.timeIndex {
            let last = fit.space.problem.coordinates[time].upper
            for point in 0..<points.count { places[time, point] = min(places[time, point], last) }
        }
        let wanted = fit.values(jets, at: places)
        let padded = objective.blocks[0].paddedCount
        for component in jets.indices {
            for point in 0..<points.count { residual[component * padded + point] = wanted[component, point] - residual[component * padded + point] }
        }
        return FeatureLeastSquares(jacobian, pool: pool).solve(residual)
    }
}
