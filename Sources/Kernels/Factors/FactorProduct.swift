import NumericsCore

/// k(z) = k_1(z) k_2(z): both along the same coordinate.
public struct FactorProduct: StationaryFactor {
    public let left: any StationaryFactor
    public let right: any StationaryFactor

    public init(_ left: any StationaryFactor, _ right: any StationaryFactor) {
        self.left = left
        self.right = right
    }

    public var name: String { "\(left.name) * \(right.name)" }
    public var meanSquareDerivatives: Int? { [left, right].compactMap(\.meanSquareDerivatives).min() }
    public var parameters: [KernelParameter] { PartParameters.list([left, right]) }

    public func replacing(logarithms: ArraySlice<Double>) -> any StationaryFactor {
        let parts = PartParameters.replacing([left, right], logarithms)
        return FactorProduct(parts[0], parts[1])
    }

    public func scratchRows(order: Int) -> Int {
        2 * (order + 1) + max(left.scratchRows(order: order), right.scratchRows(order: order))
    }

    public func derivatives(
        _ order: Int, at z: UnsafeBufferPointer<Double>, into table: UnsafeMutablePointer<Double>, scratch: UnsafeMutablePointer<Double>
    ) {
        let length = (order + 1) * z.count, rest = scratch + 2 * length
        left.derivatives(order, at: z, into: scratch, scratch: rest)
        right.derivatives(order, at: z, into: scratch + length, scratch: rest)
        FactorTable.multiply(scratch, scratch + length, into: table, order, z.count)
    }

    public func parameterDerivatives(
        _ parameter: Int, _ order: Int, at z: UnsafeBufferPointer<Double>, into table: UnsafeMutablePointer<Double>,
        scratch: UnsafeMutablePointer<Double>
    ) {
        let place = PartParameters.place([left, right], parameter), length = (order + 1) * z.count, rest = scratch + 2 * length
        let (changed, other) = place.part == 0 ? (left, right) : (right, left)
        changed.parameterDerivatives(place.parameter, order, at: z, into: scratch, scratch: rest)
        other.derivatives(order, at: z, into: scratch + length, scratch: rest)
        FactorTable.multiply(scratch, scratch + length, into: table, order, z.count)
    }
}
