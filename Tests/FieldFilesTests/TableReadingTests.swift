import FieldFiles
import XCTest

final class TableReadingTests: XCTestCase {
    private func read(_ text: String) throws -> CommaSeparatedTable {
        try CommaSeparatedTable(decoding: Array(text.utf8), path: "points.csv")
    }

    private func refusal(_ text: String, line: UInt = #line) -> String {
        do {
            _ = try read(text)
            XCTFail("accepted", line: line)
            return ""
        } catch {
            return "\(error)"
        }
    }

    func testWhatIsWrittenIsRead() throws {
        let table = CommaSeparatedTable([.init("x", [0.1, -1e-300]), .init("v.x, \"quoted\"", [.pi, 1e300])])
        let back = try CommaSeparatedTable(decoding: table.encoded)
        XCTAssertEqual(back.columns.map(\.name), table.columns.map(\.name))
        XCTAssertEqual(back.columns.map(\.values), table.columns.map(\.values))
    }

    func testWhatOtherProgramsWrite() throws {
        let table = try read("\u{FEFF}x , \"y\"\r\n 1,2e-3 \r\n+3,.5\r\n\r\n \n")
        XCTAssertEqual(table.columns.map(\.name), ["x", "y"])
        XCTAssertEqual(table.columns.map(\.values), [[1, 3], [2e-3, 0.5]])
        XCTAssertEqual(try read("x,y\n").columns.map(\.values), [[], []])
    }

    func testWhatIsRefused() {
        XCTAssertEqual(refusal(""), "'points.csv' cannot be read: it is empty; a header that names the columns is needed")
        XCTAssertEqual(refusal("0.1,0.2\n0.3,0.4\n"), "points.csv:1: the header must name the columns, such as x,y; numbers follow from line 2")
        XCTAssertEqual(refusal("x;y\n1;2\n"), "points.csv:1: columns are separated by commas, not by ';'")
        XCTAssertEqual(refusal("x,x\n1,2\n"), "points.csv:1: the column 'x' stands there twice")
        XCTAssertEqual(refusal("x,,y\n1,2,3\n"), "points.csv:1: column 2 has no name")
        XCTAssertEqual(refusal("x,y\n1,2\n3\n"), "points.csv:3: 1 values under 2 columns")
        XCTAssertEqual(refusal("x,y\n1,2\n\n3,4\n"), "points.csv:3: the line is empty")
        XCTAssertEqual(refusal("x,y\n1,two\n"), "points.csv:2: 'two' in the column 'y' is not a finite number")
        XCTAssertEqual(refusal("x,y\n1,\n"), "points.csv:2: '' in the column 'y' is not a finite number")
        XCTAssertEqual(refusal("x,y\n1,nan\n"), "points.csv:2: 'nan' in the column 'y' is not a finite number")
        XCTAssertEqual(refusal("x\n1e999\n"), "points.csv:2: '1e999' in the column 'x' is not a finite number")
    }
}
