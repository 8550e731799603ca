import Fields
import XCTest

final class FilePathTests: XCTestCase {
    func testPathsAreSplitAtTheLastSeparator() {
        let cases: [(path: String, folder: String, name: String)] = [
            ("a", "", "a"), ("a/b", "a", "b"), ("a/b/", "a", "b"), ("/a", "/", "a"), ("/", "", "/"), ("", "", ""),
            ("../x.yaml", "..", "x.yaml"), ("//a", "/", "a"),
        ]
        for (path, folder, name) in cases {
            XCTAssertEqual(FilePath(path).folder, folder, path)
            XCTAssertEqual(FilePath(path).name, name, path)
        }
    }

    func testSiblings() {
        XCTAssertEqual(FilePath("a").sibling("latest"), "latest")
        XCTAssertEqual(FilePath("/a").sibling("latest"), "/latest")
        XCTAssertEqual(FilePath("runs/a").sibling("latest"), "runs/latest")
    }
}
