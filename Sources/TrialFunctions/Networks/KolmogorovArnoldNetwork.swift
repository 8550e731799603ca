import NumericsCore

/// A Kolmogorov-Arnold network: every edge has a function of its own, Σ c_k φ_k(tanh x), and nodes add them up (Liu et al. 2024).
public struct KolmogorovArnoldNetwork: Network {
    /// The functions φ_k on [-1, 1].
    public enum Basis: Hashable, Codable, Sendable {
        /// Chebyshev polynomials of degrees 1 to `degree`; that of degree 0 is the bias.
        case chebyshev(degree: Int)
        /// B-splines of degree 5 over `intervals` equal intervals: intervals + 5 of them, and a bias besides.
        case splines(intervals: Int)
    }

    public struct Settings: Hashable, Codable, Sendable {
        public var inputMap: InputMap
        /// Numbers of nodes of the hidden layers.
        public var hidden: [Int]
        public var basis: Basis
        public var outputs: Int

        public init(inputMap: InputMap, hidden: [Int], basis: Basis = .chebyshev(degree: 4), outputs: Int = 1) {
            self.inputMap = inputMap
            self.hidden = hidden
            self.basis = basis
            self.outputs = outputs
        }
    }

    public let settings: Settings
    public let model: NetworkModel

    public init(_ settings: Settings) {
        self.settings = settings
        model = NetworkModel(inputMap: settings.inputMap) { model, input in
            var nodes = input
            for (place, width) in (settings.hidden + [settings.outputs]).enumerated() {
                // The argument of an activation must not be needed elsewhere.
                let copy = model.graph.sum([model.graph.multiple(1, of: nodes)])
                let bounded = model.graph.activation(.tanh, copy)
                let basis = settings.basis.expand(bounded, &model.graph)
                nodes = model.dense("layers.\(place)", basis, features: width)
            }
            return nodes
        }
    }
}

extension KolmogorovArnoldNetwork.Basis {
    /// φ_k of every feature: [k][feature].
    func expand(_ t: JetGraph.Slice, _ graph: inout JetGraph) -> JetGraph.Slice {
        switch self {
        case .chebyshev(let degree): Self.chebyshev(t, degree, &graph)
        case .splines(let intervals): Self.splines(t, intervals, &graph)
        }
    }

    /// T_1 = t, T_2 = 2 t² - 1, T_{k+1} = 2 t T_k - T_{k-1}.
    private static func chebyshev(_ t: JetGraph.Slice, _ degree: Int, _ graph: inout JetGraph) -> JetGraph.Slice {
        let all = graph.node(features: degree * t.count)
        func part(_ k: Int) -> JetGraph.Slice { all.part((k - 1) * t.count..<k * t.count) }
        graph.sum([graph.multiple(1, of: t)], into: part(1))
        for k in stride(from: 2, through: degree, by: 1) {
            let twice = graph.multiple(2, of: graph.product(t, part(k - 1)))
            if k == 2 {
                graph.sum([twice], shift: -1, into: part(k))
            } else {
                graph.sum([twice, graph.multiple(-1, of: part(k - 2))], into: part(k))
            }
        }
        return all
    }

    /// B((t - c_k) / h) with centres c_k = -1 + (k - 2) h, k = 0, ..., intervals + 4: all that do not vanish on [-1, 1].
    private static func splines(_ t: JetGraph.Slice, _ intervals: Int, _ graph: inout JetGraph) -> JetGraph.Slice {
        let (spacing, count) = (2 / Double(intervals), intervals + 5)
        let arguments = graph.node(features: count * t.count)
        for k in 0..<count {
            let centre = -1 + Double(k - 2) * spacing
            graph.sum(
                [graph.multiple(1 / spacing, of: t)], shift: -centre / spacing, into: arguments.part(k * t.count..<(k + 1) * t.count))
        }
        return graph.activation(.spline, arguments)
    }
}
