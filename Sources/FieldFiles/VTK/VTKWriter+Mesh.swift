import Fields
import NumericsCore

extension VTKWriter {
    /// Values of one quantity at the points of a mesh.
    public struct MeshField: Sendable {
        public var name: String
        /// Names of the components; one for a scalar.
        public var componentNames: [String]
        public var isVector: Bool
        /// [component][point].
        public var values: Tensor<Double>

        public init(name: String, componentNames: [String], isVector: Bool, values: Tensor<Double>) {
            self.name = name
            self.componentNames = componentNames
            self.isVector = isVector
            self.values = values
        }
    }

    /// Writes fields at the points of a mesh as `.vtu`.
    /// - Parameter path: with the extension `.vtu`.
    public func write(_ mesh: UnstructuredMesh, _ fields: [MeshField], time: Double?, to path: String)
        throws(FieldFileError)
    {
        let pointCount = mesh.points.shape[0]
        guard fields.allSatisfy({ $0.values.shape == [$0.componentNames.count, pointCount] }) else {
            throw .unsupported(path: path, reason: "a field does not fit the mesh")
        }
        let axis = GridAxis(
            name: "point", layout: .points, points: (0..<pointCount).map(Double.init),
            weights: Array(repeating: 1, count: pointCount))
        let wrapped = fields.map { field in
            Field(
                name: field.name, componentNames: field.componentNames, isVector: field.isVector,
                grid: Grid([axis]), values: field.values)
        }
        let data = pointData(wrapped, positions: Array(0..<pointCount))
        try AtomicFile.write(document(mesh, data, time: time).encoded(options), to: path)
    }

    /// Writes a snapshot on the part of its grid where `inside` [grid…] holds, as `.vtu`.
    /// - Parameter path: with the extension `.vtu`.
    public func write(_ snapshot: Snapshot, inside: [Bool], to path: String) throws(FieldFileError) {
        guard let grid = snapshot.fields.first?.grid, (1...3).contains(grid.axes.count), inside.count == grid.count,
            snapshot.fields.allSatisfy({ $0.grid == grid })
        else { throw .unsupported(path: path, reason: "a mask needs fields on one grid of one to three axes") }
        let mesh = UnstructuredMesh(masked: grid, inside: inside)
        let data = pointData(snapshot.fields, positions: mesh.gridPositions ?? [])
        try AtomicFile.write(document(mesh, data, time: snapshot.time).encoded(options), to: path)
    }

    private func document(_ mesh: UnstructuredMesh, _ data: VTKDocument.Section, time: Double?) -> VTKDocument {
        let points = VTKArray.float64("Points", mesh.points.elements, components: 3)
        let cells = [
            VTKArray.int64("connectivity", mesh.connectivity), VTKArray.int64("offsets", mesh.offsets),
            VTKArray.uint8("types", mesh.types.map(\.rawValue)),
        ]
        return VTKDocument(
            type: "UnstructuredGrid",
            pieceAttributes: "NumberOfPoints=\"\(mesh.points.shape[0])\" NumberOfCells=\"\(mesh.types.count)\"",
            fieldData: fieldData(time),
            sections: [
                data, VTKDocument.Section(tag: "Points", arrays: [points]),
                VTKDocument.Section(tag: "Cells", arrays: cells),
            ])
    }
}
