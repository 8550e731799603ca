/// What a series writer leaves in its folder.
public struct FieldSeriesOptions: Sendable, Hashable {
    public var vtk: VTKOptions
    /// Whether `.npz` (and, in one space dimension or none, `.csv`) are written beside the viewer files.
    public var writesArrays: Bool
    /// Whether VTK files are written for grids of one to three axes.
    public var writesVTK: Bool

    public init(vtk: VTKOptions = VTKOptions(), writesArrays: Bool = true, writesVTK: Bool = true) {
        self.vtk = vtk
        self.writesArrays = writesArrays
        self.writesVTK = writesVTK
    }
}
