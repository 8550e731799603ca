import NumericsCore

/// The coefficients of ETDRK4 (Cox and Matthews 2002, equations 26 to 29) for one step size.
///
/// With phi_k = phi_k(h L): halfway factor exp(h L/2), stage weight h/2 phi_1(h L/2), and the final weights
/// h(phi_1 - 3 phi_2 + 4 phi_3), h(2 phi_2 - 4 phi_3), h(4 phi_3 - phi_2).
public struct ETDRK4Coefficients: Sendable {
    public let step: Double
    /// exp(h L) and exp(h L/2).
    public let full, half: ModeMatrices
    /// Weight of the nonlinear term in the stages.
    public let stage: ModeMatrices
    /// Weights of N(u), of N(a) + N(b), and of N(c).
    public let first, middle, last: ModeMatrices

    public init(linear: ModeMatrices, step: Double) {
        self.step = step
        if linear.isDiagonal, linear.isReal {
            (full, half, stage, first, middle, last) = Self.realDiagonal(linear, step)
            return
        }
        let table = linear.isDiagonal ? Self.diagonal(linear, step) : Self.coupled(linear, step)
        func matrices(_ index: Int) -> ModeMatrices {
            let entries = table.positions.enumerated().map { position, place in
                let values = table.values[index][position]
                let kept: ModeMatrices.Values = linear.isReal ? .real(values.map(\.real)) : .complex(values)
                return ModeMatrices.Entry(row: place.row, column: place.column, values: kept)
            }
            return ModeMatrices(size: linear.size, modeCount: linear.modeCount, entries: entries)
        }
        (full, half, stage) = (matrices(0), matrices(1), matrices(2))
        (first, middle, last) = (matrices(3), matrices(4), matrices(5))
    }

    /// Approximate memory of the coefficients of one step size, in bytes.
    static func byteCount(linear: ModeMatrices) -> Int {
        6 * linear.closure.count * linear.modeCount * (linear.isReal ? 8 : 16)
    }

    private typealias Six = (ModeMatrices, ModeMatrices, ModeMatrices, ModeMatrices, ModeMatrices, ModeMatrices)

    private static func realDiagonal(_ linear: ModeMatrices, _ step: Double) -> Six {
        var rows = Array(repeating: [ModeMatrices.Entry](), count: 6)
        for component in 0..<linear.size {
            var rates = Array(repeating: 0.0, count: linear.modeCount)
            if let entry = linear.entries.first(where: { $0.row == component }), case .real(let values) = entry.values {
                rates = values
            }
            for (index, values) in realWeights(rates, step).enumerated() {
                rows[index].append(ModeMatrices.Entry(row: component, column: component, values: .real(values)))
            }
        }
        let six = rows.map { ModeMatrices(size: linear.size, modeCount: linear.modeCount, entries: $0) }
        return (six[0], six[1], six[2], six[3], six[4], six[5])
    }

    /// The six coefficients [coefficient][mode] of u' = rate u + N.
    private static func realWeights(_ rates: [Double], _ step: Double) -> [[Double]] {
        var result = Array(repeating: rates, count: 6)
        for (mode, rate) in rates.enumerated() {
            let whole = RealPhiFunctions(rate * step)
            let half = RealPhiFunctions(rate * step / 2)
            let four = 4 * whole.third
            result[0][mode] = whole.exponential
            result[1][mode] = half.exponential
            result[2][mode] = half.first * step / 2
            result[3][mode] = step * (whole.first - 3 * whole.second + four)
            result[4][mode] = step * (2 * whole.second - four)
            result[5][mode] = step * (four - whole.second)
        }
        return result
    }

    /// values: [coefficient][position][mode].
    private typealias Table = (positions: [(row: Int, column: Int)], values: [[[Complex<Double>]]])

    private static func emptyTable(_ linear: ModeMatrices) -> Table {
        let positions = linear.closure
        let modes = Array(repeating: Complex<Double>(0, 0), count: linear.modeCount)
        return (positions, Array(repeating: Array(repeating: modes, count: positions.count), count: 6))
    }

    private static func weights(
        _ step: Double, _ one: Complex<Double>, _ two: Complex<Double>, _ three: Complex<Double>
    ) -> (Complex<Double>, Complex<Double>, Complex<Double>) {
        let scale = Complex(step, 0)
        let four = three * Complex(4, 0)
        let first = one - two * Complex(3, 0) + four
        let middle = two * Complex(2, 0) - four
        return (scale * first, scale * middle, scale * (four - two))
    }

    private static func diagonal(_ linear: ModeMatrices, _ step: Double) -> Table {
        var table = emptyTable(linear)
        for (position, place) in table.positions.enumerated() {
            let entry = linear.entries.first { $0.row == place.row }
            for mode in 0..<linear.modeCount {
                let rate = entry.map { linear.value($0, mode: mode) } ?? Complex(0, 0)
                let whole = PhiFunctions(rate * Complex(step, 0))
                let half = PhiFunctions(rate * Complex(step / 2, 0))
                let (first, middle, last) = weights(step, whole.first, whole.second, whole.third)
                table.values[0][position][mode] = whole.exponential
                table.values[1][position][mode] = half.exponential
                table.values[2][position][mode] = half.first * Complex(step / 2, 0)
                table.values[3][position][mode] = first
                table.values[4][position][mode] = middle
                table.values[5][position][mode] = last
            }
        }
        return table
    }

    private static func coupled(_ linear: ModeMatrices, _ step: Double) -> Table {
        var table = emptyTable(linear)
        var whole = PhiMatrices(size: linear.size)
        var half = PhiMatrices(size: linear.size)
        for mode in 0..<linear.modeCount {
            let matrix = linear.matrix(mode: mode)
            whole.evaluate(matrix.map { $0 * Complex(step, 0) })
            half.evaluate(matrix.map { $0 * Complex(step / 2, 0) })
            for (position, place) in table.positions.enumerated() {
                let index = place.row * linear.size + place.column
                let (first, middle, last) = weights(step, whole.values[1][index], whole.values[2][index], whole.values[3][index])
                table.values[0][position][mode] = whole.values[0][index]
                table.values[1][position][mode] = half.values[0][index]
                table.values[2][position][mode] = half.values[1][index] * Complex(step / 2, 0)
                table.values[3][position][mode] = first
                table.values[4][position][mode] = middle
                table.values[5][position][mode] = last
            }
        }
        return table
    }
}
