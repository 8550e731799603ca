import NumericsCore

/// k(x, y) = Σ_i k_i(x, y), each part with a variance of its own.
public struct KernelSum: CovarianceFunction {
    public let parts: [ProductKernel]

    public init(_ parts: [ProductKernel]) {
        precondition(!parts.isEmpty && parts.allSatisfy { $0.coordinateCount == parts[0].coordinateCount }, "parts of a kernel")
        self.parts = parts
    }

    public var name: String { parts.map(\.name).joined(separator: " + ") }
    public var coordinateCount: Int { parts[0].coordinateCount }

    /// Those of the roughest part.
    public var meanSquareDerivatives: [Int?] {
        (0..<coordinateCount).map { coordinate in parts.compactMap { $0.meanSquareDerivatives[coordinate] }.min() }
    }

    public var parameters: [KernelParameter] {
        parts.enumerated().flatMap { index, part in
            part.parameters.map { KernelParameter($0.role, name: "part\(index + 1).\($0.name)", logarithm: $0.logarithm) }
        }
    }

    public func replacing(logarithms: ArraySlice<Double>) -> KernelSum {
        var rest = logarithms
        return KernelSum(
            parts.map { part in
                let count = part.parameters.count
                defer { rest = rest.dropFirst(count) }
                return part.replacing(logarithms: rest.prefix(count))
            })
    }

    public func workspaceRows(_ left: PointFunctionals, _ right: PointFunctionals) -> Int {
        parts.map { $0.workspaceRows(left, right) }.max() ?? 0
    }

    public func add(
        _ left: PointFunctionals, _ index: Int, _ right: PointFunctionals, _ columns: Range<Int>, derivativeBy parameter: Int?,
        to row: UnsafeMutablePointer<Double>, workspace: UnsafeMutablePointer<Double>
    ) {
        var rest = parameter
        for part in parts {
            let count = part.parameters.count
            if let own = rest {
                if own < count {
                    part.add(left, index, right, columns, derivativeBy: own, to: row, workspace: workspace)
                    return
                }
                rest = own - count
            } else {
                part.add(left, index, right, columns, derivativeBy: nil, to: row, workspace: workspace)
            }
        }
    }
}
