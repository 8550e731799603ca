extension JetGraph {
    /// A new node whose parts are to be filled by steps.
    public mutating func node(features: Int) -> Slice {
        nodes.append(features)
        return Slice(node: nodes.count - 1, first: 0, count: features)
    }

    /// Adds W x + b with trainable W, [output][input], and b, which follows W among the parameters.
    public mutating func dense(_ input: Slice, features: Int, bias: Bool = true) -> Slice {
        let weights = parameterCount
        parameterCount += features * input.count
        let biasPlace = parameterCount
        if bias { parameterCount += features }
        let output = node(features: features)
        steps.append(.dense(
            input: input, output: output, weights: .parameters(at: weights), bias: bias ? .parameters(at: biasPlace) : nil))
        return output
    }

    /// Adds W x + b with given W, [output][input], and b, [output].
    public mutating func fixedDense(_ input: Slice, weights: [Double], bias: [Double], into output: Slice) {
        precondition(weights.count == input.count * output.count && bias.count == output.count, "coefficients of the wrong number")
        let place = constants.count
        constants += weights + bias
        steps.append(.dense(
            input: input, output: output, weights: .constants(at: place), bias: .constants(at: place + weights.count)))
    }

    /// Adds f(x), feature by feature.
    public mutating func activation(_ function: JetActivation, _ input: Slice) -> Slice {
        let output = node(features: input.count)
        activation(function, input, into: output)
        return output
    }

    /// Adds f(x), feature by feature, as a part of a node.
    public mutating func activation(_ function: JetActivation, _ input: Slice, into output: Slice) {
        precondition(input.count == output.count, "\(input.count) features into \(output.count)")
        steps.append(.activation(function, input: input, output: output))
    }

    /// A fixed multiple of some features.
    public mutating func multiple(_ factor: Double, of input: Slice) -> Summand {
        constants.append(factor)
        return Summand(factor: .constants(at: constants.count - 1), input: input)
    }

    /// Features times a new trainable number.
    public mutating func trainableMultiple(of input: Slice) -> Summand {
        parameterCount += 1
        return Summand(factor: .parameters(at: parameterCount - 1), input: input)
    }

    /// Adds shift + Σ factor · input.
    public mutating func sum(_ summands: [Summand], shift: Double = 0) -> Slice {
        let output = node(features: summands[0].input.count)
        sum(summands, shift: shift, into: output)
        return output
    }

    /// Adds shift + Σ factor · input as a part of a node.
    public mutating func sum(_ summands: [Summand], shift: Double = 0, into output: Slice) {
        precondition(summands.allSatisfy { $0.input.count == output.count }, "a sum of different numbers of features")
        steps.append(.sum(summands, shift: shift, output: output))
    }

    /// Adds Σ factor · input + left · right, feature by feature.
    public mutating func product(_ left: Slice, _ right: Slice, plus summands: [Summand] = []) -> Slice {
        precondition(left.count == right.count, "a product of different numbers of features")
        let output = node(features: left.count)
        sum(summands, into: output)
        steps.append(.product(left, right, output: output))
        return output
    }
}
