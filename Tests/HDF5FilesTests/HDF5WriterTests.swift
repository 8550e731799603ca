import Fields
import Foundation
import HDF5Files
import NumericsCore
import XCTest

final class HDF5WriterTests: XCTestCase {
    func testOtherReadersFindEveryValueShapeAndType() throws {
        let path = try PythonFiles.temporaryFolder() + "/data.h5"
        let writer = try HDF5Writer(path: path)
        let values = Tensor(shape: [2, 3], elements: [0, -0.0, 1e308, -.leastNonzeroMagnitude, .pi, -1])
        try writer.write(NumpyArray(values), to: "outputs/u")
        try writer.write(NumpyArray(Tensor([.pi, -0.0]), as: .float32), to: "single")
        try writer.write(NumpyArray(Tensor([1, -9007199254740992]), as: .int64), to: "splits/train")
        try writer.write(NumpyArray(Tensor(shape: [0, 4], repeating: 0)), to: "empty")
        try writer.write(NumpyArray(Tensor(shape: [], elements: [4.5])), to: "scalar")
        try writer.finish()
        let found = try PythonFiles.describe(path).sets
        XCTAssertEqual(found["outputs/u"]?.values, values.elements)
        XCTAssertEqual(found["outputs/u"]?.type, "<f8")
        XCTAssertEqual(found["outputs/u"]?.shape, [2, 3])
        XCTAssertEqual(found["single"]?.type, "<f4")
        XCTAssertEqual(found["single"]?.values, [Double(Float(Double.pi)), 0])
        XCTAssertEqual(found["splits/train"]?.values, [1, -9007199254740992])
        XCTAssertEqual(found["splits/train"]?.type, "<i8")
        XCTAssertEqual(found["empty"]?.shape, [0, 4])
        XCTAssertEqual(found["scalar"]?.shape, [])
        XCTAssertEqual(found["scalar"]?.values, [4.5])
    }

    func testSeriesGrowRowByRow() throws {
        let path = try PythonFiles.temporaryFolder() + "/series.h5"
        let writer = try HDF5Writer(path: path)
        try writer.makeSeries("inputs/a", rowShape: [2, 2], type: .float32, rowsPerChunk: 2)
        for start in [0.0, 4] {
            try writer.append(Tensor(shape: [1, 2, 2], elements: [start, start + 1, start + 2, start + 3]), to: "inputs/a")
        }
        try writer.append(Tensor(shape: [2, 2, 2], elements: (8..<16).map(Double.init)), to: "inputs/a")
        try writer.finish()
        let found = try XCTUnwrap(PythonFiles.describe(path).sets["inputs/a"])
        XCTAssertEqual(found.values, (0..<16).map(Double.init))
        XCTAssertEqual(found.shape, [4, 2, 2])
        XCTAssertEqual(found.chunks, [2, 2, 2])
        XCTAssertEqual(found.limit, [-1, 2, 2])
        XCTAssertEqual(try HDF5Reader(path: path).rows(1..<3, of: "inputs/a").values.elements, (4..<12).map(Double.init))
    }

    func testAttributesOfFileGroupAndDataSet() throws {
        let path = try PythonFiles.temporaryFolder() + "/attributes.h5"
        let writer = try HDF5Writer(path: path)
        try writer.write(NumpyArray(Tensor([1.0])), to: "group/u")
        try writer.setAttribute("recipe", to: .text("größe: 3 µm"))
        try writer.setAttribute("seed", to: .integer(2026), of: "group")
        try writer.setAttribute("tolerance", to: .number(1e-8), of: "group/u")
        try writer.setAttribute("range", to: .numbers([0.5, 2]), of: "group/u")
        try writer.setAttribute("nothing", to: .text(""))
        try writer.finish()
        let found = try PythonFiles.describe(path).attributes
        XCTAssertEqual(found["/"]?["recipe"] as? String, "größe: 3 µm")
        XCTAssertEqual(found["/"]?["nothing"] as? String, "")
        XCTAssertEqual(found["group"]?["seed"] as? Int, 2026)
        XCTAssertEqual(found["group/u"]?["tolerance"] as? Double, 1e-8)
        XCTAssertEqual(found["group/u"]?["range"] as? [Double], [0.5, 2])
        let reader = try HDF5Reader(path: path)
        XCTAssertEqual(try reader.attributes(), ["recipe": .text("größe: 3 µm"), "nothing": .text("")])
        XCTAssertEqual(try reader.attributes(of: "group/u"), ["tolerance": .number(1e-8), "range": .numbers([0.5, 2])])
    }

    func testAFileAppearsOnlyWhenFinished() throws {
        let folder = try PythonFiles.temporaryFolder()
        do {
            let writer = try HDF5Writer(path: folder + "/data.h5")
            try writer.write(NumpyArray(Tensor([1.0])), to: "u")
        }
        XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder), [])
    }

    func testRefusals() throws {
        let folder = try PythonFiles.temporaryFolder()
        XCTAssertThrowsError(try HDF5Writer(path: folder + "/none/data.h5")) { error in
            guard case HDF5Error.cannotCreate = error else { return XCTFail("\(error)") }
        }
        let writer = try HDF5Writer(path: folder + "/data.h5")
        XCTAssertThrowsError(try writer.write(NumpyArray(Tensor([1.0]), as: .float16), to: "half")) { error in
            XCTAssertEqual("\(error)", "cannot write 'half' to '\(folder)/data.h5': HDF5 has no standard type for 'f2'")
        }
        try writer.write(NumpyArray(Tensor([1.0])), to: "u")
        XCTAssertThrowsError(try writer.write(NumpyArray(Tensor([1.0])), to: "u")) { error in
            XCTAssertTrue("\(error)".hasPrefix("cannot write 'u' to '\(folder)/data.h5': "), "\(error)")
        }
    }
}
