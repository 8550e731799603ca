/// What follows from a graph before any numbers are known: where trainable parameters lead to, and who uses a node.
struct JetPlan {
    /// Whether a node depends on parameters, so that cotangents have a way to go from it.
    private(set) var isTrainable: [Bool]
    /// Whether cotangents of a node add up from several steps, or from steps that see only a part of it.
    private(set) var accumulates: [Bool]
    /// The node whose memory for cotangents a node uses: its own, or that of its activation, which works in place.
    private(set) var cotangentNode: [Int]

    init(_ graph: JetGraph) {
        var isTrainable = Array(repeating: false, count: graph.nodes.count)
        cotangentNode = Array(graph.nodes.indices)
        var uses: [[JetGraph.Slice]] = Array(repeating: [], count: graph.nodes.count)
        for step in graph.steps {
            step.inputs.forEach { uses[$0.node].append($0) }
            let depends = step.hasParameters || step.inputs.contains { isTrainable[$0.node] }
            if depends { isTrainable[step.output.node] = true }
        }
        uses[graph.output.node].append(graph.output)
        self.isTrainable = isTrainable
        accumulates = zip(uses, graph.nodes).map { slices, count in slices.count > 1 || slices.contains { $0.count < count } }
        for step in graph.steps {
            if case .activation(_, let input, let output) = step, isTrainable[input.node] {
                // Its memory is overwritten by the jets of the derivative.
                precondition(uses[input.node].count { $0.overlaps(input) } == 1, "the argument of an activation is used elsewhere")
                let isWhole = input.count == graph.nodes[input.node] && output.count == graph.nodes[output.node]
                if isWhole && !accumulates[input.node] { cotangentNode[input.node] = output.node }
            }
        }
    }
}

extension JetGraph.Step {
    var inputs: [JetGraph.Slice] {
        switch self {
        case .dense(let input, _, _, _): [input]
        case .activation(_, let input, _): [input]
        case .product(let left, let right, _): [left, right]
        case .sum(let summands, _, _): summands.map(\.input)
        }
    }

    var output: JetGraph.Slice {
        switch self {
        case .dense(_, let output, _, _): output
        case .activation(_, _, let output): output
        case .product(_, _, let output): output
        case .sum(_, _, let output): output
        }
    }

    var hasParameters: Bool {
        switch self {
        case .dense(_, _, let weights, let bias): weights.isTrainable || bias?.isTrainable == true
        case .activation, .product: false
        case .sum(let summands, _, _): summands.contains { $0.factor.isTrainable }
        }
    }
}
