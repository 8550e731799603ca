import CKernels

extension JetWorkspace {
    /// Adds the gradient of Σ cotangent · jet over the last chunk to row `row` of `gradients`, [row][parameter].
    /// - Parameter cotangents: [output][channel][point of the chunk].
    public func pullback(parameters: Tensor<Double>, cotangents: Tensor<Double>, gradients: SharedMatrix, row: Int) {
        precondition(gradients.columnCount == graph.parameterCount && row < gradients.rowCount, "gradients of the wrong shape")
        let target = gradients.storage.base + row * gradients.columnCount
        backward(parameters, cotangents) { [self] input, features, bar, weights, bias in
            var (x, z) = (values(input), self.cotangents(bar))
            kernels.weight_gradient(
                &x, input.count, &z, features, groupCount, channels, weights.map { target + $0 }, bias.map { target + $0 })
        }
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
        let target = jacobian.storage.base + firstParameter * stride + firstRow
        backward(parameters, cotangents) { [self] input, features, bar, weights, bias in
            var (x, z) = (values(input), self.cotangents(bar))
            kernels.weight_rows(
                &x, input.count, &z, features, pointCount, channels, weights.map { target + $0 * stride },
                bias.map { target + $0 * stride }, stride, adding ? 1 : 0)
        }
    }

    /// Goes back through the steps; `collect` is given each linear map with parameters: its input, the number of its outputs, their
    /// slice, and the places of its weights and biases among the parameters.
    private func backward(
        _ parameters: Tensor<Double>, _ outputCotangents: Tensor<Double>,
        _ collect: (JetGraph.Slice, Int, JetGraph.Slice, Int?, Int?) -> Void
    ) {
        precondition(keepsDerivatives, "no way back with derivatives along a direction")
        guard pointCount > 0 else { return }
        clearCotangents()
        setCotangents(outputCotangents)
        withPoint(parameters, nil) { point in
            for step in graph.steps.reversed() where plan.isTrainable[step.output.node] {
                switch step {
                case .dense(let input, let output, let weights, let bias):
                    collect(input, output.count, output, weights.parameterPlace, bias?.parameterPlace)
                    backwardDense(input, output, point.base(weights))
                case .activation(_, let input, let output):
                    backwardActivation(input, output)
                }
            }
        }
    }

    private func backwardDense(_ input: JetGraph.Slice, _ output: JetGraph.Slice, _ weights: UnsafePointer<Double>) {
        guard plan.isTrainable[input.node] else { return }
        var (bar, target) = (cotangents(output), cotangents(input))
        kernels.dense(
            &bar, output.count, &target, input.count, groupCount, channels, weights, 1, input.count, nil, 1,
            plan.accumulates[input.node] ? 1 : 0)
    }

    /// With g the jets of f'(z), which the forward pass left in the place of z: z̄_β = Σ_α binomial(α, β) g_{α-β} ā_α.
    private func backwardActivation(_ input: JetGraph.Slice, _ output: JetGraph.Slice) {
        guard plan.isTrainable[input.node] else { return }
        var (slope, bar, target) = (values(input), cotangents(output), cotangents(input))
        withUnsafePointer(to: algebra.tables.pointee.transpose) {
            kernels.multiply(
                $0, &slope, &bar, &target, input.count, groupCount, plan.accumulates[input.node] ? 1 : 0)
        }
    }

    /// Sets the cotangents of nodes that add them up to zero.
    private func clearCotangents() {
        for node in graph.nodes.indices where plan.isTrainable[node] && plan.accumulates[node] {
            let block = cotangents(JetGraph.Slice(node: node, first: 0, count: graph.nodes[node]))
            block.data.update(repeating: 0, count: groupCount * block.group_stride)
        }
    }

    private func setCotangents(_ cotangents: Tensor<Double>) {
        precondition(cotangents.shape == [graph.output.count, channels, capacity], "cotangents of the wrong shape")
        guard plan.isTrainable[graph.output.node] else { return }
        let target = self.cotangents(graph.output)
        cotangents.withUnsafeBufferPointer { source in
            for feature in 0..<graph.output.count {
                for channel in 0..<channels {
                    let row = source.baseAddress! + (feature * channels + channel) * capacity
                    for point in 0..<groupCount * 8 {
                        entry(target, feature, channel, point).pointee = point < pointCount ? row[point] : 0
                    }
                }
            }
        }
    }
}

extension JetGraph.Coefficients {
    /// Place among the parameters; nil for constants.
    var parameterPlace: Int? {
        if case .parameters(let place) = self { place } else { nil }
    }
}
