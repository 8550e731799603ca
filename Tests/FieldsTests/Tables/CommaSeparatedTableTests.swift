import Fields
import XCTest

final class CommaSeparatedTableTests: XCTestCase {
    private func read(_ text: String) throws -> CommaSeparatedTable {
        try CommaSeparatedTable(decoding: Array(text.utf8))
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
        let commented = try read("# by hand\n\nx,\"#y\"\n# middle\n1,2\n\n  # end\n3,4")
        XCTAssertEqual(commented.columns.map(\.name), ["x", "#y"])
        XCTAssertEqual(commented["#y"], [2, 4])
        XCTAssertNil(commented["y"])
        XCTAssertEqual(try read("x,y\n").columns.map(\.values), [[], []])
    }

    func testWhatIsRefused() {
        XCTAssertEqual(refusal(""), "it is empty; a header that names the columns is needed")
        XCTAssertEqual(refusal("0.1,0.2\n0.3,0.4\n"), "line 1: the header must name the columns, such as x,y; numbers follow from line 2")
        XCTAssertEqual(refusal("x;y\n1;2\n"), "line 1: columns are separated by commas, not by ';'")
        XCTAssertEqual(refusal("x,x\n1,2\n"), "line 1: the column 'x' stands there twice")
        XCTAssertEqual(refusal("x,,y\n1,2,3\n"), "line 1: column 2 has no name")
        XCTAssertEqual(refusal("x,y\n1,2\n3\n"), "line 3: 1 values under 2 columns")
        XCTAssertEqual(refusal("# a\n\nx,y\n\n1\n"), "line 5: 1 values under 2 columns")
        XCTAssertEqual(refusal("x,y\n1,two\n"), "line 2: 'two' in the column 'y' is not a finite number")
        XCTAssertEqual(refusal("x,y\n1,\n"), "line 2: '' in the column 'y' is not a finite number")
        XCTAssertEqual(refusal("x,y\n1,nan\n"), "line 2: 'nan' in the column 'y' is not a finite number")
        XCTAssertEqual(refusal("x\n1e999\n"), "line 2: '1e999' in the column 'x' is not a finite number")
    }

    func testBytesThatAreNoTextAreRefused() {
        XCTAssertThrowsError(try CommaSeparatedTable(decoding: [0x78, 0x0A, 0xFF, 0x0A])) {
            XCTAssertEqual("\($0)", "it is not text in UTF-8")
        }
    }
}
