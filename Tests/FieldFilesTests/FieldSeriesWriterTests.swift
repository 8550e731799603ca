import FieldFiles
import Fields
import Foundation
import NumericsCore
import XCTest

final class FieldSeriesWriterTests: XCTestCase {
    private func listing(_ folder: String) throws -> Set<String> {
        let all = try FileManager.default.subpathsOfDirectory(atPath: folder)
        return Set(all.filter { $0 != "fields" })
    }

    private func series(_ grid: Grid, times: [Double?], components: [String]? = nil) -> [Snapshot] {
        times.enumerated().map { index, time in
            let fields = [
                awkwardField("u", grid, seed: UInt64(index)), awkwardField("v", grid, components: components ?? ["x", "y"]),
            ]
            return Snapshot(time: time, fields: fields)
        }
    }

    func testASeriesInOneDimension() throws {
        let folder = try temporaryFolder() + "/new/run"
        let grid = Grid([.chebyshev("x", breaks: [-1, 0, 1], degree: 3)])
        let times = [0, 0.1, 1.0 / 3]
        let snapshots = series(grid, times: times)
        let files = try FieldSeriesWriter.write(snapshots, folder: folder)
        XCTAssertEqual(
            files,
            [
                "solution.pvd", "fields/solution_000000.vtr", "fields/solution_000001.vtr", "fields/solution_000002.vtr",
                "solution.npz", "solution.csv", "paraview.py",
            ])
        XCTAssertEqual(try listing(folder), Set(files))
        let paths = files.map { folder + "/" + $0 }
        let reader = try IndependentReader(paths)
        let entries = try XCTUnwrap(try reader[paths[0]].entries)
        XCTAssertEqual(entries.map(\.time), times)
        XCTAssertEqual(entries.map(\.file), Array(files[1...3]))
        XCTAssertTrue(entries.allSatisfy(\.exists))
        for (path, time) in zip(paths[1...3], times) {
            XCTAssertEqual(try reader[path].events, [])
            XCTAssertEqual(try reader[path].times, [time])
        }
        try checkTable(try reader[paths[5]], reader, snapshots, grid)
        let calls = try XCTUnwrap(try reader[paths[6]].calls)
        XCTAssertTrue(calls.contains("opens " + paths[0]), "\(calls)")
        XCTAssertTrue(calls.contains { $0.hasPrefix("SaveAnimation(frames.png") })
        XCTAssertTrue(calls.contains { $0.contains("RescaleTransferFunction(0.0, 2.0)") })
    }

    private func checkTable(
        _ found: IndependentReader.Finding, _ reader: IndependentReader, _ snapshots: [Snapshot], _ grid: Grid
    ) throws {
        XCTAssertEqual(found.header, ["t", "x", "u", "v.x", "v.y"])
        var columns = [[Double]](repeating: [], count: 5)
        for snapshot in snapshots {
            columns[0] += Array(repeating: snapshot.time ?? .nan, count: grid.count)
            columns[1] += grid.axes[0].points
            columns[2] += snapshot.fields[0].values.elements
            columns[3] += snapshot.fields[1].values.elements.prefix(grid.count)
            columns[4] += snapshot.fields[1].values.elements.suffix(grid.count)
        }
        XCTAssertEqual(patterns(try reader.values(found.values)), patterns(columns.flatMap { $0 }))
    }

    func testNumPyReadsTheArchives() throws {
        let folder = try temporaryFolder()
        let plane = Grid([.periodic("x", from: 0, to: 1, count: 4), .uniform("y", from: 0, to: 2, count: 3)])
        let evolving = series(plane, times: [0.5, 1.5])
        let steady = series(plane, times: [nil])
        try SnapshotArchive.write(evolving, to: folder + "/evolving.npz")
        try SnapshotArchive.write(steady, to: folder + "/steady.npz")
        let reader = try IndependentReader([folder + "/evolving.npz", folder + "/steady.npz"])
        let found = try reader[folder + "/evolving.npz"]
        XCTAssertEqual(found.broken, "")
        let arrays = Dictionary(uniqueKeysWithValues: (found.arrays ?? []).map { ($0.name, $0) })
        XCTAssertEqual(Set(arrays.keys), ["t", "x", "y", "u", "v", "__grid__"])
        XCTAssertEqual(arrays["u"]?.shape, [2, 4, 3])
        XCTAssertEqual(arrays["v"]?.shape, [2, 4, 3, 2])
        XCTAssertEqual(try reader.values(arrays["t"]?.values), [0.5, 1.5])
        XCTAssertEqual(try reader.values(arrays["x"]?.values), plane.axes[0].points)
        let scalars = evolving.flatMap { $0.fields[0].values.elements }
        XCTAssertEqual(patterns(try reader.values(arrays["u"]?.values)), patterns(scalars))
        let vectors = evolving.flatMap { snapshot in
            (0..<12).flatMap { point in (0..<2).map { snapshot.fields[1].values[$0 * 12 + point] } }
        }
        XCTAssertEqual(patterns(try reader.values(arrays["v"]?.values)), patterns(vectors))
        let still = try reader[folder + "/steady.npz"].arrays ?? []
        XCTAssertEqual(still.map(\.name), ["x", "y", "u", "v", "__grid__"])
        XCTAssertEqual(still.first { $0.name == "v" }?.shape, [4, 3, 2])
    }

    func testSystemsWithoutSpaceGetATableOfTimes() throws {
        let folder = try temporaryFolder()
        let snapshots = (0...3).map { k in
            let value = Tensor(shape: [1], elements: [Double(k) / 7])
            let field = Field(name: "y", componentNames: ["y"], isVector: false, grid: Grid([]), values: value)
            return Snapshot(time: Double(k), fields: [field])
        }
        let files = try FieldSeriesWriter.write(snapshots, folder: folder)
        XCTAssertEqual(files, ["solution.npz", "solution.csv"])
        let text = try String(contentsOfFile: folder + "/solution.csv", encoding: .utf8)
        XCTAssertEqual(text, "t,y\n0.0,0.0\n1.0,0.14285714285714285\n2.0,0.2857142857142857\n3.0,0.42857142857142855\n")
        let back = try SnapshotArchive.read(path: folder + "/solution.npz")
        XCTAssertEqual(back.map(\.time), [0, 1, 2, 3])
        XCTAssertEqual(back[2].fields[0].values, snapshots[2].fields[0].values)
    }

    func testTheListIsWholeAfterEverySnapshot() throws {
        let folder = try temporaryFolder()
        let snapshots = series(Grid([.uniform("x", from: 0, to: 1, count: 3)]), times: [0, 1])
        var writer = try FieldSeriesWriter(folder: folder, name: "run")
        for count in 1...2 {
            try writer.append(snapshots[count - 1])
            let path = folder + "/run.pvd"
            let entries = try XCTUnwrap(try IndependentReader([path])[path].entries)
            XCTAssertEqual(entries.count, count)
            XCTAssertTrue(entries.allSatisfy(\.exists))
            XCTAssertEqual(Set(writer.files), try listing(folder))
        }
    }

    func testAnEmptySeriesLeavesNothing() throws {
        let folder = try temporaryFolder()
        XCTAssertEqual(try FieldSeriesWriter.write([], folder: folder), [])
        XCTAssertEqual(try listing(folder), [])
    }
}
