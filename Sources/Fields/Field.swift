import NumericsCore

/// Values of one named quantity on a grid at one time.
public struct Field: Sendable {
    /// Name from the problem file (`u`, `v`) or of a companion (`u_exact`, `u_error`).
    public var name: String
    /// Names of the components: one for a scalar (the field's own name), `x`, `y`, … for a vector.
    public var componentNames: [String]
    public var isVector: Bool
    public let grid: Grid
    /// Values [component][grid…], row-major, last axis fastest.
    public var values: Tensor<Double>

    public init(name: String, componentNames: [String], isVector: Bool, grid: Grid, values: Tensor<Double>) {
        precondition(values.shape == [componentNames.count] + grid.shape, "values do not fit the grid of '\(name)'")
        self.name = name
        self.componentNames = componentNames
        self.isVector = isVector
        self.grid = grid
        self.values = values
    }
}

/// All fields at one time; `time` is nil for a steady problem.
public struct Snapshot: Sendable {
    public var time: Double?
    public var fields: [Field]

    public init(time: Double?, fields: [Field]) {
        self.time = time
        self.fields = fields
    }
}
