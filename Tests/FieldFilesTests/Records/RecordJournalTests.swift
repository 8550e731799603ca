import FieldFiles
import Foundation
import XCTest

/// What is appended to a journal is there afterwards, and damage is told.
final class RecordJournalTests: XCTestCase {
    private var path = ""

    override func setUp() {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("journal-\(UUID().uuidString)").path
    }

    override func tearDown() { try? FileManager.default.removeItem(atPath: path) }

    private func record(_ number: UInt8) -> [UInt8] { Array(repeating: number, count: 10) }

    private func write(_ count: UInt8) throws {
        let journal = try RecordJournal(creating: path, identity: "recipe ü", recordSize: 10)
        try journal.append((0..<count).map(record))
    }

    private func reason(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "nothing"
        } catch {
            return "\(error)"
        }
    }

    func testRecordsAreReadBackAndExtended() throws {
        try write(3)
        do {
            let journal = try RecordJournal(opening: path)
            XCTAssertEqual(journal.identity, "recipe ü")
            XCTAssertEqual(journal.recordSize, 10)
            XCTAssertEqual(journal.count, 3)
            try journal.append([record(3)])
        }
        let again = try RecordJournal(opening: path)
        XCTAssertEqual(try (0..<4).map(again.record), (0..<4).map(record))
    }

    /// Whatever a killed process leaves of its last record is dropped, and the next one takes its place.
    func testACutOffRecordIsDropped() throws {
        for cut in 1..<14 {
            try write(3)
            let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            try bytes.dropLast(cut).write(to: URL(fileURLWithPath: path))
            do {
                let journal = try RecordJournal(opening: path)
                XCTAssertEqual(journal.count, 2, "\(cut)")
                try journal.append([record(9)])
            }
            XCTAssertEqual(try RecordJournal(opening: path).record(2), record(9))
        }
    }

    /// Every flipped bit of the file is seen: in the header, in the records, in their checksums.
    func testDamageIsRefusedWithAReason() throws {
        try write(2)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        for position in whole.indices {
            var bytes = whole
            bytes[position] ^= 0x10
            try bytes.write(to: URL(fileURLWithPath: path))
            XCTAssertTrue(
                ["is damaged", "cannot be read"].contains { reason { _ = try RecordJournal(opening: path) }.contains($0) },
                "byte \(position)")
        }
        var bytes = whole
        bytes[whole.count - 20] ^= 1
        try bytes.write(to: URL(fileURLWithPath: path))
        XCTAssertTrue(reason { _ = try RecordJournal(opening: path) }.contains("record 1 of 2"))
        for length in [0, 5, 20] {
            try whole.prefix(length).write(to: URL(fileURLWithPath: path))
            XCTAssertNotEqual(reason { _ = try RecordJournal(opening: path) }, "nothing", "\(length) bytes")
        }
    }

    func testTwoProcessesDoNotWriteTheSameJournal() throws {
        let journal = try RecordJournal(creating: path, identity: "", recordSize: 10)
        XCTAssertTrue(reason { _ = try RecordJournal(opening: path) }.contains("another process"))
        XCTAssertThrowsError(try RecordJournal(opening: path)) { XCTAssertEqual($0 as? FieldFileError, .locked(path: path)) }
        try journal.append([record(1)])
    }

    /// A reader leaves what a writer may just be appending.
    func testReadingChangesNothing() throws {
        let journal = try RecordJournal(creating: path, identity: "recipe", recordSize: 10)
        try journal.append([record(1), record(2)])
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.seekToEnd()
        try file.write(contentsOf: Data([3, 3, 3]))
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        let reader = try RecordJournal(reading: path)
        XCTAssertEqual(reader.count, 2)
        XCTAssertEqual(try reader.record(1), record(2))
        XCTAssertEqual(try Data(contentsOf: URL(fileURLWithPath: path)), before)
    }
}
