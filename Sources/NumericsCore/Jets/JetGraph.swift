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
        /// output += left right, feature by feature.
        case product(Slice, Slice, output: Slice)
        /// output = shift + Σ factor · input.
        case sum([Summand], shift: Double, output: Slice)
    }

    /// A multiple of some features.
    public struct Summand: Hashable, Sendable {
        let factor: Coefficients
        let input: Slice
    }

    /// Number of features of each node.
    var nodes: [Int]
    var steps: [Step] = []
    var constants: [Double] = []
    /// Number of parameters.
    public internal(set) var parameterCount = 0
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
}
