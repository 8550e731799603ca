import FieldFiles
import Fields
import NumericsCore
import XCTest

/// `.vti` and `.vtr` files read back by VTK, every value compared.
final class VTKGridFileTests: XCTestCase {
    private struct Case {
        var path: String
        var options: VTKOptions
        var snapshot: Snapshot
    }

    /// Points of the lattice in VTK's order (x fastest), periodic images included: position in the field.
    private func positions(_ grid: Grid) -> [(position: Int, coordinates: [Double])] {
        let counts = grid.axes.map { $0.layout == .periodic ? $0.count + 1 : $0.count }
        var result: [(Int, [Double])] = []
        for number in 0..<counts.reduce(1, *) {
            var rest = number
            var indices: [Int] = []
            for count in counts {
                indices.append(rest % count)
                rest /= count
            }
            let coordinates = zip(grid.axes, indices).map { $1 == $0.count ? $0.upper : $0.points[$1] }
            let wrapped = zip(grid.axes, indices).map { $1 % $0.count }
            result.append((grid.position(of: wrapped), coordinates + [Double](repeating: 0, count: 3 - counts.count)))
        }
        return result
    }

    private func check(_ item: Case, _ reader: IndependentReader) throws {
        let found = try reader[item.path]
        let grid = item.snapshot.fields[0].grid
        let expected = positions(grid)
        let label = (item.path as NSString).lastPathComponent
        XCTAssertEqual(found.events, [], label)
        XCTAssertEqual(found.points, expected.count, label)
        let counts = grid.axes.map { $0.layout == .periodic ? $0.count + 1 : $0.count }
        XCTAssertEqual(found.cells, counts.map { max($0 - 1, 1) }.reduce(1, *), label)
        XCTAssertEqual(found.extent, (counts + [1, 1, 1]).prefix(3).flatMap { [0, $0 - 1] }, label)
        XCTAssertEqual(found.times, item.snapshot.time.map { [$0] } ?? [], label)
        XCTAssertEqual(found.fieldTime, item.snapshot.time, label)
        XCTAssertEqual(found.strings, item.options.provenance, label)
        let coordinates = try reader.values(found.coordinates)
        let wanted = expected.flatMap(\.coordinates)
        // Images hold an origin and a spacing, so points are rounded once more; rectilinear grids hold the points.
        let slack = item.path.hasSuffix("i") ? 4e-16 * (grid.axes.map { abs($0.lower) + $0.length }.max() ?? 0) : 0
        XCTAssertEqual(coordinates.count, wanted.count, label)
        XCTAssertLessThanOrEqual(zip(coordinates, wanted).map { abs($0 - $1) }.max() ?? 0, slack, label)
        for (axis, value) in grid.axes.enumerated() {
            XCTAssertEqual(found.bounds?[2 * axis] ?? .nan, value.lower, accuracy: slack, label)
            XCTAssertEqual(found.bounds?[2 * axis + 1] ?? .nan, value.upper, accuracy: slack, label)
        }
        XCTAssertEqual(found.arrays?.count, item.snapshot.fields.count, label)
        for (field, array) in zip(item.snapshot.fields, found.arrays ?? []) {
            try check(field, array, reader, expected.map(\.position), item.options, label)
        }
    }

    private func check(
        _ field: Field, _ array: IndependentReader.Array, _ reader: IndependentReader, _ positions: [Int],
        _ options: VTKOptions, _ label: String
    ) throws {
        let stored = field.isVector ? 3 : field.componentNames.count
        XCTAssertEqual(array.name, field.name.replacingOccurrences(of: ".", with: "_"), label)
        XCTAssertEqual(array.type, options.isSinglePrecision ? "float" : "double", label)
        XCTAssertEqual(array.shape, [positions.count, stored], label)
        if field.isVector { XCTAssertEqual(Array(array.componentNames.prefix(field.componentNames.count)), field.componentNames) }
        var expected: [Double] = []
        for position in positions {
            for component in 0..<stored {
                let isStored = component < field.componentNames.count
                let value = isStored ? field.values[component * field.grid.count + position] : 0
                expected.append(options.isSinglePrecision ? Double(Float(value)) : value)
            }
        }
        XCTAssertEqual(patterns(try reader.values(array.values)), patterns(expected), label)
    }

    private func write(_ snapshot: Snapshot, _ options: VTKOptions, _ base: String) throws -> Case {
        Case(path: try VTKWriter(options).write(snapshot, to: base), options: options, snapshot: snapshot)
    }

