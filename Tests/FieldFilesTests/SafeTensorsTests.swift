import FieldFiles
import Fields
import Foundation
import NumericsCore
import XCTest

final class SafeTensorsTests: XCTestCase {
    private let sample = SafeTensors(
        tensors: [
            "layer0.weight": NumpyArray(Tensor(shape: [3, 1], elements: [1, -2.5, 3]), as: .float32),
            "x \"quoted\"\\": NumpyArray(Tensor(shape: [2, 2], elements: awkwardValues(4, seed: 1))),
            "bytes": NumpyArray(Tensor([1, 2, 255]), as: .uint8), "scalar": NumpyArray(Tensor(shape: [], repeating: 7)),
            "none": NumpyArray(Tensor(shape: [0, 4], repeating: 0)),
        ], metadata: ["text": "two\nlines, \"quotes\", ä\u{1}", "empty": ""])

    private func checkpoint() -> Checkpoint {
        Checkpoint(
            scalars: ["t": 0.1, "nan": .nan, "zero": -0.0, "tiny": .leastNonzeroMagnitude, "a.b": .infinity],
            integers: ["step": -42, "big": .max], strings: ["phase": "coarse\nrun", "": "no name"],
            tensors: ["u": Tensor(shape: [2, 3], elements: [1, 2, 3, 4, 5, -0.0]), "empty": Tensor(shape: [0], repeating: 0)])
    }

    func testTheLayoutIsThePublishedOne() throws {
        let path = try temporaryFolder() + "/a.safetensors"
        try sample.write(to: path)
        let reader = try IndependentReader([path])
        let found = try reader[path]
        XCTAssertEqual(found.metadata, sample.metadata)
        XCTAssertEqual(Set(found.arrays?.map(\.name) ?? []), Set(sample.tensors.keys))
        for array in found.arrays ?? [] {
            let expected = try XCTUnwrap(sample.tensors[array.name])
            XCTAssertEqual(array.shape, expected.shape)
            XCTAssertEqual(patterns(try reader.values(array.values)), patterns(expected.values.elements))
            if array.type == "F64" { XCTAssertEqual(array.aligned, true) }
        }
    }

    func testARoundTripKeepsEverything() throws {
        let back = try SafeTensors(decoding: sample.encoded())
        XCTAssertEqual(back.metadata, sample.metadata)
        XCTAssertEqual(back.encoded(), sample.encoded())
        XCTAssertEqual(try SafeTensors(decoding: SafeTensors().encoded()), SafeTensors())
    }

    func testHolesOverlapsAndLiesAreRefused() {
        func file(_ header: String, data: Int) -> [UInt8] {
            let length = UInt8(header.utf8.count)
            return [length, 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8) + Array(repeating: 0, count: data)
        }
        func entry(_ name: String, _ shape: String, _ start: Int, _ end: Int) -> String {
            "\"\(name)\":{\"dtype\":\"F64\",\"shape\":[\(shape)],\"data_offsets\":[\(start),\(end)]}"
        }
        let sound = file("{\(entry("a", "1", 0, 8)),\(entry("b", "2", 8, 24))}", data: 24)
        XCTAssertNoThrow(try SafeTensors(decoding: sound))
        let broken = [
            file("{\(entry("a", "1", 0, 8)),\(entry("b", "2", 0, 16))}", data: 16),
            file("{\(entry("a", "1", 0, 8)),\(entry("b", "1", 16, 24))}", data: 24),
            file("{\(entry("a", "1", 0, 8))}", data: 9), file("{\(entry("a", "1", 0, 8))}", data: 7),
            file("{\(entry("a", "2", 0, 8))}", data: 8), file("{\(entry("a", "-1", 0, 8))}", data: 8),
            file("{\(entry("a", "4294967296,4294967296,0", 0, 0))}", data: 0), file("[]", data: 0), file("{", data: 0),
            file("{\"__metadata__\":{\"a\":1}}", data: 0), [255, 255, 255, 255, 255, 255, 255, 255], [1, 2],
        ]
        for bytes in broken {
            XCTAssertThrowsError(try SafeTensors(decoding: bytes)) {
                guard case .malformed? = $0 as? FieldFileError else { return XCTFail("\($0)") }
            }
        }
    }

