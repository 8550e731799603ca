import FieldFiles
import Fields
import NumericsCore
import XCTest

/// `.vtu` files read back by VTK and by meshio.
final class VTKMeshFileTests: XCTestCase {
    private let flavours: [VTKOptions] = [
        VTKOptions(), VTKOptions(encoding: .base64), VTKOptions(isCompressed: true, blockSize: 128),
        VTKOptions(encoding: .base64, isCompressed: true, blockSize: 128),
        VTKOptions(isCompressed: true, isSinglePrecision: true),
    ]

    private func meshes() -> [(name: String, mesh: UnstructuredMesh, type: Int)] {
        let square = Tensor<Double>(shape: [4, 2], elements: [0, 0, 1, 0, 1, 1, 0, 1.5])
        let corners = Tensor<Double>(shape: [4, 3], elements: [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1])
        let cloud = Tensor<Double>(shape: [17, 2], elements: awkwardValues(34, seed: 9).map { $0.isFinite ? $0 : 0.5 })
        return [
            ("triangles", UnstructuredMesh(points: square, cells: [[0, 1, 2], [0, 2, 3]], type: .triangle), 5),
            ("quadrilateral", UnstructuredMesh(points: square, cells: [[0, 1, 2, 3]], type: .quadrilateral), 9),
            ("tetrahedron", UnstructuredMesh(points: corners, cells: [[0, 1, 2, 3]], type: .tetrahedron), 10),
            ("cloud", UnstructuredMesh(scattered: cloud), 1),
        ]
    }

    func testMeshesInEveryFlavour() throws {
        let folder = try temporaryFolder()
        var cases: [(path: String, mesh: UnstructuredMesh, type: Int, fields: [VTKWriter.MeshField], single: Bool)] = []
        for (number, options) in flavours.enumerated() {
            for (name, mesh, type) in meshes() {
                let count = mesh.points.shape[0]
                let scalar = Tensor(shape: [1, count], elements: awkwardValues(count, seed: 1))
                let vector = Tensor(shape: [2, count], elements: awkwardValues(2 * count, seed: 2))
                let fields = [
                    VTKWriter.MeshField(name: "u", componentNames: ["u"], isVector: false, values: scalar),
                    VTKWriter.MeshField(name: "v", componentNames: ["x", "y"], isVector: true, values: vector),
                ]
                let path = "\(folder)/\(name)-\(number).vtu"
                try VTKWriter(options).write(mesh, fields, time: 0.25, to: path)
                cases.append((path, mesh, type, fields, options.isSinglePrecision))
            }
        }
        // meshio reads raw appended data that are not compressed.
        let plain = cases.prefix(4).map(\.path)
        let reader = try IndependentReader(cases.map(\.path), mesh: Array(plain))
        for item in cases {
            let found = try reader[item.path]
            XCTAssertEqual(found.events, [], item.path)
            XCTAssertEqual(found.times, [0.25])
            XCTAssertEqual(found.cellTypes, item.mesh.types.map { Int($0.rawValue) })
            XCTAssertEqual(Set(found.cellTypes ?? []), [item.type])
            XCTAssertEqual(found.cellPoints, item.mesh.types.map(\.pointCount))
            XCTAssertEqual(found.connectivity, item.mesh.connectivity)
            XCTAssertEqual(try reader.values(found.coordinates), item.mesh.points.elements)
            try check(item.fields, found.arrays ?? [], reader, isSingle: item.single)
        }
        for (path, item) in zip(plain, cases) {
            let found = try reader.mesh(path)
            XCTAssertEqual(found.cells.flatMap(\.points).flatMap { $0 }, item.mesh.connectivity)
            XCTAssertEqual(try reader.values(found.coordinates), item.mesh.points.elements)
            try check(item.fields, found.arrays, reader, isSingle: item.single)
        }
    }

    private func check(
        _ fields: [VTKWriter.MeshField], _ arrays: [IndependentReader.Array], _ reader: IndependentReader, isSingle: Bool
    ) throws {
        XCTAssertEqual(Set(arrays.map(\.name)), Set(fields.map(\.name)))
        for field in fields {
            let array = try XCTUnwrap(arrays.first { $0.name == field.name })
            let (components, points) = (field.values.shape[0], field.values.shape[1])
            var expected: [Double] = []
            for point in 0..<points {
                for component in 0..<(field.isVector ? 3 : 1) {
                    let value = component < components ? field.values[component, point] : 0
                    expected.append(isSingle ? Double(Float(value)) : value)
                }
            }
            XCTAssertEqual(patterns(try reader.values(array.values)), patterns(expected), field.name)
        }
    }

