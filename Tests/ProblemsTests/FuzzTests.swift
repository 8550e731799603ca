import Foundation
import NumericsCore
import Problems
import XCTest

/// Hostile text: the reader must always return, with a problem or with diagnostics.
final class FuzzTests: XCTestCase {
    private static let seeds: [[UInt8]] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("problems")
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.sorted().compactMap { FileManager.default.contents(atPath: folder.appendingPathComponent($0).path) }
            .map { [UInt8]($0) }
    }()

    private func check(_ bytes: [UInt8], _ note: @autoclosure () -> String) {
        let text = String(decoding: bytes, as: UTF8.self)
        let result = ProblemFile.read(text: text, methods: Golden.methods)
        XCTAssertTrue(result.problem != nil || result.diagnostics.containsErrors, "nothing said about: \(note())\n\(text)")
        let rendered = DiagnosticRenderer(sources: result.sources, width: 80).render(result.diagnostics)
        XCTAssertEqual(rendered.isEmpty, result.diagnostics.isEmpty)
    }

    private func number(_ random: inout RandomStream, below limit: Int) -> Int {
        min(limit - 1, Int(random.uniform() * Double(limit)))
    }

    func testTruncatedFiles() {
        var random = RandomStream(seed: 1, name: "truncation")
        XCTAssertGreaterThan(Self.seeds.count, 10)
        for index in 0..<1000 {
            let seed = Self.seeds[index % Self.seeds.count]
            check(Array(seed.prefix(number(&random, below: seed.count))), "truncation \(index)")
        }
    }

    func testRandomText() {
        var random = RandomStream(seed: 2, name: "random text")
        let alphabet = Array("abtuxy01 .,:-?*&!|>'\"%@`{}[]()#=+/^_\n\n  \té温\u{0}".utf8)
        for index in 0..<1000 {
            let count = number(&random, below: 200)
            let isRaw = index % 4 == 0
            let bytes = (0..<count).map { _ in
                isRaw ? UInt8(number(&random, below: 256)) : alphabet[number(&random, below: alphabet.count)]
            }
            check(bytes, "random text \(index)")
        }
    }

    func testMutatedFiles() {
        var random = RandomStream(seed: 3, name: "mutation")
        let marks = Array(":,[]{}()'\"-+*/^=<>&|#_.ntux0159 \n".utf8)
        for index in 0..<1500 {
            var bytes = Self.seeds[index % Self.seeds.count]
            for _ in 0..<(1 + number(&random, below: 4)) {
                let place = number(&random, below: bytes.count)
                switch number(&random, below: 5) {
                case 0: bytes[place] = marks[number(&random, below: marks.count)]
                case 1: bytes.insert(marks[number(&random, below: marks.count)], at: place)
                case 2: bytes.remove(at: place)
                case 3: bytes[place] = UInt8(number(&random, below: 256))
                default:
                    let end = min(bytes.count, place + number(&random, below: 40))
                    bytes.insert(contentsOf: bytes[place..<end], at: number(&random, below: bytes.count))
                }
            }
            check(bytes, "mutation \(index)")
        }
    }

    func testRandomOverrides() {
        var random = RandomStream(seed: 4, name: "overrides")
        let keys = ["coordinates", "x", "t", "to", "from", "parameters", "nu", "solvers", "chebyshev", "degree", "equations", "0",
            "conditions", "at", "", "output", "times", "every", "test", "set", "expect", "unknowns", "boundary"]
        let values = ["1", "[0, 1]", "{a: b}", "", "*a", "[", "u_t = 0", "'", "true", "~", "-1e400", "x: y", "\u{0}", "é", "{every: 0}"]
        let text = String(decoding: Self.seeds[index("burgers")], as: UTF8.self)
        for _ in 0..<500 {
            let path = (0..<(1 + number(&random, below: 4))).map { _ in keys[number(&random, below: keys.count)] }
            let override = path.joined(separator: ".") + "=" + values[number(&random, below: values.count)]
            let result = ProblemFile.read(text: text, overrides: [override], methods: Golden.methods)
            XCTAssertTrue(result.problem != nil || result.diagnostics.containsErrors, override)
            _ = DiagnosticRenderer(sources: result.sources, width: 60).render(result.diagnostics)
        }
    }

    private func index(_ name: String) -> Int {
        Self.seeds.firstIndex { String(decoding: $0, as: UTF8.self).lowercased().contains(name) } ?? 0
    }

    func testHostileFiles() {
        let deep = String(repeating: "[", count: 100_000)
        let levels = (0..<3000).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n")
        let quoted = String(repeating: "[']',\n", count: 30_000)
        let laughs = "a: &a [x, x]\n" + (0..<30).map { "k\($0): &k\($0) [*a, *a]" }.joined(separator: "\n")
        let dashes = String(repeating: "- ", count: 4000)
        let questions = String(repeating: "? ", count: 4000)
        let parentheses = "coordinates: {x: [0, 1]}\nunknowns: u\nequations: ['u = " + String(repeating: "(", count: 5000) + "']\n"
        let manyUnknowns = "coordinates: {x: [0, 1]}\nunknowns: [" + (0..<3000).map { "u\($0)" }.joined(separator: ",\n")
            + "]\nequations: [u0 = 1]\n"
        let tower = "coordinates: {x: [0, 1]}\nunknowns: u\nequations: ['u = " + String(repeating: "2^", count: 90) + "2']\n"
        let doubling = "coordinates: {x: [0, 1]}\nparameters:\n  a0: x\n"
            + (1..<60).map { "  a\($0): a\($0 - 1)*a\($0 - 1) + a\($0 - 1)" }.joined(separator: "\n")
            + "\nunknowns: u\nequations: ['u_xx = a59']\nconditions: [{at: boundary, require: u = 0}]\n"
        let manyTimes = "coordinates: {x: [0, 1], t: [0, 1]}\noutput: {times: {every: 1e-300}}\n"
        let manyConditions = "coordinates: {x: [0, 1]}\nunknowns: u\nequations: [u = 1]\nconditions:\n  - at: ["
            + Array(repeating: "x = 0", count: 5000).joined(separator: ",\n    ") + "]\n    require: ["
            + Array(repeating: "u = 0", count: 5000).joined(separator: ",\n    ") + "]\n"
        let manyNames = "coordinates: {x: [0, 1]}\nunknowns: u\nequations:\n"
            + (0..<3000).map { "  - a\($0) + b\($0) = c\($0)" }.joined(separator: "\n") + "\n"
        let manyParameters = "coordinates: {x: [0, 1]}\nparameters:\n"
            + (0..<5000).map { "  p\($0): p\(($0 + 1) % 5000)" }.joined(separator: "\n") + "\nunknowns: u\nequations: [u = 1]\n"
        let manyCoordinates = "coordinates:\n" + (0..<3000).map { "  c\($0): [0, 1]" }.joined(separator: "\n")
            + "\nunknowns: u\nequations: ['det(grad(grad(u))) = 0']\n"
        let crowd = [manyConditions, manyNames, manyParameters, manyCoordinates]
        for text in crowd + [deep, levels, quoted, laughs, dashes, questions, parentheses, manyUnknowns, tower, doubling, manyTimes] {
            let result = ProblemFile.read(text: text)
            XCTAssertTrue(result.diagnostics.containsErrors, String(text.prefix(60)))
        }
        XCTAssertTrue(ProblemFile.read(path: "/dev").diagnostics.containsErrors)
    }
}
