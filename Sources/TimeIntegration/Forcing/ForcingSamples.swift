import Expressions
import NumericsCore
import Problems

/// The formulas of a problem that hold the time, as functions of time alone.
///
/// Terms and factors are taken apart, so that a small pulse is not hidden by a large neighbour. Unknowns and given fields
/// have fixed values of order one that no formula is likely to vanish at; places are a few points of the box.
struct ForcingSamples {
    private let problem: Problem
    private let form: EvolutionForm
    private let formulas: [Expression]
    private let symbols: [Symbol]

    /// Places as fractions of an axis; each axis starts at another one.
    private static let fractions = [0, 0.29, 0.5, 0.83, 1]

    init(_ problem: Problem, _ form: EvolutionForm) {
        self.problem = problem
        self.form = form
        var parts = ForcingParts(time: .coordinate(form.timeIndex))
        for row in form.equations + form.boundary.map(\.row) {
            parts.add(row.rightSide)
            row.mass.forEach { parts.add($0.coefficient) }
        }
        form.functionals.forEach { parts.add($0.integrand) }
        formulas = parts.formulas
        symbols = formulas.reduce(into: Set<Symbol>()) { $0.formUnion($1.symbols) }.sorted { "\($0)" < "\($1)" }
    }

    /// Calls `body` with the samples of each formula at each place, at equidistant times from the first to the last.
    func forEach(_ body: ([Double]) -> Void) {
        guard !formulas.isEmpty else { return }
        let count = ForcingProfile.sampleCount + 1
        let program = BatchProgram(formulas, inputs: symbols)
        var workspace = program.makeWorkspace()
        var inputs = Tensor(shape: [symbols.count, count], repeating: 0.0)
        var outputs = Tensor(shape: [formulas.count, count], repeating: 0.0)
        let hasPlaces = symbols.contains { symbol in problem.spaceIndices.contains { symbol == .coordinate($0) } }
        for place in 0..<(hasPlaces ? Self.fractions.count : 1) {
            for (row, symbol) in symbols.enumerated() { fill(&inputs, row, symbol, place) }
            program.evaluate(inputs: inputs, outputs: &outputs, workspace: &workspace)
            let values = outputs.elements
            for row in formulas.indices { body(Array(values[row * count..<(row + 1) * count])) }
        }
    }

    private func fill(_ inputs: inout Tensor<Double>, _ row: Int, _ symbol: Symbol, _ place: Int) {
        let count = ForcingProfile.sampleCount + 1
        let isTime = symbol == .coordinate(form.timeIndex)
        let (start, end) = (form.timeRange.lowerBound, form.timeRange.upperBound)
        let fixed = value(of: symbol, row: row, place: place)
        inputs.withUnsafeMutableBufferPointer { buffer in
            for index in 0..<count {
                let part = Double(index) / Double(count - 1)
                buffer[row * count + index] = isTime ? start + (end - start) * part : fixed
            }
        }
    }

    private func value(of symbol: Symbol, row: Int, place: Int) -> Double {
        switch symbol {
        case .coordinate(let index):
            let coordinate = problem.coordinates[index]
            return coordinate.lower + coordinate.length * Self.fractions[(place + index) % Self.fractions.count]
        case .parameter(let index): return problem.parameters[index].value
        case .normal: return 1
        default: return 0.5 + (0.618 * Double(row + 1)).truncatingRemainder(dividingBy: 1)
        }
    }
}

/// Collects the terms and factors of formulas in which the time occurs, each once.
struct ForcingParts {
    private let time: Symbol
    private(set) var formulas: [Expression] = []
    private var known: Set<Expression> = []

    init(time: Symbol) {
        self.time = time
    }

    mutating func add(_ formula: Expression) {
        let symbols = formula.symbols
        guard symbols.contains(time), known.insert(formula).inserted else { return }
        switch formula.kind {
        case .sum(let terms):
            terms.forEach { add($0) }
        case .product(let factors):
            formulas.append(formula)
            factors.forEach { add($0) }
        case .call(_, let arguments) where symbols.contains(where: \.dependsOnUnknowns):
            formulas.append(formula)
            arguments.forEach { add($0) }
        case .symbol: break
        default: formulas.append(formula)
        }
    }
}
