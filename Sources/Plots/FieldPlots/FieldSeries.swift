import Fields

/// The snapshots of one run, and what to call it beside others.
public struct FieldSeries: Sendable {
    public var label: String
    public var snapshots: [Snapshot]
    /// The region of the problem, which gives masked planes their true edge; without it the edge follows the grid's points.
    public var region: Shape?

    public init(_ snapshots: [Snapshot], label: String = "", region: Shape? = nil) {
        self.snapshots = snapshots
        self.label = label
        self.region = region
    }

    /// Names of all fields.
    public var fieldNames: [String] { snapshots.first?.fields.map(\.name) ?? [] }

    /// Names without the companions (`u_exact`, `u_error`, `u_std`) of a field that is there, and without residuals.
    public var mainFieldNames: [String] {
        let names = fieldNames
        let companions = Set(names.flatMap { name in Self.companionEndings.map { name + $0 } })
        return names.filter { !companions.contains($0) && !($0 == "residual" || $0.hasPrefix("residual_")) }
    }

    private static let companionEndings = ["_exact", "_reference", "_error", "_std"]

    /// The name of the field that another is judged by, or nil.
    public func referenceName(of name: String) -> String? {
        ["_exact", "_reference"].map { name + $0 }.first { fieldNames.contains($0) }
    }

    /// Whether the deviation of a field from its reference is known.
    public func hasError(of name: String) -> Bool { fieldNames.contains(name + "_error") || referenceName(of: name) != nil }

    /// Number of space coordinates.
    public var dimension: Int { snapshots.first?.fields.first?.grid.axes.count ?? 0 }

    /// Whether there are several times.
    public var isTimeDependent: Bool { snapshots.count > 1 && snapshots.allSatisfy { $0.time != nil } }
}
