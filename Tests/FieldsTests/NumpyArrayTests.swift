import Fields
import NumericsCore
import XCTest

/// Fixtures are what NumPy 2.4 writes.
final class NumpyArrayTests: XCTestCase {
    private func file(_ header: String, _ data: [UInt8], version: UInt8 = 1) -> [UInt8] {
        let length = header.utf8.count
        var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [version, 0]
        for position in 0..<(version == 1 ? 2 : 4) { bytes.append(UInt8(truncatingIfNeeded: length >> (8 * position))) }
        return bytes + Array(header.utf8) + data
    }

    private func bytes(_ hex: String) -> [UInt8] {
        let digits = Array(hex)
        return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...($0 + 1)]), radix: 16) }
    }

    private func decoded(_ header: String, _ hex: String, version: UInt8 = 1) throws -> NumpyArray {
        try NumpyArray(decoding: file(header + "\n", bytes(hex), version: version))
    }

    func testDoublesKeepTheirBits() throws {
        let array = try decoded(
            "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }",
            "000000000000f83f0000000000000080000000000000f87fa0c8eb85f3cce17f")
        XCTAssertEqual(array.shape, [2, 2])
        let expected: [Double] = [1.5, -0.0, .nan, 1e308]
        XCTAssertEqual(array.values.elements.map(\.bitPattern), expected.map(\.bitPattern))
    }

    func testFortranOrderAndOtherTypes() throws {
        let columns = try decoded(
            "{'descr': '<i4', 'fortran_order': True, 'shape': (2, 3), }",
            "000000000300000001000000040000000200000005000000")
        XCTAssertEqual(columns.values.elements, [0, 1, 2, 3, 4, 5])
        let bigEndian = try decoded("{'descr': '>i2', 'fortran_order': False, 'shape': (3,), }", "0001fffe012c")
        XCTAssertEqual(bigEndian.values.elements, [1, -2, 300])
        let complex = try decoded(
            "{'descr': '<c8', 'fortran_order': False, 'shape': (2,), }", "0000803f0000004000004040000080c0")
        XCTAssertEqual(complex.shape, [2])
        XCTAssertEqual(complex.values, Tensor(shape: [2, 2], elements: [1, 2, 3, -4]))
        let booleans = try decoded("{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }", "0100")
        XCTAssertEqual(booleans.values.elements, [1, 0])
        let halves = try decoded("{'descr': '<f2', 'fortran_order': False, 'shape': (5,), }", "003c00c10100ff7b007c")
        XCTAssertEqual(halves.values.elements, [1, -2.5, 0x1p-24, 65504, .infinity])
        let scalar = try decoded(
            "{'descr': '<u8', 'fortran_order': False, 'shape': (), }", "ffffffffffffffff", version: 2)
        XCTAssertEqual(scalar.shape, [])
        XCTAssertEqual(scalar.values.elements, [0x1p64])
    }

    func testComplexFortranOrder() throws {
        // [[1+2i, 3], [5i, 7]] by columns.
        let array = try decoded(
            "{'descr': '<c8', 'fortran_order': True, 'shape': (2, 2), }",
            "0000803f00000040000000000000a04000004040000000000000e04000000000")
        XCTAssertEqual(array.values, Tensor(shape: [2, 2, 2], elements: [1, 2, 3, 0, 0, 5, 7, 0]))
    }

    func testWriting() throws {
        let array = NumpyArray(Tensor(shape: [3], elements: [1.5, -0.0, .leastNonzeroMagnitude]))
        let bytes = array.encoded()
        let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }"
        XCTAssertEqual(String(decoding: bytes[10..<(10 + header.utf8.count)], as: UTF8.self), header)
        XCTAssertEqual(bytes.count, 128 + 24)
        XCTAssertEqual(bytes[127], 0x0A)
        XCTAssertEqual(try NumpyArray(decoding: bytes), array)
    }

    func testEveryTypeSurvivesARoundTrip() throws {
        for type in NumpyArray.ElementType.allCases where type != .float16 {
            let shape = [2, 1, 2]
            let array = NumpyArray(Tensor(shape: shape, elements: [1, 0, 1, 1]), as: type)
            XCTAssertEqual(try NumpyArray(decoding: array.encoded()), array, type.rawValue)
        }
        for shape in [[], [0], [3, 0, 2], [1, 1]] {
            let array = NumpyArray(Tensor(shape: shape, repeating: 7))
            XCTAssertEqual(try NumpyArray(decoding: array.encoded()), array)
        }
    }

    func testIntegersAreClamped() throws {
        let extremes = Tensor<Double>([.nan, 1e300, -1e300, 0x1p63, -1])
        let signed = try NumpyArray(decoding: NumpyArray(extremes, as: .int64).encoded())
        XCTAssertEqual(signed.values.elements, [0, 0x1p63, -0x1p63, 0x1p63, -1])
        let bytes = try NumpyArray(decoding: NumpyArray(extremes, as: .uint8).encoded())
        XCTAssertEqual(bytes.values.elements, [0, 255, 0, 255, 0])
    }

    func testErrorsSayWhatIsWrong() {
        func failure(_ bytes: [UInt8]) -> NumpyError? {
            do { _ = try NumpyArray(decoding: bytes) } catch { return error }
            return nil
        }
        XCTAssertEqual(failure([]), .notNumpy)
        XCTAssertEqual(failure(file("", [], version: 9)), .unknownVersion(major: 9, minor: 0))
        XCTAssertEqual(
            failure(file("{'descr': '<f8', 'fortran_order': False, 'shape': (4,), }", [1, 2])),
            .truncated(expectedBytes: 32, foundBytes: 2))
        XCTAssertEqual(
            failure(file("{'descr': '|O', 'fortran_order': False, 'shape': (4,), }", [])), .unsupportedType("|O"))
        XCTAssertEqual(
            failure(file("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (4,), }", [])),
            .unsupportedType("a record"))
        let large = [1 << 40, 1 << 40]
        XCTAssertEqual(
            failure(file("{'descr': '<f8', 'fortran_order': False, 'shape': (\(large[0]), \(large[1])), }", [])),
            .shapeTooLarge(large))
        XCTAssertEqual(
            failure(file("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,), }", [])),
            .malformedHeader("'shape' holds something that is not a size"))
    }

    func testHostileBytesNeverCrash() {
        var random = SeededGenerator(state: 2026)
        let sound = NumpyArray(Tensor(shape: [3, 2], repeating: 1.25)).encoded()
        for _ in 0..<20000 {
            var bytes = sound
            for _ in 0...Int.random(in: 0..<8, using: &random) {
                let position = Int.random(in: 0..<90, using: &random)
                bytes[position] = UInt8.random(in: 0...255, using: &random)
            }
            if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
            _ = try? NumpyArray(decoding: bytes)
        }
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014), so that failures repeat.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
