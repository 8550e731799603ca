import Expressions
import Fields
import NumericsCore
import Problems

/// Evaluates formulas of a problem at points of space and at one output time, taking unknowns from a solution.
///
/// Exact solutions, derived output fields, probes and integrals all go through here.
public struct FormulaSampler {
    private let problem: Problem
    private let expressions: [Expression]
    private let symbols: [Symbol]
    private let program: BatchProgram

    public init(_ expressions: [Expression], problem: Problem) {
        self.problem = problem
        self.expressions = expressions
        symbols = expressions.reduce(into: Set<Symbol>()) { $0.formUnion($1.symbols) }.sorted { "\($0)" < "\($1)" }
        program = BatchProgram(expressions, inputs: symbols)
    }

    /// Values of the formulas.
    /// - Parameters:
    ///   - points: [point][space coordinate], in the problem's order.
    ///   - time: the output time; nil for steady problems.
    ///   - solution: where unknowns come from; may be nil when no formula holds one.
    ///   - snapshot: index of the output time in the solution.
    /// - Returns: [formula][point].
    /// - Throws: `SolverError.unsupported` for symbols that have no value there; what the evaluator throws.
    public func values(
        at points: Tensor<Double>, time: Double?, solution: Solution? = nil, snapshot: Int = 0
    ) throws -> Tensor<Double> {
        let count = points.shape[0]
        var inputs = Tensor(shape: [symbols.count, count], repeating: 0.0)
        let jets = try jetValues(at: points, solution: solution, snapshot: snapshot)
        for (row, symbol) in symbols.enumerated() {
            let column = try values(of: symbol, at: points, time: time, jets: jets, solution: solution, snapshot: snapshot)
            inputs.withUnsafeMutableBufferPointer { buffer in
                for point in 0..<count { buffer[row * count + point] = column(point) }
            }
        }
        var outputs = Tensor(shape: [expressions.count, count], repeating: 0.0)
        var workspace = program.makeWorkspace()
        program.evaluate(inputs: inputs, outputs: &outputs, workspace: &workspace)
        return outputs
    }

    private func jetValues(at points: Tensor<Double>, solution: Solution?, snapshot: Int) throws -> [Jet: [Double]] {
        let jets = symbols.compactMap { symbol -> Jet? in if case .jet(let jet) = symbol { jet } else { nil } }
        guard !jets.isEmpty else { return [:] }
        guard let solution, jets.allSatisfy({ $0.site == 0 }) else {
            throw SolverError.unsupported(
                term: expressions.map { $0.printed(SymbolNames(problem)) }.joined(separator: ", "),
                because: "traces of unknowns cannot be evaluated here", try: nil)
        }
        let count = points.shape[0]
        let values = try solution.evaluator.evaluate(jets, at: points, snapshot: snapshot).elements
        return Dictionary(
            uniqueKeysWithValues: jets.enumerated().map { ($1, Array(values[$0 * count..<($0 + 1) * count])) })
    }

    private func values(
        of symbol: Symbol, at points: Tensor<Double>, time: Double?, jets: [Jet: [Double]], solution: Solution?, snapshot: Int
    ) throws -> (Int) -> Double {
        switch symbol {
        case .coordinate(let index):
            if index == problem.timeIndex { return { _ in time ?? 0 } }
            let column = problem.spaceIndices.firstIndex(of: index)!
            return { points[$0, column] }
        case .parameter(let index):
            let value = problem.parameters[index].value
            return { _ in value }
        case .jet(let jet):
            let column = jets[jet]!
            return { column[$0] }
        case .input(let index, let derivative):
            let column = try problem.inputs[index].values(derivative, at: points, coordinates: problem.coordinates)
            return { column[$0] }
        case .functional(let index):
            guard let solution else { break }
            let value = try problem.functionals[index].value(of: solution, problem: problem, snapshot: snapshot)
            return { _ in value }
        case .normal, .bound: break
        }
        throw SolverError.unsupported(
            term: Expression(.symbol(symbol)).printed(SymbolNames(problem)), because: "it has no value at a point inside", try: nil)
    }
}

extension Functional {
    /// The value of the integral or mean for a solution at one output time: on a box by the quadrature of the solution's own
    /// grid, on a shape by Gauss rules cut at its boundary.
    public func value(of solution: Solution, problem: Problem, snapshot: Int) throws -> Double {
        let state = solution.snapshots[snapshot]
        guard let grid = state.fields.first?.grid else { return 0 }
        let sampler = FormulaSampler([integrand], problem: problem)
        func values(at points: Tensor<Double>) throws -> [Double] {
            try sampler.values(at: points, time: state.time, solution: solution, snapshot: snapshot).elements
        }
        if let region = problem.region {
            let rule = ShapeQuadrature(region, order: grid.axes.count > 2 ? 10 : 24)
            let sum = zip(try values(at: rule.points), rule.weights).reduce(0) { $0 + $1.0 * $1.1 }
            if sum.isFinite { return isMean ? sum / rule.measure : sum }
        }
        // Points outside a shape have no weight and no value.
        let pairs = zip(try values(at: grid.pointCoordinates), grid.quadratureWeights.elements)
        let sum = pairs.reduce(0) { $1.1 == 0 ? $0 : $0 + $1.0 * $1.1 }
        return isMean ? sum / grid.volume : sum
    }
}
