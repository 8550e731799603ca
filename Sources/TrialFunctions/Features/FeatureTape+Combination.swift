import NumericsCore

extension FeatureTape {
    public func forward(parameters: Tensor<Double>, direction: Tensor<Double>?, points: Tensor<Double>, range: Range<Int>) {
        place(points: points, range: range)
        combine(parameters, into: 0)
        // The second derivative along a direction stays zero: u is linear in θ.
        if directionOrder > 0, let direction { combine(direction, into: 1) }
    }

    /// Writes [channel][feature][capacity].
    func writeBasis(into basis: inout Tensor<Double>) {
        let count = features.featureCount
        precondition(basis.count == channelCount * count * capacity, "the array does not fit the features")
        basis.withUnsafeMutableBufferPointer { target in
            for index in target.indices { target[index] = 0 }
            for channel in 0..<channelCount {
                for feature in 0..<count {
                    let row = target.baseAddress! + (channel * count + feature) * capacity
                    add(channel, feature, 1, to: row)
                }
            }
        }
    }

    private func combine(_ parameters: Tensor<Double>, into order: Int) {
        let (block, count) = (channelCount * capacity, features.featureCount)
        jets.withUnsafeMutableBufferPointer { target in
            for output in 0..<features.outputCount {
                let start = (order * features.outputCount + output) * block
                for index in start..<start + block { target[index] = 0 }
                for channel in 0..<channelCount {
                    let row = target.baseAddress! + start + channel * capacity
                    for feature in 0..<count { add(channel, feature, parameters[output * count + feature], to: row) }
                }
            }
        }
    }

    /// Adds `amplitude` times a channel of a feature to a row of lanes.
    private func add(_ channel: Int, _ feature: Int, _ amplitude: Double, to row: UnsafeMutablePointer<Double>) {
        let lanes = capacity
        derivatives.withUnsafeBufferPointer { table in
            for term in terms[channel] {
                let (stored, sign) = features.function.stored(order: term.order)
                let scale = sign * amplitude * term.scales[feature]
                let source = table.baseAddress! + (stored * features.featureCount + feature) * lanes
                if term.factors.isEmpty {
                    for lane in 0..<lanes { row[lane] += scale * source[lane] }
                } else {
                    for lane in 0..<lanes { row[lane] += scale * source[lane] * factor(term, feature, lane) }
                }
            }
        }
    }

    private func factor(_ term: FeatureTerm, _ feature: Int, _ lane: Int) -> Double {
        var product = 1.0
        for factor in term.factors {
            let wave = waves[2 * factor.slot + (factor.isSlope ? 1 : 0), feature, lane]
            for _ in 0..<factor.power { product *= wave }
        }
        return product
    }

    public func pullback(cotangents: Tensor<Double>, gradients: SharedMatrix, row: Int) {
        let (columns, lanes) = (gradients.columnCount, liveCount)
        gradients.withUnsafeMutableBufferPointer { target in
            for parameter in 0..<features.parameterCount {
                var sum = 0.0
                withRow(of: parameter, cotangents) { values in for lane in 0..<lanes { sum += values[lane] } }
                target[row * columns + parameter] += sum
            }
        }
    }

    public func jacobian(cotangents: Tensor<Double>, jacobian: SharedMatrix, firstParameter: Int, firstRow: Int, adding: Bool) {
        let (columns, lanes) = (jacobian.columnCount, liveCount)
        precondition(firstRow + lanes <= columns && firstParameter + features.parameterCount <= jacobian.rowCount, "rows do not fit")
        jacobian.withUnsafeMutableBufferPointer { target in
            for parameter in 0..<features.parameterCount {
                let row = target.baseAddress! + (firstParameter + parameter) * columns + firstRow
                withRow(of: parameter, cotangents) { values in
                    if adding {
                        for lane in 0..<lanes { row[lane] += values[lane] }
                    } else {
                        for lane in 0..<lanes { row[lane] = values[lane] }
                    }
                }
            }
        }
    }

    /// Calls `body` with Σ cotangent · channel of the feature of a parameter at every point of the chunk.
    private func withRow(of parameter: Int, _ cotangents: Tensor<Double>, _ body: (UnsafeMutablePointer<Double>) -> Void) {
        let (lanes, rows, count) = (capacity, derivatives.shape[0], features.featureCount)
        let (output, feature) = (parameter / count, parameter % count)
        scratch.withUnsafeMutableBufferPointer { work in
            derivatives.withUnsafeBufferPointer { table in
                cotangents.withUnsafeBufferPointer { outer in
                    let result = work.baseAddress! + rows * lanes
                    for index in 0..<(rows + 1) * lanes { work[index] = 0 }
                    for channel in 0..<channelCount {
                        let weights = outer.baseAddress! + (output * channelCount + channel) * lanes
                        for term in terms[channel] {
                            let (stored, sign) = features.function.stored(order: term.order)
                            let scale = sign * term.scales[feature]
                            let sum = work.baseAddress! + stored * lanes
                            if term.factors.isEmpty {
                                for lane in 0..<lanes { sum[lane] += scale * weights[lane] }
                            } else {
                                for lane in 0..<lanes { sum[lane] += scale * weights[lane] * factor(term, feature, lane) }
                            }
                        }
                    }
                    for stored in 0..<rows {
                        let source = table.baseAddress! + (stored * count + feature) * lanes
                        let sum = work.baseAddress! + stored * lanes
                        for lane in 0..<lanes { result[lane] += sum[lane] * source[lane] }
                    }
                    body(result)
                }
            }
        }
    }
}
