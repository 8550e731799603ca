/// What the user wants written.
public struct OutputRequest: Sendable {
    /// Output times, ascending, both ends of the time range included; empty for steady problems.
    public var times: [Double]
    /// Derived fields: name and one expression a component. The unknowns themselves are always written.
    public var fields: [DerivedField]
    public var probes: [Probe]
    /// Points along each space coordinate of the written grid; nil leaves the choice to the method.
    public var grid: [Int]?
    /// File type for ParaView (`vti`, `vtr`, `vtu`, `none`), if given.
    public var vtk: String?

    public init(times: [Double] = [], fields: [DerivedField] = [], probes: [Probe] = [], grid: [Int]? = nil) {
        self.times = times
        self.fields = fields
        self.probes = probes
        self.grid = grid
    }
}
