import NumericsCore

/// k(x, y) = variance · Π_d k_d(x_d - y_d): a stationary function with parameters of its own along each coordinate.
public struct ProductKernel: CovarianceFunction {
    public var variance: Double
    /// One factor a coordinate.
    public let factors: [any StationaryFactor]
    /// Names of the coordinates, for the names of parameters.
    public let coordinateNames: [String]

    public init(_ factors: [any StationaryFactor], variance: Double = 1, coordinateNames: [String]? = nil) {
        self.factors = factors
        self.variance = variance
        self.coordinateNames = coordinateNames ?? factors.indices.map { "x\($0 + 1)" }
    }

    public var name: String {
        let names = factors.map(\.name)
        return Set(names).count == 1 ? names[0] : names.joined(separator: " x ")
    }
    public var coordinateCount: Int { factors.count }
    public var meanSquareDerivatives: [Int?] { factors.map(\.meanSquareDerivatives) }

    /// The variance, then the parameters of the factors.
    public var parameters: [KernelParameter] {
        [KernelParameter(.variance, name: "variance", logarithm: Double.log(variance))]
            + zip(factors, coordinateNames).flatMap { factor, coordinate in
                factor.parameters.map { KernelParameter($0.role, name: "\(coordinate).\($0.name)", logarithm: $0.logarithm) }
            }
    }

    public func replacing(logarithms: ArraySlice<Double>) -> ProductKernel {
        ProductKernel(
            PartParameters.replacing(factors, logarithms.dropFirst()), variance: Double.exp(logarithms[logarithms.startIndex]),
            coordinateNames: coordinateNames)
    }

    /// Both at once: along each coordinate the product of the factors.
    public static func * (left: ProductKernel, right: ProductKernel) -> ProductKernel {
        precondition(left.coordinateCount == right.coordinateCount, "kernels of different coordinates")
        return ProductKernel(
            zip(left.factors, right.factors).map { FactorProduct($0, $1) }, variance: left.variance * right.variance,
            coordinateNames: left.coordinateNames)
    }

    private func tableOrders(_ left: PointFunctionals, _ right: PointFunctionals) -> [Int] {
        zip(left.highestOrders, right.highestOrders).map { $0 + $1 }
    }

    /// Differences, a sum and a product, the tables, and the scratch memory of factors.
    public func workspaceRows(_ left: PointFunctionals, _ right: PointFunctionals) -> Int {
        let orders = tableOrders(left, right)
        let scratch = zip(factors, orders).map { $0.scratchRows(order: $1 + 1) }.max() ?? 0
        return 3 + orders.reduce(0) { $0 + $1 + 1 } + scratch
    }

    public func add(
        _ left: PointFunctionals, _ index: Int, _ right: PointFunctionals, _ columns: Range<Int>, derivativeBy parameter: Int?,
        to row: UnsafeMutablePointer<Double>, workspace: UnsafeMutablePointer<Double>
    ) {
        let orders = tableOrders(left, right), count = columns.count
        let tables = workspace + 3 * KernelWorkspace.lanes
        fillTables(orders, left, index, right, columns, derivativeBy: parameter, tables, differences: workspace)
        let (sum, product) = (workspace, workspace + KernelWorkspace.lanes)
        right.coefficients.withUnsafeBufferPointer { coefficients in
            for (entry, beta) in right.orders.enumerated() {
                sum.update(repeating: 0, count: count)
                for (leftEntry, alpha) in left.orders.enumerated() {
                    let factor = left.coefficients[leftEntry, index]
                    guard factor != 0 else { continue }
                    addProduct(factor, alpha, beta, orders, tables, sum, product, count)
                }
                // ∂ by the second point changes the sign of every odd derivative.
                let sign = beta.reduce(0, +) % 2 == 0 ? variance : -variance
                let own = coefficients.baseAddress! + entry * right.count + columns.lowerBound
                for column in 0..<count { row[column] += sign * own[column] * sum[column] }
            }
        }
    }

    private func fillTables(
        _ orders: [Int], _ left: PointFunctionals, _ index: Int, _ right: PointFunctionals, _ columns: Range<Int>,
        derivativeBy parameter: Int?, _ tables: UnsafeMutablePointer<Double>, differences: UnsafeMutablePointer<Double>
    ) {
        let count = columns.count
        let scratch = tables + orders.reduce(0) { $0 + ($1 + 1) } * KernelWorkspace.lanes
        // The variance is parameter 0, by whose logarithm the function is its own derivative.
        let place = parameter.flatMap { $0 == 0 ? nil : PartParameters.place(factors, $0 - 1) }
        var table = tables
        right.points.withUnsafeBufferPointer { points in
            for (coordinate, factor) in factors.enumerated() {
                let own = points.baseAddress! + coordinate * right.count + columns.lowerBound
                let here = left.points[coordinate, index]
                for column in 0..<count { differences[column] = here - own[column] }
                let z = UnsafeBufferPointer(start: differences, count: count)
                if let place, place.part == coordinate {
                    factor.parameterDerivatives(place.parameter, orders[coordinate], at: z, into: table, scratch: scratch)
                } else {
                    factor.derivatives(orders[coordinate], at: z, into: table, scratch: scratch)
                }
                table += (orders[coordinate] + 1) * count
            }
        }
    }

    /// sum += factor · Π_d k_d^(α_d + β_d)
    private func addProduct(
        _ factor: Double, _ alpha: [Int], _ beta: [Int], _ orders: [Int], _ tables: UnsafePointer<Double>,
        _ sum: UnsafeMutablePointer<Double>, _ product: UnsafeMutablePointer<Double>, _ count: Int
    ) {
        var table = tables
        for coordinate in factors.indices {
            let own = table + (alpha[coordinate] + beta[coordinate]) * count
            let isFirst = coordinate == 0, isLast = coordinate == factors.count - 1
            if isFirst && isLast {
                for column in 0..<count { sum[column] += factor * own[column] }
            } else if isFirst {
                for column in 0..<count { product[column] = factor * own[column] }
            } else if isLast {
                for column in 0..<count { sum[column] += product[column] * own[column] }
            } else {
                for column in 0..<count { product[column] *= own[column] }
            }
            table += (orders[coordinate] + 1) * count
        }
    }
}
