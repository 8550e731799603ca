import FieldFiles
import Fields
import Foundation
import NumericsCore
import XCTest

final class WeightsFileTests: XCTestCase {
    private let sample = WeightsFile(
        tensors: [
            "layers.0.weight": Tensor(shape: [3, 2], elements: [1, -2.5, 3, .leastNonzeroMagnitude, -0.0, .pi]),
            "layers.0.bias": Tensor([0.1, 0.2, 0.3]),
        ], metadata: ["network": "perceptron", "architecture": "{\"hidden\":[3]}", "problem": "00ff"])

    func testARoundTripKeepsEveryBit() throws {
        let path = try temporaryFolder() + "/weights.safetensors"
        try sample.write(to: path)
        let back = try WeightsFile(path: path)
        XCTAssertEqual(back.metadata, sample.metadata)
        XCTAssertEqual(back.tensors.mapValues(\.shape), sample.tensors.mapValues(\.shape))
        XCTAssertEqual(
            back.tensors.mapValues { $0.elements.map(\.bitPattern) }, sample.tensors.mapValues { $0.elements.map(\.bitPattern) })
    }

    func testPythonReadsTheSame() throws {
        let path = try temporaryFolder() + "/weights.safetensors"
        try sample.write(to: path)
        let reader = try IndependentReader([path])
        let found = try reader[path]
        for (key, text) in sample.metadata { XCTAssertEqual(found.metadata?[key], text) }
        XCTAssertEqual(found.metadata?["format"], "ansatz-weights 1")
        XCTAssertEqual(Set(found.arrays?.map(\.name) ?? []), Set(sample.tensors.keys))
        for array in found.arrays ?? [] {
            XCTAssertEqual(array.type, "F64")
            XCTAssertEqual(array.shape, sample.tensors[array.name]?.shape)
            XCTAssertEqual(patterns(try reader.values(array.values)), patterns(sample.tensors[array.name]?.elements ?? []))
        }
    }

    func testEveryChangedByteIsNoticed() {
        let sound = sample.encoded()
        var unnoticed = 0
        for position in sound.indices {
            for change in [1, 0x20, 0x80] as [UInt8] {
                var bytes = sound
                bytes[position] ^= change
                // White space in place of white space means the same.
                if let back = try? WeightsFile(decoding: bytes), back.encoded() != sound { unnoticed += 1 }
            }
        }
        XCTAssertEqual(unnoticed, 0)
    }

    func testACutFileSaysSo() {
        let sound = sample.encoded()
        for length in 0..<sound.count {
            XCTAssertThrowsError(try WeightsFile(decoding: Array(sound.prefix(length)), path: "w.safetensors")) {
                guard case .malformed(path: "w.safetensors", _)? = $0 as? FieldFileError else { return XCTFail("\($0)") }
            }
        }
    }

    func testOtherFilesAreNotWeights() {
        let checkpoint = CheckpointFile(Checkpoint(integers: ["step": 1])).encoded()
        XCTAssertThrowsError(try WeightsFile(decoding: checkpoint)) {
            XCTAssertEqual(
                $0 as? FieldFileError, .malformed(path: "memory", reason: "it does not hold weights in a format of this version"))
        }
    }
}
