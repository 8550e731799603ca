import FieldFiles
import Fields
import Foundation
import NumericsCore
import XCTest

/// Failures of the file system end in a typed error and leave nothing half-written.
final class AtomicFileTests: XCTestCase {
    private let snapshot = Snapshot(
        time: 0, fields: [awkwardField("u", Grid([.uniform("x", from: 0, to: 1, count: 4000)]))])

    private func failure(_ body: () throws -> Void) -> FieldFileError? {
        do { try body() } catch { return error as? FieldFileError }
        return nil
    }

    func testMissingFoldersAndFoldersInTheWay() throws {
        let folder = try temporaryFolder()
        let missing = folder + "/none/a.txt"
        XCTAssertEqual(
            failure { try AtomicWriting.write("text", to: missing) }, .system(.create, path: missing, code: ENOENT))
        try AtomicWriting.createFolder(folder + "/b.txt")
        XCTAssertEqual(
            failure { try AtomicWriting.write("text", to: folder + "/b.txt") },
            .system(.rename, path: folder + "/b.txt", code: EISDIR))
        XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder), ["b.txt"])
        try AtomicWriting.write("text", to: folder + "/c")
        XCTAssertEqual(
            failure { try AtomicWriting.createFolder(folder + "/c") },
            .system(.createFolder, path: folder + "/c", code: EEXIST))
        XCTAssertEqual(
            failure { try AtomicWriting.createFolder(folder + "/c/d") },
            .system(.createFolder, path: folder + "/c/d", code: ENOTDIR))
        XCTAssertEqual(
            failure { _ = try FileSource(path: folder) }, .system(.open, path: folder, code: EISDIR))
    }

    func testWhenTheSystemRefusesMoreBytesTheOldFileStays() throws {
        let folder = try temporaryFolder()
        try AtomicWriting.write("old", to: folder + "/series.npz")
        let base = folder + "/solution"
        withFileSizeLimit(4096) {
            XCTAssertEqual(
                failure { _ = try VTKWriter().write(snapshot, to: base) },
                .system(.write, path: base + ".vti", code: EFBIG))
            XCTAssertEqual(
                failure { try SnapshotArchive.write([snapshot], to: folder + "/series.npz") },
                .system(.write, path: folder + "/series.npz", code: EFBIG))
        }
        XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder), ["series.npz"])
        XCTAssertEqual(try String(contentsOfFile: folder + "/series.npz", encoding: .utf8), "old")
    }

    /// A limit on the size of files behaves like a disk that runs full, without needing one.
    private func withFileSizeLimit(_ bytes: Int, _ body: () -> Void) {
        var old = rlimit()
        #if os(Linux)
            let resource = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
        #else
            let resource = RLIMIT_FSIZE
        #endif
        getrlimit(resource, &old)
        let handler = signal(SIGXFSZ, SIG_IGN)
        var limited = old
        limited.rlim_cur = rlim_t(bytes)
        setrlimit(resource, &limited)
        body()
        setrlimit(resource, &old)
        signal(SIGXFSZ, handler)
    }

    func testErrorsReadAsSentences() {
        XCTAssertEqual(
            FieldFileError.system(.write, path: "a.vti", code: ENOSPC).description,
            "cannot write 'a.vti': No space left on device")
        XCTAssertEqual(
            FieldFileError.keyMissing(path: "a.npz", key: "u", available: ["x", "t"]).description,
            "'a.npz' has no array 'u'; it has x, t")
    }

    func testTextQuotingInTables() throws {
        let table = CommaSeparatedTable([.init("a,b", [1, -0.0]), .init("c\"d", [.nan, 1e-5])])
        XCTAssertEqual(String(decoding: table.encoded, as: UTF8.self), "\"a,b\",\"c\"\"d\"\n1.0,nan\n-0.0,1e-05\n")
    }
}
