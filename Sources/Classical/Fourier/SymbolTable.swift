import Discretization
import NumericsCore

/// The symbols of every derivative that occurs in the linear part, and the blocks of one mode made from them.
struct SymbolTable {
    private let equations: FourierEquations
    private let symbols: [[Int]: [Complex<Double>]]
    private let retained: [Bool]

    init(_ equations: FourierEquations, _ modes: FourierModes) {
        self.equations = equations
        retained = modes.retained
        let terms = (equations.evolution + equations.constraints).flatMap { $0.linear + $0.mass }
        symbols = Dictionary(uniqueKeysWithValues: Set(terms.map(\.orders)).map { ($0, modes.symbol($0)) })
    }

    /// M, and the blocks of the linear part: evolution or constraint rows, evolved or constrained columns.
    struct Blocks {
        var mass, onEvolved, onConstrained, constraintOnEvolved, constraintOnConstrained: ModeMatrix
    }

    func blocks(_ mode: Int) -> Blocks {
        let (evolved, constrained) = (equations.evolved.count, equations.constrained.count)
        var mass = ModeMatrix(rows: evolved, columns: evolved)
        var first = ModeMatrix(rows: evolved, columns: evolved + constrained)
        var second = ModeMatrix(rows: constrained, columns: evolved + constrained)
        for (row, equation) in equations.evolution.enumerated() {
            for term in equation.mass { mass[row, term.column] = mass[row, term.column] + value(term, mode) }
            for term in equation.linear { first[row, term.column] = first[row, term.column] + value(term, mode) }
        }
        for (row, equation) in equations.constraints.enumerated() {
            for term in equation.linear { second[row, term.column] = second[row, term.column] + value(term, mode) }
        }
        return Blocks(
            mass: mass, onEvolved: first.columns(0..<evolved), onConstrained: first.columns(evolved..<evolved + constrained),
            constraintOnEvolved: second.columns(0..<evolved),
            constraintOnConstrained: second.columns(evolved..<evolved + constrained))
    }

    private func value(_ term: FourierTerm, _ mode: Int) -> Complex<Double> {
        let symbol = symbols[term.orders]![mode]
        // Scaling by parts keeps exact zeros, which a complex product would keep too, and their signs.
        return Complex(symbol.real * term.coefficient, symbol.imaginary * term.coefficient)
    }

    /// Linear part of the constraints by (equation, constrained component), for problems without evolved components.
    func constraintColumns() -> [(row: Int, column: Int, values: [Complex<Double>])] {
        columns(of: equations.constraints)
    }

    /// L of equations u_t = L u + N without constraints, by entry.
    func plainColumns() -> [(row: Int, column: Int, values: [Complex<Double>])] {
        columns(of: equations.evolution)
    }

    private func columns(of rows: [FourierEquation]) -> [(row: Int, column: Int, values: [Complex<Double>])] {
        rows.enumerated().flatMap { row, equation in
            Set(equation.linear.map(\.column)).sorted().map { column in
                var values = Array(repeating: Complex<Double>(0, 0), count: retained.count)
                for term in equation.linear where term.column == column {
                    for mode in values.indices where retained[mode] { values[mode] = values[mode] + value(term, mode) }
                }
                return (row, column, values)
            }
        }
    }
}

extension ModeMatrix {
    /// Some of the columns.
    func columns(_ range: Range<Int>) -> ModeMatrix {
        var result = ModeMatrix(rows: rows, columns: range.count)
        for row in 0..<rows {
            for (position, column) in range.enumerated() { result[row, position] = self[row, column] }
        }
        return result
    }
}
