import Foundation
import XCTest

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// `ansatz report`: one page that is well-formed, complete and needs nothing from elsewhere.
final class ReportCommandTests: XCTestCase {
    /// Collects what a page is made of.
    private final class Reader: NSObject, XMLParserDelegate {
        var names: [String] = []
        var addresses: [String] = []
        var text = ""

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            names.append(name)
            addresses += ["src", "href"].compactMap { attributes[$0] }
        }

        func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
    }

    private func read(_ page: String) throws -> Reader {
        let reader = Reader()
        let body = try XCTUnwrap(page.range(of: "<!DOCTYPE html>\n"))
        let parser = XMLParser(data: Data(page[body.upperBound...].utf8))
        parser.delegate = reader
        XCTAssertTrue(parser.parse(), "\(String(describing: parser.parserError)) in line \(parser.lineNumber)")
        return reader
    }

    func testThePageIsWellFormedCompleteAndSelfContained() throws {
        let folder = try PlotCommandTests.solvedFolder(["--seed", "7"])
        let run = try CommandRun(["report", "run"], in: folder.url)
        XCTAssertEqual(run.status, 0, run.errors)
        XCTAssertEqual(run.output, "run/report.html\n")
        let page = try String(contentsOf: folder.url.appendingPathComponent("run/report.html"), encoding: .utf8)
        let reader = try read(page)
        XCTAssertGreaterThanOrEqual(reader.names.count { $0 == "img" }, 3)
        XCTAssertTrue(reader.addresses.allSatisfy { $0.hasPrefix("data:image/") })
        XCTAssertFalse(page.contains("http:") || page.contains("https:") || page.contains("<script") || page.contains("@import"))
        for words in [
            "Heat & 'friends' <in a rod>", "u_t = u_xx", "relative L2 error", "the exact solution", "How to repeat it",
            "ansatz solve run/problem.yaml --method chebyshev --seed 7", "SHA-256", "OpenBLAS", "elements",
        ] {
            XCTAssertTrue(reader.text.contains(words), words)
        }
    }

    func testTheCommandOfThePageRepeatsTheRun() throws {
        let folder = try PlotCommandTests.solvedFolder()
        let page = try CommandRun(["report", "run", "-o", "page.html", "--json"], in: folder.url)
        XCTAssertEqual(try page.json()["file"] as? String, "page.html")
        let text = try read(try String(contentsOf: folder.url.appendingPathComponent("page.html"), encoding: .utf8)).text
        let line = try XCTUnwrap(text.split(separator: "\n").first { $0.contains("ansatz solve run/problem.yaml") })
        let start = try XCTUnwrap(line.range(of: "ansatz solve run/problem.yaml"))
        let words = line[start.lowerBound...].prefix { $0 != "F" }.split(separator: " ").dropFirst().map(String.init)
        let again = try CommandRun(words + ["-o", "again"], in: folder.url)
        XCTAssertEqual(again.status, 0, again.errors)
        let same = try CommandRun(["compare", "run", "again", "--tol", "0"], in: folder.url)
        XCTAssertEqual(same.status, 0, same.output)
    }

    func testRefusals() throws {
        let folder = try TemporaryFolder()
        let missing = try CommandRun(["report", "nowhere"], in: folder.url)
        XCTAssertEqual(missing.status, 66)
        let other = try CommandRun(["report", "."], in: folder.url)
        XCTAssertEqual(other.status, 66)
        XCTAssertTrue(other.errors.contains("is not a run of ansatz"), other.errors)
    }
}