    func testMaskedGridsKeepTheCellsInside() throws {
        let folder = try temporaryFolder()
        let x = GridAxis.chebyshev("x", breaks: [-1, 1], degree: 6)
        let y = GridAxis.periodic("y", from: 0, to: 4, count: 5)
        let z = GridAxis.uniform("z", from: 0, to: 1, count: 3)
        var cases: [(path: String, grid: Grid, inside: [Bool], field: Field, type: Int)] = []
        for (grid, type) in [(Grid([x]), 3), (Grid([x, y]), 9), (Grid([x, y, z]), 12)] {
            let inside = (0..<grid.count).map { grid.point(at: $0)[0] <= 0 || grid.axes.count == 3 && $0 % 3 > 0 }
            let field = awkwardField("u", grid)
            let path = "\(folder)/mask-\(type).vtu"
            try VTKWriter().write(Snapshot(time: 1, fields: [field]), inside: inside, to: path)
            cases.append((path, grid, inside, field, type))
        }
        let reader = try IndependentReader(cases.map(\.path), mesh: cases.map(\.path))
        for item in cases {
            let found = try reader[item.path]
            XCTAssertEqual(found.events, [])
            XCTAssertEqual(Set(found.cellTypes ?? []), [item.type])
            XCTAssertEqual(found.cells, Self.cellsInside(item.grid, item.inside), item.path)
            let values = try reader.values(found.arrays?[0].values)
            let coordinates = try reader.values(found.coordinates)
            for point in values.indices {
                let place = Array(coordinates[(3 * point)..<(3 * point + item.grid.axes.count)])
                let indices = zip(item.grid.axes, place).map { axis, value in
                    axis.points.firstIndex(of: value) ?? 0
                }
                let position = item.grid.position(of: indices)
                XCTAssertTrue(item.inside[position])
                XCTAssertEqual(patterns([values[point]]), patterns([item.field.values[position]]))
            }
            XCTAssertEqual(try reader.mesh(item.path).cells.reduce(0) { $0 + $1.points.count }, found.cells)
        }
    }

    /// A grid over a shape becomes a mesh by default, and an image or a rectilinear grid with NaN outside where asked.
    func testGridsOverShapesBecomeMeshes() throws {
        let folder = try temporaryFolder()
        let axes: [GridAxis] = [.uniform("x", from: -1, to: 1, count: 9), .uniform("y", from: -1, to: 1, count: 7)]
        let grid = Grid(axes).masked(by: .ball(centre: [0, 0], radius: 0.9))
        let values = Tensor(shape: [1, 9, 7], elements: (0..<63).map(Double.init))
        let field = Field(name: "u", componentNames: ["u"], isVector: false, grid: grid, values: values).maskingOutside()
        let snapshot = Snapshot(time: nil, fields: [field])
        let mesh = try VTKWriter().write(snapshot, to: folder + "/a")
        XCTAssertEqual(mesh, folder + "/a.vtu")
        let image = try VTKWriter(VTKOptions(format: .vti)).write(snapshot, to: folder + "/a")
        XCTAssertEqual(image, folder + "/a.vti")
        let reader = try IndependentReader([mesh, image])
        XCTAssertEqual(try reader[mesh].cells, Self.cellsInside(grid, grid.mask ?? []))
        XCTAssertTrue(try reader.values(reader[mesh].arrays?[0].values).allSatisfy { !$0.isNaN })
        let pixels = try reader.values(reader[image].arrays?[0].values)
        XCTAssertEqual(pixels.count, 63)
        XCTAssertEqual(pixels.count { $0.isNaN }, 63 - grid.insideCount)
        let files = try FieldSeriesWriter.write([snapshot], folder: folder + "/run")
        XCTAssertTrue(files.contains("fields/solution_000000.vtu"), "\(files)")
        let back = try SnapshotArchive.read(path: folder + "/run/solution.npz")
        XCTAssertEqual(back[0].fields[0].grid, grid)
    }

    /// Number of cells whose corners are all inside, counted another way: over the corner offsets as bits.
    private static func cellsInside(_ grid: Grid, _ inside: [Bool]) -> Int {
        (0..<grid.count).filter { position in
            let indices = grid.indices(of: position)
            return (0..<(1 << grid.axes.count)).allSatisfy { corner in
                let moved = indices.enumerated().map { $1 + (corner >> $0) % 2 }
                let wrapped = zip(grid.axes, moved).map { $0.layout == .periodic ? $1 % $0.count : $1 }
                guard zip(grid.axes, wrapped).allSatisfy({ $1 < $0.count }) else { return false }
                return inside[grid.position(of: wrapped)]
            }
        }.count
    }

    func testMeshesWithoutFieldsOrCells() throws {
        let folder = try temporaryFolder()
        let grid = Grid([.uniform("x", from: 0, to: 1, count: 3), .uniform("y", from: 0, to: 1, count: 3)])
        let point = UnstructuredMesh(scattered: Tensor(shape: [1, 2], elements: [0.5, 0.25]))
        let paths = [folder + "/point.vtu", folder + "/nothing.vtu", folder + "/packed.vtu"]
        try VTKWriter().write(point, [], time: nil, to: paths[0])
        let snapshot = Snapshot(time: nil, fields: [awkwardField("u", grid)])
        let outside = [Bool](repeating: false, count: 9)
        try VTKWriter().write(snapshot, inside: outside, to: paths[1])
        try VTKWriter(VTKOptions(isCompressed: true)).write(snapshot, inside: outside, to: paths[2])
        let reader = try IndependentReader(paths)
        for path in paths { XCTAssertEqual(try reader[path].events, [], path) }
        XCTAssertEqual(try reader.values(try reader[paths[0]].coordinates), [0.5, 0.25, 0])
        XCTAssertEqual(try reader[paths[1]].cells, 0)
        XCTAssertEqual(try reader[paths[2]].points, 0)
    }

    func testFieldsThatDoNotFitAreRefused() throws {
        let mesh = UnstructuredMesh(scattered: Tensor(shape: [1, 2], elements: [0, 0]))
        let field = VTKWriter.MeshField(
            name: "u", componentNames: ["u"], isVector: false, values: Tensor(shape: [1, 2], repeating: 0))
        XCTAssertThrowsError(try VTKWriter().write(mesh, [field], time: nil, to: try temporaryFolder() + "/a.vtu"))
    }
}
