import Fields
import Foundation
import HDF5Files
import NumericsCore
import XCTest

final class HDF5ReaderTests: XCTestCase {
    func testFilesOfOthersAreRead() throws {
        let path = try PythonFiles.temporaryFolder() + "/others.h5"
        try PythonFiles.write(path)
        // The cycle of hard links is found by its depth.
        XCTAssertThrowsError(try HDF5Reader(path: path)) { error in
            XCTAssertEqual(
                "\(error)", "'\(path)' cannot be read as HDF5: its groups are nested too deeply, too many or damaged")
        }
    }

    func testEveryTypeOfNumber() throws {
        let reader = try reader()
        XCTAssertEqual(try reader.array("big"), NumpyArray(Tensor(shape: [2, 3], elements: [0.5, 1.5, 2.5, 3.5, 4.5, 5.5])))
        let single = try reader.array("single")
        XCTAssertEqual(single.type, .float32)
        XCTAssertEqual(single.values[0], 1.5)
        XCTAssertTrue(single.values[1].isNaN)
        XCTAssertEqual(single.values[2].sign, .minus)
        XCTAssertEqual(try reader.array("half"), NumpyArray(Tensor([0.5, 2]), as: .float16))
        XCTAssertEqual(try reader.array("counts"), NumpyArray(Tensor([0x1p53, -7]), as: .int64))
        XCTAssertEqual(try reader.array("bytes"), NumpyArray(Tensor([255, 0]), as: .uint8))
        XCTAssertEqual(try reader.array("truth"), NumpyArray(Tensor([1, 0, 1]), as: .boolean))
        XCTAssertEqual(try reader.array("number"), NumpyArray(Tensor(shape: [], elements: [4.25])))
        XCTAssertEqual(try reader.array("group/deep/packed").values.elements, (0..<12).map(Double.init))
        XCTAssertEqual(try reader.rows(1..<3, of: "group/deep/packed").values.elements, (3..<9).map(Double.init))
    }

    func testNamesShapesAndAttributes() throws {
        let reader = try reader()
        let expected = [
            "big", "bytes", "counts", "group/deep/packed", "half", "null", "number", "single", "truth", "words",
        ]
        XCTAssertEqual(reader.keys.sorted(), expected)
        XCTAssertEqual(try reader.description(of: "big").shape, [2, 3])
        XCTAssertEqual(try reader.description(of: "big").type, .float64)
        XCTAssertNil(try reader.description(of: "words").type)
        XCTAssertEqual(
            try reader.attributes(),
            ["title": .text("größe"), "fixed": .text("plain"), "seed": .integer(2026), "tolerance": .number(1e-8)])
        XCTAssertEqual(try reader.attributes(of: "big"), ["range": .numbers([0.5, 5.5])])
    }

    func testWhatCannotBeReadIsToldWithItsReason() throws {
        let reader = try reader()
        let reasons = ["words": "its elements are not numbers", "null": "it is empty"]
        for (key, reason) in reasons {
            XCTAssertThrowsError(try reader.array(key)) { error in
                XCTAssertEqual(error as? HDF5Error, .cannotRead(path: reader.path, key: key, reason: reason))
            }
        }
        XCTAssertThrowsError(try reader.array("soft")) { error in
            guard case HDF5Error.missing(_, "soft", _) = error else { return XCTFail("\(error)") }
        }
    }

    func testFilesThatAreCutOffDamagedOrSomethingElseAreRefused() throws {
        let folder = try PythonFiles.temporaryFolder()
        XCTAssertThrowsError(try HDF5Reader(path: folder + "/none.h5"))
        try Data("not a data file".utf8).write(to: URL(fileURLWithPath: folder + "/text.h5"))
        XCTAssertThrowsError(try HDF5Reader(path: folder + "/text.h5"))
        let path = folder + "/whole.h5"
        let writer = try HDF5Writer(path: path)
        try writer.makeSeries("u", rowShape: [512])
        try writer.append(Tensor(shape: [64, 512], elements: (0..<(64 * 512)).map(Double.init)), to: "u")
        try writer.finish()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        for length in stride(from: 0, to: bytes.count - 1, by: bytes.count / 37) {
            let cut = folder + "/cut-\(length).h5"
            try bytes.prefix(length).write(to: URL(fileURLWithPath: cut))
            XCTAssertThrowsError(try HDF5Reader(path: cut).array("u"), "\(length) of \(bytes.count) bytes")
        }
        // One bit of the data: the checksum of its chunk tells.
        var damaged = bytes
        damaged[bytes.count / 2] ^= 1
        try damaged.write(to: URL(fileURLWithPath: folder + "/damaged.h5"))
        XCTAssertThrowsError(try HDF5Reader(path: folder + "/damaged.h5").array("u")) { error in
            guard case HDF5Error.cannotRead(_, "u", _) = error else { return XCTFail("\(error)") }
        }
    }

    /// The file of h5py without its cycle.
    private func reader() throws -> HDF5Reader {
        let path = try PythonFiles.temporaryFolder() + "/others.h5"
        try PythonFiles.write(path, cyclic: false)
        return try HDF5Reader(path: path)
    }
}
