import CKernels

extension JetWorkspace {
    /// Adds the gradient of Σ cotangent · jet over the last chunk to row `row` of `gradients`, [row][parameter]: the
    /// graph's own parameters come first there.
    /// - Parameters:
    ///   - parameters: those of the last forward pass.
    ///   - cotangents: [output][channel][point of the chunk].
    public func pullback(parameters: Tensor<Double>, cotangents: Tensor<Double>, gradients: SharedMatrix, row: Int) {
        precondition(gradients.columnCount >= graph.parameterCount && row < gradients.rowCount, "gradients of the wrong shape")
        backward(parameters, cotangents, .gradient(gradients.storage.base + row * gradients.columnCount))
    }

    /// Writes, or adds, the gradient of Σ cotangent · jet at each point of the last chunk: entry
    /// [firstParameter + p][firstRow + i] of `jacobian` is the derivative by parameter p at point i.
    public func jacobian(
        parameters: Tensor<Double>, cotangents: Tensor<Double>, jacobian: SharedMatrix, firstParameter: Int, firstRow: Int, adding: Bool
    ) {
        precondition(
            firstParameter >= 0 && firstParameter + graph.parameterCount <= jacobian.rowCount && firstRow >= 0
                && firstRow + pointCount <= jacobian.columnCount, "a Jacobian of the wrong shape")
        let stride = jacobian.columnCount
        backward(parameters, cotangents, .rows(jacobian.storage.base + firstParameter * stride + firstRow, stride: stride, adds: adding))
    }

    private func backward(_ parameters: Tensor<Double>, _ outputCotangents: Tensor<Double>, _ target: JetGradientTarget) {
        precondition(keepsDerivatives, "no way back with derivatives along a direction")
        guard pointCount > 0 else { return }
        clearCotangents()
        setCotangents(outputCotangents)
        withPoint(parameters, nil) { point in
            for step in graph.steps.reversed() where plan.isTrainable[step.output.node] { backward(step, point, target) }
        }
    }

    private func backward(_ step: JetGraph.Step, _ point: Point, _ target: JetGradientTarget) {
        switch step {
        case .dense(let input, let output, let weights, let bias):
            collectDense(input, output, weights.parameterPlace, bias?.parameterPlace, target)
            backwardDense(input, output, point.base(weights))
        case .activation(_, let input, let output):
            // With g the jets of f'(z), which the forward pass left in the place of z: z̄_β = Σ_α binomial(α, β) g_{α-β} ā_α.
            transposedProduct(input, output, input)
        case .product(let left, let right, let output):
            transposedProduct(left, output, right)
            transposedProduct(right, output, left)
        case .sum(let summands, _, let output):
            for summand in summands { backwardSummand(summand, output, point, target) }
        }
    }

    private func backwardDense(_ input: JetGraph.Slice, _ output: JetGraph.Slice, _ weights: UnsafePointer<Double>) {
        guard plan.isTrainable[input.node] else { return }
        var (bar, target) = (cotangents(output), cotangents(input))
        kernels.dense(
            &bar, output.count, &target, input.count, groupCount, channels, weights, 1, input.count, nil, 1, adds(input))
    }

    /// With output = factor · input as jets: what the cotangents of the output mean for the input.
    private func transposedProduct(_ factor: JetGraph.Slice, _ output: JetGraph.Slice, _ input: JetGraph.Slice) {
        guard plan.isTrainable[input.node] else { return }
        var (given, bar, target) = (values(factor), cotangents(output), cotangents(input))
        kernels.pull(algebra.tables, &given, &bar, &target, input.count, groupCount, adds(input))
    }

    private func backwardSummand(_ summand: JetGraph.Summand, _ output: JetGraph.Slice, _ point: Point, _ target: JetGradientTarget) {
        let input = summand.input
        if let place = summand.factor.parameterPlace {
            var (x, bar) = (values(input), cotangents(output))
            switch target {
            case .gradient(let gradient):
                kernels.inner(&x, &bar, input.count, groupCount, channels, gradient + place)
            case .rows(let rows, let stride, let adds):
                kernels.inner_row(&x, &bar, input.count, pointCount, channels, rows + place * stride, adds ? 1 : 0)
            }
        }
        guard plan.isTrainable[input.node] else { return }
        var (bar, result) = (cotangents(output), cotangents(input))
        kernels.scale(&bar, &result, input.count, groupCount, channels, point.base(summand.factor).pointee, 0, adds(input))
    }

    /// Jacobians with more entries than this are read again long after they have left the caches (16 MiB).
    private static let streamedCount = 1 << 21

    private func collectDense(
        _ input: JetGraph.Slice, _ output: JetGraph.Slice, _ weights: Int?, _ bias: Int?, _ target: JetGradientTarget
    ) {
        guard weights != nil || bias != nil else { return }
        var (x, bar) = (values(input), cotangents(output))
        switch target {
        case .gradient(let gradient):
            kernels.weight_gradient(
                &x, input.count, &bar, output.count, groupCount, channels, weights.map { gradient + $0 }, bias.map { gradient + $0 })
        case .rows(let rows, let stride, let adds):
            kernels.weight_rows(
                &x, input.count, &bar, output.count, pointCount, channels, weights.map { rows + $0 * stride },
                bias.map { rows + $0 * stride }, stride, adds ? 1 : 0, stride * graph.parameterCount > Self.streamedCount ? 1 : 0)
        }
    }

    private func adds(_ slice: JetGraph.Slice) -> Int32 { plan.accumulates[slice.node] ? 1 : 0 }
}

/// Where derivatives by parameters go.
enum JetGradientTarget {
    /// Summed over points, added: [parameter].
    case gradient(UnsafeMutablePointer<Double>)
    /// Point by point: entry [parameter · stride + point].
    case rows(UnsafeMutablePointer<Double>, stride: Int, adds: Bool)
}

extension JetGraph.Coefficients {
    /// Place among the parameters; nil for constants.
    var parameterPlace: Int? {
        if case .parameters(let place) = self { place } else { nil }
    }
}
