import NumericsCore

extension CovarianceFunction {
    /// Σ_i w_i cov(left_i, right_j) for all j; functionals on the right are shared out over the pool.
    public func weightedRow(
        _ weights: [Double], _ left: PointFunctionals, _ right: PointFunctionals, derivativeBy parameter: Int? = nil, pool: ThreadPool
    ) -> [Double] {
        let lanes = KernelWorkspace.lanes, chunks = (right.count + lanes - 1) / lanes
        let size = (workspaceRows(left, right) + 1) * lanes
        let memory = SharedMatrix(rowCount: pool.threads, columnCount: size)
        let sums = SharedMatrix(rowCount: 1, columnCount: max(right.count, 1))
        pool.forEachWithWorker(chunks) { chunk, worker in
            let columns = chunk * lanes..<min((chunk + 1) * lanes, right.count)
            memory.withUnsafeMutableBufferPointer { memory in
                sums.withUnsafeMutableBufferPointer { sums in
                    let row = memory.baseAddress! + worker * size, target = sums.baseAddress! + columns.lowerBound
                    for index in 0..<left.count where weights[index] != 0 {
                        row.update(repeating: 0, count: columns.count)
                        add(left, index, right, columns, derivativeBy: parameter, to: row, workspace: row + lanes)
                        let weight = weights[index]
                        for column in 0..<columns.count { target[column] += weight * row[column] }
                    }
                }
            }
        }
        return sums.withUnsafeMutableBufferPointer { Array($0.prefix(right.count)) }
    }

    /// The variance of every functional, [functional].
    public func variances(_ functionals: PointFunctionals, pool: ThreadPool) -> [Double] {
        let size = (workspaceRows(functionals, functionals) + 1) * KernelWorkspace.lanes
        let memory = SharedMatrix(rowCount: pool.threads, columnCount: size)
        let result = SharedMatrix(rowCount: 1, columnCount: max(functionals.count, 1))
        pool.forEachWithWorker(functionals.count) { index, worker in
            memory.withUnsafeMutableBufferPointer { memory in
                let row = memory.baseAddress! + worker * size
                row[0] = 0
                add(
                    functionals, index, functionals, index..<index + 1, derivativeBy: nil, to: row, workspace: row + KernelWorkspace.lanes)
                result.withUnsafeMutableBufferPointer { $0[index] = row[0] }
            }
        }
        return result.withUnsafeMutableBufferPointer { Array($0.prefix(functionals.count)) }
    }
}
