import Foundation
import NumericsCore
import Problems
import TrialFunctions

/// Computes factors of squared residuals.
///
/// A group is one residual of a block: an equation or a condition. Factors have the mean one over the groups, or over the points of a
/// group, so that the size of the loss stays what it is.
struct RowWeights {
    let rule: WeightRule
    let blocks: [ResidualBlock]
    let space: TrialSpace
    /// Integrals that equations or conditions hold.
    var functionals: FunctionalValues?
    let pool: ThreadPool
    /// θ, then unknown parameters.
    let parameters: Tensor<Double>
    /// ε of causal weights.
    let causality: Double
    /// Φ of weights by residuals.
    let potential: ResidualPotential

    /// Slices of time of causal weights.
    static let sliceCount = 16
    /// Part of the old factors that is kept: γ.
    static let memory = 0.9
    /// η of self-adaptive weights.
    static let rate = 0.1

    /// New factors, by block [residual][point]; `old` of nil are ones.
    func updated(_ old: [[Double]]?) -> [[Double]] {
        let before = old ?? blocks.map { Array(repeating: 1, count: $0.rowCount) }
        switch rule {
        case .none: return before
        case .causal: return causal()
        case .gradientNorm: return byGroup(before) { objective, jacobian, residual, rows in
            Self.gradientLength(jacobian, residual, rows, count: objective.parameterCount)
        }
        case .tangentKernel: return byGroup(before) { _, jacobian, _, rows in Self.squaredNorm(jacobian, rows) }
        case .residual: return pointwise(before, potential.tilts) { old, tilt, mean, _ in Self.memory * old + (1 - Self.memory) * tilt / mean }
        case .selfAdaptive: return pointwise(before, { $0 }) { old, size, _, square in old + Self.rate * size * size / square }
        }
    }

    /// Residuals without any weights, by block [residual][point].
    private func residuals(at parameters: Tensor<Double>) -> [[Double]] {
        let objective = CollocationObjective(blocks, space: space, functionals: functionals, pool: pool)
        var residual = Tensor(shape: [objective.rowCount], repeating: 0.0)
        objective.residual(at: parameters, into: &residual)
        var first = 0
        return objective.blocks.map { placed in
            defer { first += placed.rowCount }
            return (0..<placed.block.residual.valueCount).flatMap { row in
                (0..<placed.block.points.count).map { point -> Double in
                    let weight = placed.block.weights[row, point]
                    return weight > 0 ? residual[first + row * placed.paddedCount + point] / weight : 0
                }
            }
        }
    }

    /// - Parameters:
    ///   - measure: what sizes of residuals of a group are replaced by.
    ///   - update: the new factor from the old one, the measure, its mean and its mean square.
    private func pointwise(
        _ old: [[Double]], _ measure: (([Double]) -> [Double]), _ update: (Double, Double, Double, Double) -> Double
    ) -> [[Double]] {
        zip(zip(old, residuals(at: parameters)), blocks).map { pair, block in
            let count = block.points.count
            return (0..<block.residual.valueCount).flatMap { row -> [Double] in
                let sizes = measure(pair.1[row * count..<(row + 1) * count].map(abs)), before = pair.0[row * count..<(row + 1) * count]
                let mean = sizes.reduce(0, +) / Double(max(count, 1))
                guard mean > 0, mean.isFinite else { return Array(before) }
                let square = sizes.reduce(0) { $0 + $1 * $1 } / Double(count)
                let new = zip(before, sizes).map { update($0, $1, mean, square) }
                let total = new.reduce(0, +) / Double(count)
                return new.map { $0 / total }
            }
        }
    }

    /// One factor a group: the mean of the measure over its own, with memory.
    private func byGroup(
        _ old: [[Double]], _ measure: (CollocationObjective, SharedMatrix, Tensor<Double>, Range<Int>) -> Double
    ) -> [[Double]] {
        let objective = CollocationObjective(blocks, space: space, functionals: functionals, pool: pool)
        let jacobian = SharedMatrix(rowCount: objective.parameterCount, columnCount: objective.rowCount)
        var residual = Tensor(shape: [objective.rowCount], repeating: 0.0)
        objective.linearization(at: parameters, residual: &residual, jacobian: jacobian)
        var (first, measures) = (0, [[Double]]())
        for placed in objective.blocks {
            measures.append((0..<placed.block.residual.valueCount).map { row in
                let start = first + row * placed.paddedCount
                return measure(objective, jacobian, residual, start..<start + placed.paddedCount)
            })
            first += placed.rowCount
        }
        let all = measures.joined().filter { $0 > 0 && $0.isFinite }
        let mean = all.reduce(0, +) / Double(max(all.count, 1))
        let raw = measures.map { $0.map { $0 > 0 && $0.isFinite ? mean / $0 : 1 } }
        let scale = Double(raw.joined().count) / raw.joined().reduce(0, +)
        return blocks.indices.map { block in
            let count = blocks[block].points.count
            return old[block].enumerated().map { Self.memory * $1 + (1 - Self.memory) * scale * raw[block][$0 / count] }
        }
    }

    /// |J_iᵀ r_i|
    private static func gradientLength(_ jacobian: SharedMatrix, _ residual: Tensor<Double>, _ rows: Range<Int>, count: Int) -> Double {
        jacobian.withUnsafeMutableBufferPointer { entries in
            var sum = 0.0
            for parameter in 0..<count {
                var slope = 0.0
                for row in rows { slope += entries[parameter * jacobian.columnCount + row] * residual[row] }
                sum += slope * slope
            }
            return sum.squareRoot()
        }
    }

    /// |J_i|², the trace of the tangent kernel J_i J_iᵀ.
    private static func squaredNorm(_ jacobian: SharedMatrix, _ rows: Range<Int>) -> Double {
        jacobian.withUnsafeMutableBufferPointer { entries in
            var sum = 0.0
            for parameter in 0..<jacobian.rowCount {
                for row in rows { sum += entries[parameter * jacobian.columnCount + row] * entries[parameter * jacobian.columnCount + row] }
            }
            return sum
        }
    }
}

extension RowWeights {
    /// exp(-ε Σ_(k<i) L_k) in slice i of time; L_k is the mean square of the equations' residuals in slice k over that of the data.
    private func causal() -> [[Double]] {
        guard let time = space.problem.timeIndex else { return blocks.map { Array(repeating: 1, count: $0.rowCount) } }
        let range = space.problem.coordinates[time]
        func slice(_ block: ResidualBlock, _ point: Int) -> Int {
            let place = (block.points.coordinates[time, point] - range.lower) / range.length
            return min(max(Int(place * Double(Self.sliceCount)), 0), Self.sliceCount - 1)
        }
        let count = blocks[0].points.count
        let squares = residuals(at: parameters)[0].map { $0 * $0 }
        let zero = Tensor(shape: parameters.shape, repeating: 0.0)
        let data = residuals(at: zero)[0].reduce(0) { $0 + $1 * $1 } / Double(count)
        var sums = [Double](repeating: 0, count: Self.sliceCount), counts = sums
        for (place, square) in squares.enumerated() where square.isFinite {
            sums[slice(blocks[0], place % count)] += square
            if place < count { counts[slice(blocks[0], place)] += 1 }
        }
        var (past, weights) = (0.0, [Double]())
        for slice in 0..<Self.sliceCount {
            weights.append(exp(-causality * past))
            past += counts[slice] > 0 && data > 0 ? sums[slice] / counts[slice] / data : 0
        }
        return blocks.map { block in
            (0..<block.rowCount).map { weights[slice(block, $0 % block.points.count)] }
        }
    }
}
