import Expressions
import NumericsCore

/// Expressions and their exact partial derivatives with respect to every jet, evaluated at batches of points.
struct PointProgram: Sendable {
    /// Leaves in the order of the input rows.
    let symbols: [Symbol]
    /// Structurally non-zero partial derivatives d output / d jet.
    let partials: [(output: Int, jet: Jet)]
    let outputCount: Int
    let outputs: [Expression]
    private let derivatives: [Expression]

    init(_ outputs: [Expression]) {
        self.outputs = outputs
        outputCount = outputs.count
        var symbols: [Symbol] = []
        var partials: [(output: Int, jet: Jet)] = []
        var derivatives: [Expression] = []
        for (index, output) in outputs.enumerated() {
            for symbol in output.symbols {
                if !symbols.contains(symbol) { symbols.append(symbol) }
                guard case .jet(let jet) = symbol else { continue }
                let derivative = output.derivative(by: symbol)
                if derivative.isZero { continue }
                partials.append((index, jet))
                derivatives.append(derivative)
            }
        }
        self.symbols = symbols
        self.partials = partials
        self.derivatives = derivatives
    }

    /// The jets among the inputs with their rows.
    var jets: [(row: Int, jet: Jet)] {
        symbols.enumerated().compactMap { row, symbol in if case .jet(let jet) = symbol { (row, jet) } else { nil } }
    }

    struct Workspace: Sendable {}
    func makeWorkspace() -> Workspace { Workspace() }

    /// Values [output][point] and, if wanted, partials [partial][point] of inputs [symbol][point].
    func evaluate(
        inputs: Tensor<Double>, values: inout Tensor<Double>, partials: inout Tensor<Double>, withPartials: Bool,
        workspace: inout Workspace
    ) {
        let rows = Dictionary(uniqueKeysWithValues: symbols.enumerated().map { ($1, $0) })
        for point in 0..<values.shape[1] {
            let lookup = { (symbol: Symbol) -> Double? in rows[symbol].map { inputs[$0, point] } }
            for (row, output) in outputs.enumerated() { values[row, point] = output.value(lookup) ?? .nan }
            guard withPartials else { continue }
            for (row, partial) in derivatives.enumerated() { partials[row, point] = partial.value(lookup) ?? .nan }
        }
    }
}
