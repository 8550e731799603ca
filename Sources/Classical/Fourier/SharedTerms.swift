import Expressions
import NumericsCore

/// Grid expressions of several equations written over as few as possible: a reaction that occurs in two equations with
/// different factors is evaluated and transformed once.
struct SharedTerms: Sendable {
    /// What is evaluated on the grid.
    let expressions: [Expression]
    /// row += factor * expression.
    private let uses: [(row: Int, expression: Int, factor: Double)]
    /// row += value, constant in space and time.
    private let constants: [(row: Int, value: Double)]

    /// - Parameter rows: one expression an equation, all equations counted; zeros are skipped.
    init(_ rows: [Expression]) {
        var distinct: [Expression] = []
        var uses: [(row: Int, expression: Int, factor: Double)] = []
        var constants: [(row: Int, value: Double)] = []
        for (row, expression) in rows.enumerated() {
            for term in expression.terms where !term.isZero {
                if let value = term.constantValue {
                    constants.append((row, value))
                    continue
                }
                let (factor, rest) = term.coefficientAndRest
                if !distinct.contains(rest) { distinct.append(rest) }
                uses.append((row, distinct.firstIndex(of: rest)!, factor))
            }
        }
        let active = rows.indices.filter { !rows[$0].isZero }
        if distinct.count < active.count {
            (expressions, self.uses, self.constants) = (distinct, uses, constants)
        } else {
            expressions = active.map { rows[$0] }
            self.uses = active.enumerated().map { ($1, $0, 1) }
            self.constants = []
        }
    }

    /// Puts evaluated expressions [expression][mode…] together as equations [row][mode…]; rows without any stay as they are.
    func combine(_ values: Tensor<Complex<Double>>, into rows: inout Tensor<Complex<Double>>, modeCount: Int) {
        values.withUnsafeBufferPointer { values in
            rows.withUnsafeMutableBufferPointer { rows in
                var started: Int?
                for use in uses {
                    let (source, target) = (use.expression * modeCount, use.row * modeCount)
                    let adds = started == use.row
                    for mode in 0..<modeCount {
                        let value = values[source &+ mode]
                        let real = use.factor * value.real, imaginary = use.factor * value.imaginary
                        let old = rows[target &+ mode]
                        rows[target &+ mode] = adds ? Complex(old.real + real, old.imaginary + imaginary) : Complex(real, imaginary)
                    }
                    started = use.row
                }
                for constant in constants {
                    let isAlone = !uses.contains { $0.row == constant.row }
                    let index = constant.row * modeCount
                    rows[index] = Complex((isAlone ? 0 : rows[index].real) + constant.value, 0)
                }
            }
        }
    }
}
