/// A function made of simple steps on features, each of which can be carried out on jets, and backwards on cotangents.
///
/// Node 0 holds the coordinates. Each step reads parts of earlier nodes and fills a part of a later one.
public struct JetGraph: Sendable {
    /// Neighbouring features of a node.
    public struct Slice: Hashable, Sendable {
        let node: Int
        let first: Int
        /// Number of features.
        public let count: Int

        /// Some of the features.
        public func part(_ range: Range<Int>) -> Slice {
            precondition(range.lowerBound >= 0 && range.upperBound <= count, "features \(range) of \(count)")
            return Slice(node: node, first: first + range.lowerBound, count: range.count)
        }

        func overlaps(_ other: Slice) -> Bool {
            node == other.node && first < other.first + other.count && other.first < first + count
        }
    }

    /// Where the coefficients of a step stand.
    enum Coefficients: Hashable, Sendable {
        case parameters(at: Int)
        case constants(at: Int)

        var isTrainable: Bool {
            if case .parameters = self { true } else { false }
        }
    }

    enum Step: Sendable {
        /// output = W input + b; W is stored [output][input].
        case dense(input: Slice, output: Slice, weights: Coefficients, bias: Coefficients?)
        /// output = f(input), feature by feature.
        case activation(JetActivation, input: Slice, output: Slice)
    }

    /// Number of features of each node.
    private(set) var nodes: [Int]
    private(set) var steps: [Step] = []
    private(set) var constants: [Double] = []
    /// Number of parameters.
    public private(set) var parameterCount = 0
    /// What the graph computes; the coordinates until something else is chosen.
    public var output: Slice

    /// The coordinates.
    public let coordinates: Slice

    /// A graph without steps.
    public init(coordinateCount: Int) {
        nodes = [coordinateCount]
        coordinates = Slice(node: 0, first: 0, count: coordinateCount)
        output = coordinates
    }

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
}
