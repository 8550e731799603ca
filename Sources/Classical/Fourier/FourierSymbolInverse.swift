import Discretization
import NumericsCore
import Solving

/// Division by the matrix symbol of a linear operator with constant coefficients, mode by mode.
///
/// Where the symbol is singular (the mean of a Poisson problem) what it leaves free is set to zero.
struct FourierSymbolInverse: Sendable {
    /// Inverse by (component, equation), [mode].
    private let columns: [FourierSymbols.Column]
    /// Combinations of the equations' right sides that must vanish, by mode.
    private let conditions: [(mode: Int, factors: [Complex<Double>])]
    /// Components whose mean the equations leave free.
    let freeMeans: Set<Int>
    private let size, modeCount: Int

    /// - Parameter keepsMean: components whose mean a singular symbol must not hold fixed, because it is singular by the
    ///   value of a coefficient at the present state only.
    init(_ symbol: [FourierSymbols.Column], size: Int, modes: FourierModes, keepsMean: Set<Int> = []) {
        self.size = size
        modeCount = modes.storedCount
        let zero = Array(repeating: Complex<Double>(0, 0), count: modes.storedCount)
        var values = Array(repeating: zero, count: size * size)
        var conditions: [(mode: Int, factors: [Complex<Double>])] = []
        var free: Set<Int> = []
        var sums = Array(repeating: zero, count: size * size)
        for entry in symbol {
            let index = entry.row * size + entry.column
            for mode in zero.indices { sums[index][mode] = sums[index][mode] + entry.values[mode] }
        }
        for (mode, isRetained) in modes.retained.enumerated() where isRetained {
            if size == 1, sums[0][mode] != Complex(0, 0) {
                values[0][mode] = Complex(1, 0) / sums[0][mode]
                continue
            }
            var matrix = ModeMatrix(rows: size, columns: size)
            for index in sums.indices { matrix.values[index] = sums[index][mode] }
            let elimination = ModeElimination(matrix)
            for index in values.indices { values[index][mode] = elimination.inverse.values[index] }
            guard elimination.rank < size else { continue }
            for row in 0..<elimination.conditions.rows {
                conditions.append((mode, (0..<size).map { elimination.conditions[row, $0] }))
            }
            let null = elimination.null
            for component in 0..<size where (0..<null.columns).contains(where: { null[component, $0] != Complex(0, 0) }) {
                if mode == 0 { free.insert(component) }
                if keepsMean.contains(component), mode == 0 { values[component * size + component][mode] = Complex(1, 0) }
            }
        }
        columns = values.enumerated().map { ($0.offset / size, $0.offset % size, $0.element) }
        self.conditions = conditions
        freeMeans = free
    }

    /// inverse * right, [component][mode…].
    func apply(_ right: Tensor<Complex<Double>>) -> Tensor<Complex<Double>> {
        var result = Tensor(shape: right.shape, repeating: Complex<Double>(0, 0))
        FourierSystem.apply(columns, to: right, into: &result, modeCount)
        return result
    }

    /// The largest violation of what a right side must satisfy for a solution to exist, over its norm.
    func violation(_ right: Tensor<Complex<Double>>, norm: Double) -> Double {
        guard norm > 0 else { return 0 }
        return conditions.map { condition in
            let scale = condition.factors.map(\.length).max() ?? 0
            let sum = condition.factors.enumerated().reduce(Complex<Double>(0, 0)) {
                $0 + $1.element * right[$1.offset * modeCount + condition.mode]
            }
            return scale > 0 ? sum.length / (scale * norm) : 0
        }.max() ?? 0
    }
}