    func testCheckpointsAreExact() throws {
        let path = try temporaryFolder() + "/c.safetensors"
        let file = CheckpointFile(checkpoint(), annotations: ["problem": "sha256:00", "method": "chebyshev"])
        try file.write(to: path)
        let back = try CheckpointFile(path: path)
        XCTAssertEqual(back.annotations, file.annotations)
        XCTAssertEqual(back.checkpoint.integers, file.checkpoint.integers)
        XCTAssertEqual(back.checkpoint.strings, file.checkpoint.strings)
        XCTAssertEqual(
            back.checkpoint.scalars.mapValues(\.bitPattern), file.checkpoint.scalars.mapValues(\.bitPattern))
        XCTAssertEqual(
            back.checkpoint.tensors.mapValues { $0.elements.map(\.bitPattern) },
            file.checkpoint.tensors.mapValues { $0.elements.map(\.bitPattern) })
        XCTAssertEqual(back.checkpoint.tensors.mapValues(\.shape), file.checkpoint.tensors.mapValues(\.shape))
    }

    func testEveryChangedByteOfACheckpointIsNoticed() throws {
        let sound = CheckpointFile(checkpoint()).encoded()
        var unnoticed = 0
        for position in sound.indices {
            for change in [1, 0x20, 0x80] as [UInt8] {
                var bytes = sound
                bytes[position] ^= change
                // White space in place of white space means the same.
                if let back = try? CheckpointFile(decoding: bytes), back.encoded() != sound { unnoticed += 1 }
            }
        }
        XCTAssertEqual(unnoticed, 0)
        for length in 0..<sound.count { XCTAssertThrowsError(try CheckpointFile(decoding: Array(sound.prefix(length)))) }
    }

    func testOtherFilesAreNotCheckpoints() {
        XCTAssertThrowsError(try CheckpointFile(decoding: sample.encoded())) {
            guard case .malformed? = $0 as? FieldFileError else { return XCTFail("\($0)") }
        }
    }

    func testHostileBytesNeverCrash() {
        let sound = sample.encoded()
        var random = SeededGenerator(state: 11)
        for round in 0..<6000 { _ = try? SafeTensors(decoding: mutated(sound, round, &random)) }
        for depth in [10, 1000, 100_000] {
            let nested = Array(String(repeating: "[", count: depth).utf8)
            let length = (0..<8).map { UInt8(truncatingIfNeeded: nested.count >> (8 * $0)) }
            XCTAssertThrowsError(try SafeTensors(decoding: length + nested))
        }
    }

    func testAFolderKeepsTheNewestTwoAndPassesOverDamage() throws {
        let folder = CheckpointFolder(path: try temporaryFolder() + "/checkpoints")
        XCTAssertNil(try folder.newest())
        for step in [1, 20, 300] {
            try folder.save(CheckpointFile(Checkpoint(integers: ["step": step])), step: step)
        }
        XCTAssertEqual(
            folder.files.map { ($0 as NSString).lastPathComponent },
            ["checkpoint_000000020.safetensors", "checkpoint_000000300.safetensors"])
        XCTAssertEqual(try folder.newest()?.file.checkpoint.integers, ["step": 300])
        try Data("noise".utf8).write(to: URL(fileURLWithPath: folder.files[1]))
        let newest = try XCTUnwrap(try folder.newest())
        XCTAssertEqual(newest.file.checkpoint.integers, ["step": 20])
        XCTAssertEqual(newest.damaged.count, 1)
        try Data("noise".utf8).write(to: URL(fileURLWithPath: folder.files[0]))
        XCTAssertThrowsError(try folder.newest())
    }
}