    /// Raw and base64, plain and compressed, both precisions, one to three dimensions, scalar and vector, sizes below, at
    /// and above one block of 64 numbers, equally spaced and not.
    func testEveryFlavour() throws {
        let folder = try temporaryFolder()
        let shapes: [[Int]] = [[60], [64], [150], [7, 9], [8, 8], [11, 13], [3, 4, 5], [4, 4, 4], [5, 6, 7]]
        var cases: [Case] = []
        for encoding in VTKOptions.Encoding.allCases {
            for flags in 0..<4 {
                for shape in shapes {
                    let options = VTKOptions(
                        encoding: encoding, isCompressed: flags % 2 == 1, isSinglePrecision: flags / 2 == 1,
                        blockSize: flags / 2 == 1 ? 256 : 512, provenance: ["run": "r<1> & \"2\""])
                    for isUniform in [true, false] {
                        let grid = Self.grid(shape, isUniform: isUniform)
                        let components = Array(["x", "y", "z"].prefix(max(shape.count, 2)))
                        let fields = [
                            awkwardField("u", grid, seed: 3), awkwardField("vel.a<b&\"c\"", grid, components: components),
                        ]
                        let base = "\(folder)/\(encoding)-\(flags)-\(shape)-\(isUniform)"
                        cases.append(try write(Snapshot(time: 0.1 * Double(cases.count), fields: fields), options, base))
                    }
                }
            }
        }
        let reader = try IndependentReader(cases.map(\.path))
        for item in cases { try check(item, reader) }
        XCTAssertEqual(cases.count, 144)
        XCTAssertEqual(try reader[cases[0].path].activeScalars, "u")
        XCTAssertEqual(try reader[cases[0].path].activeVectors, "vel_a<b&\"c\"")
    }

    private static func grid(_ shape: [Int], isUniform: Bool) -> Grid {
        Grid(
            zip(["x", "y", "z"], shape).enumerated().map { index, axis in
                let (name, count) = axis
                if index == 1 && isUniform { return .periodic(name, from: 0, to: 0.3, count: count) }
                if isUniform { return .uniform(name, from: -1, to: 2, count: count) }
                return .chebyshev(name, breaks: [-1, 0.1, 2], degrees: [(count - 1) / 2, count - 1 - (count - 1) / 2])
            })
    }

    func testSmallestGridsAndOddTimes() throws {
        let folder = try temporaryFolder()
        let two = GridAxis.uniform("x", from: 0, to: 1e-3, count: 2)
        let grids = [
            Grid([two]), Grid([two, two]), Grid([two, two, two]), Grid([.uniform("x", from: 1, to: 2, count: 1)]),
            Grid([.points("x", [3])]), Grid([.points("x", [-1e300, 0, 1e300])]), Grid([.periodic("x", from: 0, to: 1, count: 1)]),
        ]
        let times: [Double?] = [nil, 0, -1.5, 1e-300, 1.0 / 3, 1e22, 5]
        var cases: [Case] = []
        for (index, grid) in grids.enumerated() {
            let snapshot = Snapshot(time: times[index], fields: [awkwardField("u", grid), awkwardField("u", grid, seed: 5)])
            cases.append(try write(snapshot, VTKOptions(isCompressed: index % 2 == 1), "\(folder)/\(index)"))
        }
        let reader = try IndependentReader(cases.map(\.path))
        for item in cases {
            let found = try reader[item.path]
            XCTAssertEqual(found.events, [])
            XCTAssertEqual(found.times, item.snapshot.time.map { [$0] } ?? [])
            // Two fields of one name are both kept.
            XCTAssertEqual(found.arrays?.map(\.name), ["u", "u_2"])
            XCTAssertEqual(found.spacing?.allSatisfy { $0 > 0 }, item.path.hasSuffix("i") ? true : nil)
            let expected = positions(item.snapshot.fields[0].grid).map { item.snapshot.fields[1].values[$0.position] }
            XCTAssertEqual(patterns(try reader.values(found.arrays?[1].values)), patterns(expected))
        }
    }

    func testNoFieldsAtAll() throws {
        let path = try VTKWriter().write(Snapshot(time: 2, fields: []), to: try temporaryFolder() + "/empty")
        let found = try IndependentReader([path])[path]
        XCTAssertEqual(found.events, [])
        XCTAssertEqual(found.arrays?.count, 0)
        XCTAssertEqual(found.times, [2])
    }

    func testPlaneTensorsHaveNineComponents() throws {
        let grid = Grid([.uniform("x", from: 0, to: 1, count: 2)])
        let field = Field(
            name: "stress", componentNames: ["xx", "xy", "yx", "yy"], isVector: true, grid: grid,
            values: Tensor(shape: [4, 2], elements: [1, 2, 3, 4, 5, 6, 7, 8]))
        let path = try VTKWriter().write(Snapshot(time: nil, fields: [field]), to: try temporaryFolder() + "/tensor")
        let reader = try IndependentReader([path])
        let array = try XCTUnwrap(try reader[path].arrays?.first)
        XCTAssertEqual(array.shape, [2, 9])
        XCTAssertEqual(
            try reader.values(array.values), [1, 3, 0, 5, 7, 0, 0, 0, 0, 2, 4, 0, 6, 8, 0, 0, 0, 0])
    }

    func testWhatVTKCannotHoldIsRefused() throws {
        let axis = GridAxis.uniform("x", from: 0, to: 1, count: 2)
        let folder = try temporaryFolder()
        let four = awkwardField("u", Grid([axis, axis, axis, axis]))
        XCTAssertThrowsError(try VTKWriter().write(Snapshot(time: nil, fields: [four]), to: folder + "/a"))
        let mixed = [awkwardField("u", Grid([axis])), awkwardField("w", Grid([axis, axis]))]
        XCTAssertThrowsError(try VTKWriter().write(Snapshot(time: nil, fields: mixed), to: folder + "/b"))
        XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder), [])
    }
}
