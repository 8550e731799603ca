import NumericsCore

/// Factors that bring the rows of all residuals to the same size, [block][residual].
///
/// Entries of an equation of second order are larger than those of a condition by the square of the wave numbers; without
/// a balance the fit would give up the conditions for it.
struct RowBalance: Sendable {
    private(set) var factors: [[Double]]

    init(factors: [[Double]]) { self.factors = factors }

    /// 1 over the root mean square of the entries of each residual's rows.
    /// - Parameters:
    ///   - jacobian: [column][row].
    ///   - columns: the first ones, which count; singular functions behind them may be as large as they like at single points.
    ///   - conditionWeight: multiplies the factors of all blocks but the first.
    init(_ jacobian: SharedMatrix, _ blocks: [PlacedBlock], columns: Int, conditionWeight: Double) {
        let rows = jacobian.columnCount
        var first = 0
        factors = []
        for (index, block) in blocks.enumerated() {
            var own: [Double] = []
            for _ in 0..<block.block.residual.valueCount {
                let sum = jacobian.withUnsafeMutableBufferPointer { entries in
                    (0..<columns).reduce(0.0) { sum, column in
                        entries[column * rows + first..<column * rows + first + block.block.points.count].reduce(sum) { $0 + $1 * $1 }
                    }
                }
                let mean = (sum / Double(columns * block.block.points.count)).squareRoot()
                own.append(mean > 0 ? (index == 0 ? 1 : conditionWeight) / mean : 1)
                first += block.paddedCount
            }
            factors.append(own)
        }
    }

    /// Multiplies rows with their factors.
    func apply(_ jacobian: SharedMatrix, _ blocks: [PlacedBlock], pool: ThreadPool) {
        let (columns, rows) = (jacobian.rowCount, jacobian.columnCount)
        let scales = rowFactors(blocks)
        pool.forEach(columns) { column in
            jacobian.withUnsafeMutableBufferPointer { entries in
                scales.withUnsafeBufferPointer { scales in
                    let start = entries.baseAddress! + column * rows
                    for row in 0..<rows { start[row] *= scales[row] }
                }
            }
        }
    }

    /// Multiplies residuals with their factors.
    func apply(_ residual: inout Tensor<Double>, _ blocks: [PlacedBlock]) {
        let scales = rowFactors(blocks)
        for row in 0..<residual.count { residual[row] *= scales[row] }
    }

    private func rowFactors(_ blocks: [PlacedBlock]) -> [Double] {
        zip(blocks, factors).flatMap { block, own in
            own.flatMap { Array(repeating: $0, count: block.paddedCount) }
        }
    }
}
