import FieldFiles
import Fields
import Foundation
import NumericsCore
import XCTest

final class SnapshotArchiveTests: XCTestCase {
    private func bits(_ snapshots: [Snapshot]) -> [[UInt64]] {
        snapshots.flatMap { $0.fields.map { patterns($0.values.elements) } }
    }

    func testGridsAndValuesComeBackExactly() throws {
        let path = try temporaryFolder() + "/a.npz"
        let grids = [
            Grid([]), Grid([.points("x", [0, 1, 1.5])]), Grid([.chebyshev("x", breaks: [-1, 0.05, 0.1, 1], degrees: [3, 9, 2])]),
            Grid([.periodic("x", from: 0.1, to: 2 * .pi, count: 6), .uniform("y", from: -1, to: 1, count: 5)]),
            Grid([.uniform("x", from: 0, to: 1, count: 2), .chebyshev("y", breaks: [0, 1], degree: 2), .points("z", [7])]),
            Grid([.uniform("x", from: 0, to: 1, count: 2), .points("y", [0, 2, 3])], mask: [true, false, true, true, true, false]),
        ]
        for grid in grids {
            for times in [[nil], [0.25], [0, 1, 2]] as [[Double?]] {
                let snapshots = times.map { time in
                    Snapshot(
                        time: time,
                        fields: [awkwardField("p", grid), awkwardField("v", grid, components: ["x", "y"], seed: 4)])
                }
                try SnapshotArchive.write(snapshots, to: path)
                let back = try SnapshotArchive.read(path: path)
                XCTAssertEqual(back.map(\.time), times)
                XCTAssertEqual(back.flatMap { $0.fields.map(\.grid) }, snapshots.flatMap { $0.fields.map(\.grid) })
                XCTAssertEqual(back[0].fields.map(\.componentNames), [["p"], ["x", "y"]])
                XCTAssertEqual(back[0].fields.map(\.isVector), [false, true])
                XCTAssertEqual(bits(back), bits(snapshots))
            }
        }
    }

    func testForeignFilesNeedTheNamesOfTheAxes() throws {
        let path = try temporaryFolder() + "/foreign.npz"
        // A row vector of times as MATLAB leaves it, an equally spaced axis and one that is not.
        let arrays: [(key: String, array: NumpyArray)] = [
            ("t", NumpyArray(Tensor(shape: [1, 2], elements: [0, 1]))), ("x", NumpyArray(Tensor([0, 0.5, 1.0]))),
            ("y", NumpyArray(Tensor([0, 1, 4, 9.0]), as: .int64)),
            ("u", NumpyArray(Tensor(shape: [2, 3, 4], elements: (0..<24).map(Double.init)), as: .float32)),
        ]
        try NumpyArchive.write(arrays, to: path)
        let snapshots = try SnapshotArchive.read(path: path, axisNames: ["x", "y"])
        XCTAssertEqual(snapshots.map(\.time), [0, 1])
        XCTAssertEqual(
            snapshots[1].fields[0].grid, Grid([.uniform("x", from: 0, to: 1, count: 3), .points("y", [0, 1, 4, 9])]))
        XCTAssertEqual(snapshots[1].fields[0].values, Tensor(shape: [1, 3, 4], elements: (12..<24).map(Double.init)))
        XCTAssertThrowsError(try SnapshotArchive.read(path: path, axisNames: ["y", "x"])) {
            guard case .malformed? = $0 as? FieldFileError else { return XCTFail("\($0)") }
        }
        XCTAssertThrowsError(try SnapshotArchive.read(path: path, axisNames: ["x", "z"])) {
            XCTAssertEqual(
                $0 as? FieldFileError, .keyMissing(path: path, key: "z", available: ["t", "x", "y", "u"]))
        }
    }

    func testChangingFieldsAndClashingNamesAreRefused() throws {
        let folder = try temporaryFolder()
        let grid = Grid([.uniform("x", from: 0, to: 1, count: 3)])
        let u = awkwardField("u", grid)
        let changing = [Snapshot(time: 0, fields: [u]), Snapshot(time: 1, fields: [])]
        XCTAssertThrowsError(try SnapshotArchive.write(changing, to: folder + "/a.npz"))
        let clash = [Snapshot(time: 0, fields: [awkwardField("x", grid)])]
        XCTAssertThrowsError(try SnapshotArchive.write(clash, to: folder + "/a.npz"))
        XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder), [])
    }
}
