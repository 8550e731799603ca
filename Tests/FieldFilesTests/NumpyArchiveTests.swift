import FieldFiles
import Fields
import Foundation
import NumericsCore
import XCTest

final class NumpyArchiveTests: XCTestCase {
    private let arrays: [(key: String, array: NumpyArray)] = [
        ("a", NumpyArray(Tensor(shape: [2, 3], elements: awkwardValues(6, seed: 1)))),
        ("größe", NumpyArray(Tensor([1, 2, 3]), as: .int64)), ("empty", NumpyArray(Tensor(shape: [0, 2], repeating: 0))),
        ("c", NumpyArray(Tensor(shape: [2, 2], elements: [1, 2, 3, 4]), as: .complex64)),
    ]

    func testNumPyReadsWhatIsWrittenPlainAndLarge() throws {
        let folder = try temporaryFolder()
        let paths = [folder + "/plain.npz", folder + "/large.npz"]
        try NumpyArchive.write(arrays, to: paths[0])
        // Every size and offset in its Zip64 field.
        try NumpyArchive.write(arrays, to: paths[1], largeFrom: 0, isFlushed: true)
        let reader = try IndependentReader(paths)
        for path in paths {
            let found = try reader[path]
            XCTAssertEqual(found.broken, "")
            XCTAssertEqual(found.arrays?.map(\.name), arrays.map(\.key))
            XCTAssertEqual(found.arrays?.map(\.type), ["<f8", "<i8", "<f8", "<c8"])
            XCTAssertEqual(found.arrays?.map(\.shape), arrays.map(\.array.shape))
            for (array, (_, expected)) in zip(found.arrays ?? [], arrays) {
                XCTAssertEqual(patterns(try reader.values(array.values)), patterns(expected.values.elements))
            }
            let own = try NumpyArchive(path: path)
            XCTAssertEqual(own.keys, arrays.map(\.key))
            for (key, expected) in arrays {
                let array = try own.array(key)
                XCTAssertEqual(array.type, expected.type)
                XCTAssertEqual(patterns(array.values.elements), patterns(expected.values.elements))
            }
        }
    }

    func testAnArchiveCutShortIsToldFromOtherFiles() throws {
        let folder = try temporaryFolder()
        let path = folder + "/whole.npz"
        try NumpyArchive.write(arrays, to: path)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        for (content, reason) in [(bytes.dropLast(1), "cut short"), (bytes.prefix(100), "cut short"), (Data("hello".utf8), "not a zip archive")] {
            let other = folder + "/other.npz"
            try Data(content).write(to: URL(fileURLWithPath: other))
            XCTAssertThrowsError(try NumpyArchive(path: other)) { error in
                guard case FieldFileError.malformed(_, let said) = error else { return XCTFail("\(error)") }
                XCTAssertTrue(said.contains(reason), said)
            }
        }
    }

    func testCompressedArchivesOfNumPyAreRead() throws {
        // numpy.savez_compressed(file, ramp=numpy.arange(5.) / 4)
        let fixture = """
            UEsDBC0AAAAIAAAAIQAvO56E//////////8IABQAcmFtcC5ucHkBABAAqAAAAAAAAABSAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxc
            pG6loG6TZqGuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GqY6mjoKtQoUAC4GFHDBHkI/gNIvoPQHewBQSwECLQMtAAAA
            CAAAACEALzuehFIAAACoAAAACAAAAAAAAAAAAAAAgAEAAAAAcmFtcC5ucHlQSwUGAAAAAAEAAQA2AAAAjAAAAAAA
            """
        let bytes = [UInt8](try XCTUnwrap(Data(base64Encoded: fixture, options: .ignoreUnknownCharacters)))
        let archive = try NumpyArchive(MemorySource(bytes))
        XCTAssertEqual(try archive.array("ramp").values.elements, [0, 0.25, 0.5, 0.75, 1])
    }

    func testDamageIsRecognised() throws {
        let path = try temporaryFolder() + "/a.npz"
        try NumpyArchive.write([("a", NumpyArray(Tensor([1, 2, 3])))], to: path)
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        let place = try XCTUnwrap(bytes.lastIndex(of: 0x40))
        bytes[place] ^= 1
        let archive = try NumpyArchive(MemorySource(bytes))
        XCTAssertThrowsError(try archive.array("a")) {
            guard case .corrupted? = $0 as? FieldFileError else { return XCTFail("\($0)") }
        }
        XCTAssertThrowsError(try NumpyArchive(MemorySource(Array(bytes.dropLast(30)))))
        XCTAssertThrowsError(try NumpyArchive(path: path + "x")) {
            XCTAssertEqual($0 as? FieldFileError, .system(.open, path: path + "x", code: ENOENT))
        }
    }

    func testHostileBytesNeverCrash() throws {
        let path = try temporaryFolder() + "/a.npz"
        let grid = Grid([.chebyshev("x", breaks: [0, 1], degree: 2)])
        try SnapshotArchive.write([Snapshot(time: 0, fields: [awkwardField("u", grid)])], to: path)
        let sound = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        var random = SeededGenerator(state: 7)
        for round in 0..<6000 {
            _ = try? SnapshotArchive.read(MemorySource(mutated(sound, round, &random)), axisNames: ["x"])
        }
    }
}

/// A few bytes changed, a run of them overwritten, the end cut off, or noise altogether.
func mutated(_ sound: [UInt8], _ round: Int, _ random: inout SeededGenerator) -> [UInt8] {
    var bytes = sound
    switch round % 4 {
    case 0:
        for _ in 0...Int.random(in: 0..<6, using: &random) {
            bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
    case 1:
        let start = Int.random(in: 0..<bytes.count, using: &random)
        let fill = [0, 0xFF, 0x7F, 0x80][Int.random(in: 0..<4, using: &random)]
        for position in start..<min(start + 8, bytes.count) { bytes[position] = UInt8(fill) }
    case 2: bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
    default:
        let start = Int.random(in: 0..<bytes.count, using: &random)
        bytes.removeSubrange(start..<min(start + Int.random(in: 1..<20, using: &random), bytes.count))
    }
    return bytes
}
