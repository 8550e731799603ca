import CKernels

extension JetWorkspace {
    /// Parameters and, on workspaces that carry derivatives by s, the direction in which s moves them.
    struct Point {
        var parameters: UnsafePointer<Double>
        var direction: UnsafePointer<Double>?
        var constants: UnsafePointer<Double>

        func base(_ place: JetGraph.Coefficients) -> UnsafePointer<Double> {
            switch place {
            case .parameters(let offset): parameters + offset
            case .constants(let offset): constants + offset
            }
        }

        /// Derivatives of coefficients by s; nil if they do not change.
        func slope(_ place: JetGraph.Coefficients) -> UnsafePointer<Double>? {
            if case .parameters(let offset) = place { direction.map { $0 + offset } } else { nil }
        }
    }

    /// Computes the jets of all nodes at the points `range` of `points`, [coordinate][point].
    /// - Parameters:
    ///   - parameters: θ, [parameter]; what follows the graph's own parameters is not read.
    ///   - direction: v, [parameter]: s stands for parameters θ + s v. Needed if derivatives by s are carried.
    public func forward(parameters: Tensor<Double>, direction: Tensor<Double>?, points: Tensor<Double>, range: Range<Int>) {
        setPoints(points, range)
        withPoint(parameters, direction) { point in
            // Enough columns for a full register tile.
            let step = max(1, 4 / channels)
            for group in stride(from: 0, to: groupCount, by: step) {
                let count = min(step, groupCount - group)
                for step in graph.steps { forward(step, point, group: group, count: count) }
            }
        }
    }

    func withPoint(_ parameters: Tensor<Double>, _ direction: Tensor<Double>?, _ body: (Point) -> Void) {
        precondition(parameters.count >= graph.parameterCount, "\(parameters.count) parameters instead of \(graph.parameterCount)")
        precondition(algebra.directionOrder == 0 || (direction?.count ?? 0) >= graph.parameterCount, "a direction of the wrong length")
        parameters.withUnsafeBufferPointer { values in
            graph.constants.withUnsafeBufferPointer { constants in
                // Empty buffers have no address, and then nothing is read.
                let nothing = UnsafePointer(entry(self.values(graph.coordinates), 0, 0, 0))
                var point = Point(parameters: values.baseAddress ?? nothing, direction: nil, constants: constants.baseAddress ?? nothing)
                guard algebra.directionOrder > 0, let direction else { return body(point) }
                direction.withUnsafeBufferPointer { slope in
                    point.direction = slope.baseAddress
                    body(point)
                }
            }
        }
    }

    private func forward(_ step: JetGraph.Step, _ point: Point, group: Int, count: Int) {
        switch step {
        case .dense(let input, let output, let weights, let bias):
            dense(input, output, weights, bias, point, group, count)
        case .activation(let function, let input, let output):
            var (z, a) = (values(input, group: group), values(output, group: group))
            let keeps = keepsDerivatives && plan.isTrainable[input.node]
            kernels.compose(algebra.tables, function.kernel, &z, &a, input.count, count, keeps ? 1 : 0)
        case .product(let left, let right, let output):
            var (x, y, z) = (values(left, group: group), values(right, group: group), values(output, group: group))
            kernels.multiply(algebra.tables, &x, &y, &z, output.count, count)
        case .sum(let summands, let shift, let output):
            sum(summands, shift, output, point, group, count)
        }
    }

    private func sum(
        _ summands: [JetGraph.Summand], _ shift: Double, _ output: JetGraph.Slice, _ point: Point, _ group: Int, _ count: Int
    ) {
        var target = values(output, group: group)
        if summands.isEmpty { kernels.scale(nil, &target, output.count, count, channels, 0, shift, 0) }
        for (place, summand) in summands.enumerated() {
            var source = values(summand.input, group: group)
            kernels.scale(
                &source, &target, output.count, count, channels, point.base(summand.factor).pointee, place == 0 ? shift : 0,
                place == 0 ? 0 : 1)
            guard algebra.directionOrder > 0, let slope = point.slope(summand.factor)?.pointee else { continue }
            for power in 1...algebra.directionOrder {
                var lower = values(summand.input, group: group, channel: (power - 1) * algebra.baseChannelCount)
                var higher = values(output, group: group, channel: power * algebra.baseChannelCount)
                kernels.scale(
                    &lower, &higher, output.count, count, algebra.baseChannelCount, Double(power) * slope, 0, 1)
            }
        }
    }

    /// With W(s) = W + s V: z^(k) = W a^(k) + k V a^(k-1), all channels of one power of s at once.
    private func dense(
        _ input: JetGraph.Slice, _ output: JetGraph.Slice, _ weights: JetGraph.Coefficients, _ bias: JetGraph.Coefficients?,
        _ point: Point, _ group: Int, _ count: Int
    ) {
        var (a, z) = (values(input, group: group), values(output, group: group))
        let shift = bias.map { point.base($0) }
        kernels.dense(
            &a, input.count, &z, output.count, count, channels, point.base(weights), input.count, 1, shift, 1, 0)
        guard algebra.directionOrder > 0, let slope = point.slope(weights) else { return }
        let base = algebra.baseChannelCount
        for power in 1...algebra.directionOrder {
            var lower = values(input, group: group, channel: (power - 1) * base)
            var target = values(output, group: group, channel: power * base)
            let shift = power == 1 ? bias.flatMap { point.slope($0) } : nil
            kernels.dense(
                &lower, input.count, &target, output.count, count, base, slope, input.count, 1, shift, Double(power), 1)
        }
    }

    /// Copies the jets of the output: [direction order][output][channel][point of the chunk].
    public func copyJets(into jets: inout Tensor<Double>) {
        let (base, features) = (algebra.baseChannelCount, graph.output.count)
        precondition(jets.shape == [algebra.directionOrder + 1, features, base, capacity], "jets of the wrong shape")
        let output = values(graph.output)
        jets.withUnsafeMutableBufferPointer { target in
            for channel in 0..<channels {
                let (power, place) = channel.quotientAndRemainder(dividingBy: base)
                for feature in 0..<features {
                    let row = target.baseAddress! + ((power * features + feature) * base + place) * capacity
                    for point in 0..<groupCount * 8 { row[point] = entry(output, feature, channel, point).pointee }
                    for point in groupCount * 8..<capacity where pointCount > 0 { row[point] = row[pointCount - 1] }
                }
            }
        }
    }
}
