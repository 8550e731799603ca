import Kernels
import NumericsCore
import Problems

/// Covariances between the functionals of a linearised problem, and between these and values at points.
///
/// Rows are the functionals of all blocks, then one for each integral of the problem; integrals in a functional are added afterwards, as
/// sums of rows and columns.
struct CovarianceAssembly: Sendable {
    let prior: FieldPrior
    let system: FunctionalSystem
    let pool: ThreadPool
    let blocks: [FunctionalPieces]
    let integrals: [FunctionalPieces]
    /// First row of each block.
    let starts: [Int]

    init(_ system: FunctionalSystem, prior: FieldPrior, pool: ThreadPool) {
        self.prior = prior
        self.system = system
        self.pool = pool
        let coordinates = prior.kernels[0].coordinateCount
        blocks = system.blocks.map { FunctionalPieces($0, coordinateCount: coordinates) }
        integrals = system.integrals.map { FunctionalPieces($0, coordinateCount: coordinates) }
        starts = blocks.reduce(into: [0]) { $0.append($0.last! + $1.count) }
    }

    /// Number of functionals of the blocks.
    var count: Int { system.count }
    /// Rows before integrals are added to the functionals that hold them.
    var rawCount: Int { count + integrals.count }

    /// Adds the covariances of all functionals, or their derivatives by a parameter of the prior, to the lower triangle of a matrix of zeros.
    func fill(_ matrix: SharedMatrix, derivativeBy parameter: Int? = nil) {
        guard integrals.isEmpty else {
            let raw = SharedMatrix(rowCount: rawCount, columnCount: rawCount)
            fillRaw(raw, derivativeBy: parameter)
            combine(raw, into: matrix)
            if parameter == nil { addParameters(matrix) }
            return
        }
        fillRaw(matrix, derivativeBy: parameter)
        if parameter == nil { addParameters(matrix) }
    }

    private func fillRaw(_ matrix: SharedMatrix, derivativeBy parameter: Int?) {
        let place = parameter.map { prior.place(of: $0) }
        for row in blocks.indices {
            for column in 0...row {
                for left in blocks[row].pieces {
                    for right in blocks[column].pieces where right.component == left.component {
                        if let place, place.component != left.component { continue }
                        prior.kernels[left.component].add(
                            left.functionals, right.functionals, derivativeBy: place?.parameter, to: matrix, firstRow: starts[row],
                            firstColumn: starts[column], isLower: row == column, pool: pool)
                    }
                }
            }
        }
        for (index, integral) in integrals.enumerated() { addIntegral(integral, row: count + index, to: matrix, place) }
    }

    /// The row of an integral: the sum of those of its points.
    private func addIntegral(_ integral: FunctionalPieces, row: Int, to matrix: SharedMatrix, _ place: (component: Int, parameter: Int)?) {
        let width = matrix.columnCount
        for left in integral.pieces {
            if let place, place.component != left.component { continue }
            let kernel = prior.kernels[left.component], ones = [Double](repeating: 1, count: left.functionals.count)
            for (block, start) in zip(blocks, starts) {
                for right in block.pieces where right.component == left.component {
                    let sums = kernel.weightedRow(ones, left.functionals, right.functionals, derivativeBy: place?.parameter, pool: pool)
                    matrix.withUnsafeMutableBufferPointer { entries in
                        for column in sums.indices { entries[row * width + start + column] += sums[column] }
                    }
                }
            }
            for other in 0...(row - count) {
                for right in integrals[other].pieces where right.component == left.component {
                    let sums = kernel.weightedRow(ones, left.functionals, right.functionals, derivativeBy: place?.parameter, pool: pool)
                    matrix.withUnsafeMutableBufferPointer { $0[row * width + count + other] += sums.reduce(0, +) }
                }
            }
        }
    }

    // Θ = C Θ_raw Cᵀ, C = [1 | coefficients of the integrals].
    private func combine(_ raw: SharedMatrix, into matrix: SharedMatrix) {
        let coefficients = integralCoefficients, width = rawCount
        raw.withUnsafeMutableBufferPointer { source in
            func entry(_ row: Int, _ column: Int) -> Double {
                row >= column ? source[row * width + column] : source[column * width + row]
            }
            matrix.withUnsafeMutableBufferPointer { target in
                for row in 0..<count {
                    for column in 0...row {
                        var sum = entry(row, column)
                        for f in integrals.indices {
                            sum += coefficients[f][row] * entry(count + f, column) + coefficients[f][column] * entry(row, count + f)
                            for g in integrals.indices { sum += coefficients[f][row] * coefficients[g][column] * entry(count + f, count + g) }
                        }
                        target[row * count + column] = sum
                    }
                }
            }
        }
    }

    /// The coefficient of every integral in every functional, [integral][functional].
    var integralCoefficients: [[Double]] {
        integrals.indices.map { integral in
            system.blocks.flatMap { block in
                block.integrals.first { $0.index == integral }?.coefficients ?? Array(repeating: 0, count: block.count)
            }
        }
    }

    /// The coefficient of every estimated parameter in every functional, [parameter][functional], times its prior deviation.
    var parameterColumns: [(index: Int, column: [Double])] {
        prior.parameterDeviations.indices.filter { prior.parameterDeviations[$0] > 0 }.map { index in
            let column = system.blocks.flatMap { block -> [Double] in
                let term = block.parameters.first { $0.index == index }?.coefficients ?? Array(repeating: 0, count: block.count)
                return term.map { $0 * prior.parameterDeviations[index] }
            }
            return (index, column)
        }
    }

    private func addParameters(_ matrix: SharedMatrix) {
        for (_, column) in parameterColumns {
            pool.forEach(count) { row in
                matrix.withUnsafeMutableBufferPointer { entries in
                    let start = entries.baseAddress! + row * count
                    for other in 0...row { start[other] += column[row] * column[other] }
                }
            }
        }
    }

    /// Variances of the values of all functionals, noise included, in the order of the rows.
    var noiseVariances: [Double] {
        system.blocks.flatMap { block in Array(repeating: block.deviation * block.deviation, count: block.count) }
    }

    /// What the functionals should be, less what the parameters' starts make of them.
    var values: Tensor<Double> {
        var values = Tensor(system.blocks.flatMap(\.values.elements))
        for (index, column) in parameterColumns {
            let start = prior.parameterMeans[index] / prior.parameterDeviations[index]
            for row in 0..<values.count { values[row] -= start * column[row] }
        }
        return values
    }
}
