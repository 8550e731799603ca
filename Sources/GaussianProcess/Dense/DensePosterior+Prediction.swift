import Expressions
import Kernels
import NumericsCore
import Problems

extension DensePosterior {
    private func functionals(_ jet: Jet, _ points: Tensor<Double>) -> PointFunctionals {
        PointFunctionals(order: (0..<points.shape[0]).map { jet.derivative[$0] }, points: points)
    }

    /// Posterior means of jets at points [coordinate][point] -> [jet][point].
    public func mean(_ jets: [Jet], at points: Tensor<Double>) -> Tensor<Double> {
        let count = points.shape[1]
        let integralWeights = assembly.integralCoefficients.map { column in
            zip(column, weights.elements).reduce(0) { $0 + $1.0 * $1.1 }
        }
        var result = Tensor(shape: [jets.count, count], repeating: 0.0)
        for (row, jet) in jets.enumerated() {
            let right = functionals(jet, points), kernel = assembly.prior.kernels[jet.component]
            func add(_ pieces: FunctionalPieces, _ weights: [Double]) {
                for piece in pieces.pieces where piece.component == jet.component {
                    let part = kernel.weightedRow(weights, piece.functionals, right, pool: assembly.pool)
                    for point in 0..<count { result[row, point] += part[point] }
                }
            }
            for (block, start) in zip(assembly.blocks, assembly.starts) {
                add(block, (start..<start + block.count).map { weights[$0] })
            }
            for (integral, weight) in zip(assembly.integrals, integralWeights) {
                add(integral, Array(repeating: weight, count: integral.count))
            }
        }
        return result
    }

    /// Posterior means of the parameters to be estimated, added to their starts, and their standard deviations.
    func parameters() -> (values: [Double], deviations: [Double]) {
        var values = assembly.prior.parameterMeans, deviations = values.map { _ in 0.0 }
        for (index, column) in assembly.parameterColumns {
            let prior = assembly.prior.parameterDeviations[index]
            values[index] += prior * zip(column, weights.elements).reduce(0) { $0 + $1.0 * $1.1 }
            var scaled = Tensor(zip(column, scales).map { $0 * $1 })
            factorization.solveTriangular(&scaled)
            deviations[index] = prior * (amplitude * max(1 - LinearAlgebra.dot(scaled, scaled), 0)).squareRoot()
        }
        return (values, deviations)
    }

    /// Posterior standard deviations of a jet at points [coordinate][point] -> [point].
    ///
    /// Differences below rounding are not believed: no variance is smaller than that of rounding in the prior's.
    public func deviation(_ jet: Jet, at points: Tensor<Double>) -> [Double] {
        let right = functionals(jet, points), kernel = assembly.prior.kernels[jet.component]
        let variances = kernel.variances(right, pool: assembly.pool)
        var result: [Double] = []
        for start in stride(from: 0, to: right.count, by: Self.columnsAtOnce) {
            let chunk = start..<min(start + Self.columnsAtOnce, right.count)
            var columns = crossCovariances(jet.component, right.selecting(chunk))
            LinearAlgebra.setThreads(assembly.pool.threads)
            factorization.solveTriangular(&columns)
            LinearAlgebra.setThreads(1)
            let explained = columns.sumsOfSquares
            for (place, point) in chunk.enumerated() {
                let left = max(variances[point] - explained[place], Double.ulpOfOne * variances[point])
                result.append((amplitude * left).squareRoot())
            }
        }
        return result
    }

    private static let columnsAtOnce = 512

    /// Scaled covariances of all functionals with others of one component, [functional][other].
    func crossCovariances(_ component: Int, _ right: PointFunctionals) -> Tensor<Double> {
        let matrix = SharedMatrix(rowCount: assembly.count, columnCount: right.count)
        let kernel = assembly.prior.kernels[component]
        for (block, start) in zip(assembly.blocks, assembly.starts) {
            for piece in block.pieces where piece.component == component {
                kernel.add(piece.functionals, right, to: matrix, firstRow: start, firstColumn: 0, pool: assembly.pool)
            }
        }
        let coefficients = assembly.integralCoefficients
        var rows: [[Double]] = assembly.integrals.map { _ in Array(repeating: 0, count: right.count) }
        for (index, integral) in assembly.integrals.enumerated() {
            for piece in integral.pieces where piece.component == component {
                let ones = [Double](repeating: 1, count: piece.functionals.count)
                let part = kernel.weightedRow(ones, piece.functionals, right, pool: assembly.pool)
                rows[index] = zip(rows[index], part).map { $0 + $1 }
            }
        }
        let width = right.count
        matrix.withUnsafeMutableBufferPointer { entries in
            for row in 0..<assembly.count {
                for column in 0..<width {
                    for index in rows.indices { entries[row * width + column] += coefficients[index][row] * rows[index][column] }
                    entries[row * width + column] *= scales[row]
                }
            }
        }
        return matrix.tensor
    }
}

extension PointFunctionals {
    /// Some functionals in a row.
    func selecting(_ range: Range<Int>) -> PointFunctionals {
        let chosen = Array(range)
        return PointFunctionals(orders: orders, points: points.columns(chosen), coefficients: coefficients.columns(chosen))
    }
}

extension Tensor<Double> {
    /// Of the columns of a matrix.
    var sumsOfSquares: [Double] {
        let (rows, width) = (shape[0], shape[1])
        return withUnsafeBufferPointer { values in
            var sums = [Double](repeating: 0, count: width)
            for row in 0..<rows {
                for column in 0..<width { sums[column] += values[row * width + column] * values[row * width + column] }
            }
            return sums
        }
    }
}
