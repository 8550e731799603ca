import NumericsCore

/// A covariance function k(x, y) of points with several coordinates, by its action on functionals.
///
/// What solvers need of it are covariances of functionals, Σ_α Σ_β a_α(i) b_β(j) ∂_x^α ∂_y^β k(x_i, y_j). They are made for one functional
/// on the left and a run of functionals on the right at once.
public protocol CovarianceFunction: Sendable {
    /// Name in tables.
    var name: String { get }
    /// Number of coordinates of a point.
    var coordinateCount: Int { get }
    /// Mean-square derivatives of the random function along each coordinate; nil for any number.
    var meanSquareDerivatives: [Int?] { get }
    /// What evidence may change.
    var parameters: [KernelParameter] { get }
    /// The same function with other logarithms of its parameters, in their order.
    func replacing(logarithms: ArraySlice<Double>) -> Self
    /// Rows of `KernelWorkspace.lanes` numbers that one evaluation works in.
    func workspaceRows(_ left: PointFunctionals, _ right: PointFunctionals) -> Int
    /// Adds covariances, or their derivatives by the logarithm of a parameter, to `row`.
    /// - Parameters:
    ///   - index: the functional on the left.
    ///   - columns: the functionals on the right, at most `KernelWorkspace.lanes`.
    ///   - parameter: nil for the covariances themselves.
    ///   - row: [column of `columns`].
    func add(
        _ left: PointFunctionals, _ index: Int, _ right: PointFunctionals, _ columns: Range<Int>, derivativeBy parameter: Int?,
        to row: UnsafeMutablePointer<Double>, workspace: UnsafeMutablePointer<Double>)
}

extension CovarianceFunction {
    /// The coordinate along which the random function has too few derivatives for the functionals, with what they ask for.
    public func missingSmoothness(for functionals: PointFunctionals) -> (coordinate: Int, needed: Int)? {
        for (coordinate, order) in functionals.highestOrders.enumerated() {
            if let most = meanSquareDerivatives[coordinate], most < order { return (coordinate, order) }
        }
        return nil
    }

    /// Covariances of two sets of functionals, or their derivatives by a parameter -> [left][right].
    public func matrix(
        _ left: PointFunctionals, _ right: PointFunctionals, derivativeBy parameter: Int? = nil, pool: ThreadPool? = nil
    ) -> Tensor<Double> {
        let matrix = SharedMatrix(rowCount: left.count, columnCount: right.count)
        add(left, right, derivativeBy: parameter, to: matrix, firstRow: 0, firstColumn: 0, pool: pool ?? ThreadPool(threads: 1))
        return matrix.tensor
    }

    /// Adds the covariances of two sets of functionals to a part of a matrix.
    /// - Parameter isLower: only columns up to the row's own number, counted from the first of each.
    public func add(
        _ left: PointFunctionals, _ right: PointFunctionals, derivativeBy parameter: Int? = nil, to matrix: SharedMatrix, firstRow: Int,
        firstColumn: Int, isLower: Bool = false, pool: ThreadPool
    ) {
        let lanes = KernelWorkspace.lanes, width = matrix.columnCount
        let size = workspaceRows(left, right) * lanes
        let memory = SharedMatrix(rowCount: pool.threads, columnCount: size)
        // Long rows first: what remains at the end is short.
        pool.forEachWithWorker(left.count) { place, worker in
            let index = left.count - 1 - place
            memory.withUnsafeMutableBufferPointer { memory in
                matrix.withUnsafeMutableBufferPointer { entries in
                    let row = entries.baseAddress! + (firstRow + index) * width + firstColumn
                    let end = isLower ? index + 1 : right.count
                    for start in stride(from: 0, to: end, by: lanes) {
                        add(
                            left, index, right, start..<min(start + lanes, end), derivativeBy: parameter, to: row + start,
                            workspace: memory.baseAddress! + worker * size)
                    }
                }
            }
        }
    }
}

/// How many functionals are worked on at once: tables of two coordinates and order 4 stay in the first cache.
public enum KernelWorkspace {
    public static let lanes = 128
}
