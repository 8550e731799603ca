import NumericsCore

/// A correlation function of one coordinate, k(z) with z = x - x' and k(0) = 1 (a mixture may have another k(0)), with its derivatives.
///
/// Mixed derivatives of stationary functions follow from those by z: ∂_x^a ∂_x'^b k = (-1)^b k^(a+b)(z). Everything is done for a
/// batch of z at once; tables are [order][point], and the memory they are made in is the caller's.
public protocol StationaryFactor: Sendable {
    /// Name in problem files and tables, such as `matern-7/2`.
    var name: String { get }
    /// How many derivatives the random function has in the mean-square sense; nil for any number. Derivatives of k exist up to
    /// twice this order.
    var meanSquareDerivatives: Int? { get }
    /// What evidence may change.
    var parameters: [KernelParameter] { get }
    /// The same function with other logarithms of its parameters, in their order.
    func replacing(logarithms: ArraySlice<Double>) -> any StationaryFactor
    /// Rows of scratch memory that tables up to an order need.
    func scratchRows(order: Int) -> Int
    /// Writes k^(0), …, k^(order) at `z` to `table` [order + 1][point]; `scratch` [scratchRows(order)][point].
    func derivatives(
        _ order: Int, at z: UnsafeBufferPointer<Double>, into table: UnsafeMutablePointer<Double>, scratch: UnsafeMutablePointer<Double>)
    /// Writes the derivatives of k^(0), …, k^(order) by the logarithm of a parameter to `table` [order + 1][point].
    ///
    /// `scratch` [scratchRows(order + 1)][point].
    func parameterDerivatives(
        _ parameter: Int, _ order: Int, at z: UnsafeBufferPointer<Double>, into table: UnsafeMutablePointer<Double>,
        scratch: UnsafeMutablePointer<Double>)
}

extension StationaryFactor {
    /// k^(0), …, k^(order) at `z` -> [order + 1][point].
    public func derivatives(_ order: Int, at z: Tensor<Double>) -> Tensor<Double> {
        table(order, scratchOrder: order, at: z) { derivatives(order, at: $0, into: $1, scratch: $2) }
    }

    /// Derivatives of k^(0), …, k^(order) at `z` by the logarithm of a parameter -> [order + 1][point].
    public func parameterDerivatives(_ parameter: Int, _ order: Int, at z: Tensor<Double>) -> Tensor<Double> {
        table(order, scratchOrder: order + 1, at: z) { parameterDerivatives(parameter, order, at: $0, into: $1, scratch: $2) }
    }

    private func table(
        _ order: Int, scratchOrder: Int, at z: Tensor<Double>,
        _ body: (UnsafeBufferPointer<Double>, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>) -> Void
    ) -> Tensor<Double> {
        var result = Tensor(shape: [order + 1, z.count], repeating: 0.0)
        var scratch = Tensor(shape: [max(scratchRows(order: scratchOrder), 1), z.count], repeating: 0.0)
        z.withUnsafeBufferPointer { z in
            result.withUnsafeMutableBufferPointer { table in
                scratch.withUnsafeMutableBufferPointer { body(z, table.baseAddress!, $0.baseAddress!) }
            }
        }
        return result
    }
}

/// A factor of the form k(z) = g(z / length) or g(z / period): the derivative by the logarithm of the scale follows from the table.
protocol ScaledFactor: StationaryFactor {}

extension ScaledFactor {
    /// ∂k^(n)/∂log(scale) = -n k^(n) - z k^(n+1), from derivatives [order + 2][point] in `higher`.
    func scaleDerivatives(
        _ order: Int, at z: UnsafeBufferPointer<Double>, higher: UnsafePointer<Double>, into table: UnsafeMutablePointer<Double>
    ) {
        let count = z.count
        for n in 0...order {
            let (target, own, next) = (table + n * count, higher + n * count, higher + (n + 1) * count)
            let factor = Double(n)
            for point in 0..<count { target[point] = -factor * own[point] - z[point] * next[point] }
        }
    }
}
