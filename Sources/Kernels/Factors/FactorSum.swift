import NumericsCore

/// k(z) = Σ_i w_i k_i(z).
public struct FactorSum: StationaryFactor {
    public let parts: [any StationaryFactor]
    public let weights: [Double]

    public init(_ parts: [any StationaryFactor], weights: [Double]) {
        precondition(parts.count == weights.count && !parts.isEmpty, "parts and weights of a sum")
        self.parts = parts
        self.weights = weights
    }

    public var name: String { parts.map(\.name).joined(separator: " + ") }
    public var meanSquareDerivatives: Int? { parts.compactMap(\.meanSquareDerivatives).min() }

    /// The weights, then the parameters of the parts.
    public var parameters: [KernelParameter] {
        weights.enumerated().map { KernelParameter(.weight, name: "part\($0.offset + 1).weight", logarithm: Double.log($0.element)) }
            + PartParameters.list(parts)
    }

    public func replacing(logarithms: ArraySlice<Double>) -> any StationaryFactor {
        FactorSum(
            PartParameters.replacing(parts, logarithms.dropFirst(weights.count)), weights: logarithms.prefix(weights.count).map { Double.exp($0) })
    }

    public func scratchRows(order: Int) -> Int { order + 1 + (parts.map { $0.scratchRows(order: order) }.max() ?? 0) }

    public func derivatives(
        _ order: Int, at z: UnsafeBufferPointer<Double>, into table: UnsafeMutablePointer<Double>, scratch: UnsafeMutablePointer<Double>
    ) {
        let length = (order + 1) * z.count
        table.update(repeating: 0, count: length)
        for (part, weight) in zip(parts, weights) {
            part.derivatives(order, at: z, into: scratch, scratch: scratch + length)
            FactorTable.add(scratch, times: weight, to: table, length)
        }
    }

    public func parameterDerivatives(
        _ parameter: Int, _ order: Int, at z: UnsafeBufferPointer<Double>, into table: UnsafeMutablePointer<Double>,
        scratch: UnsafeMutablePointer<Double>
    ) {
        let place = PartParameters.place(parts, parameter - weights.count)
        if parameter < weights.count {
            parts[parameter].derivatives(order, at: z, into: table, scratch: scratch)
        } else {
            parts[place.part].parameterDerivatives(place.parameter, order, at: z, into: table, scratch: scratch)
        }
        let weight = weights[parameter < weights.count ? parameter : place.part]
        for entry in 0..<(order + 1) * z.count { table[entry] *= weight }
    }
}
