import Foundation
import Problems
import XCTest

final class RendererTests: XCTestCase {
    private func place(_ line: Int, _ column: Int, _ length: Int, file: String = "a.yaml") -> SourceOrigin {
        SourceOrigin(file: file, line: line, column: column, length: length)
    }

    private func unused(_ origin: SourceOrigin) -> Diagnostic {
        Diagnostic(.expression(.unusedParameter(name: "q")), at: origin)
    }

    func testCaretsUnderWideAndCombiningCharacters() {
        // Two wide characters take four cells; the accent takes none.
        let text = "温度e\u{301}: q"
        let lines = DiagnosticRenderer(sources: ["a.yaml": text]).render(unused(place(1, 7, 1))).split(separator: "\n")
        XCTAssertEqual(lines[3], " 1 | 温度e\u{301}: q")
        XCTAssertEqual(lines[4], "   |        ^ occurs in no formula")
    }

    func testTabsAreExpandedAlike() {
        let lines = DiagnosticRenderer(sources: ["a.yaml": "a:\tq"]).render(unused(place(1, 4, 1))).split(separator: "\n")
        XCTAssertEqual(lines[3], " 1 | a:  q")
        XCTAssertEqual(lines[4], "   |     ^ occurs in no formula")
    }

    func testLongLinesAreClippedAroundTheCaret() {
        let text = String(repeating: "a", count: 200) + "q" + String(repeating: "b", count: 200)
        let lines = DiagnosticRenderer(sources: ["a.yaml": text], width: 60).render(unused(place(1, 201, 1)))
            .split(separator: "\n")
        XCTAssertLessThanOrEqual(lines[3].count, 60)
        XCTAssertTrue(lines[3].contains("…aaa") && lines[3].hasSuffix("b…"))
        let caret = lines[4].firstIndex(of: "^").map { lines[4].distance(from: lines[4].startIndex, to: $0) }
        let letter = lines[3].firstIndex(of: "q").map { lines[3].distance(from: lines[3].startIndex, to: $0) }
        XCTAssertEqual(caret, letter)
    }

    func testPlacesOutsideTheTextDoNotTrap() {
        for origin in [place(99, 1, 5), place(1, 99, 5), place(1, 1, 999), place(1, 2, 0)] {
            let text = DiagnosticRenderer(sources: ["a.yaml": "a: q"], width: 30).render(unused(origin))
            XCTAssertTrue(text.hasPrefix("error[E223]"))
        }
    }

    func testTwoLabelsOnDifferentLinesAndFiles() {
        let kind = KeyProblem.exclusive(first: "energy", second: "equations")
        let near = Diagnostic(.key(kind), at: place(5, 1, 1), related: [place(1, 1, 1)])
        let sources = ["a.yaml": "a\nb\nc\nd\ne\n", "b.yaml": "z\n"]
        XCTAssertEqual(
            DiagnosticRenderer(sources: sources).render(near),
            """
            error[E112]: 'energy' and 'equations' exclude each other
              --> a.yaml:5:1
               |
             1 | a
               | - first of the two
            ...
             5 | e
               | ^ second of the two
               = help: keep one of them

            """)
        let far = Diagnostic(.key(kind), at: place(5, 1, 1), related: [place(1, 1, 1, file: "b.yaml")])
        XCTAssertTrue(DiagnosticRenderer(sources: sources).render(far).contains("  ::: b.yaml:1:1\n   |\n 1 | z\n   | - first"))
    }

    func testColourOnlyWhenAsked() {
        let diagnostic = unused(place(1, 1, 1))
        XCTAssertFalse(DiagnosticRenderer(sources: ["a.yaml": "q"]).render(diagnostic).contains("\u{1B}"))
        let painted = DiagnosticRenderer(sources: ["a.yaml": "q"], usesColor: true).render(diagnostic)
        XCTAssertTrue(painted.contains("\u{1B}[1;31merror[E223]"))
    }

    func testRecordsSurviveJSON() throws {
        let record = DiagnosticRecord(unused(place(3, 4, 5)))
        let back = try JSONDecoder().decode(DiagnosticRecord.self, from: JSONEncoder().encode(record))
        XCTAssertEqual(back, record)
        XCTAssertEqual(back.code, "E223")
        XCTAssertEqual(back.place?.line, 3)
        XCTAssertEqual(back.help, "remove it, or silence this with 'unused-ok: [q]'")
    }

    func testSummary() {
        let error = unused(place(1, 1, 1))
        let warning = Diagnostic(.posing(.shockPossible(component: "u", end: 1)), at: nil)
        XCTAssertEqual(DiagnosticRenderer.summary([error, error, warning]), "2 errors, 1 warning; nothing was run")
        XCTAssertEqual(DiagnosticRenderer.summary([warning]), "1 warning")
    }
}
