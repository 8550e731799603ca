import Ansatz
import FieldFiles

/// The solved samples of one shard on the disk, by their number in the data set.
struct SampleJournal: SampleSink {
    private let journal: RecordJournal
    private let numbers: [SampleName: Int]
    private let valueCount: Int
    /// Record of each sample that is there.
    private(set) var places: [Int: Int] = [:]

    enum Access { case create, extend, read }

    /// Numbers before the values: sample, rejected draws, residual, seconds.
    private static let headCount = 4

    /// - Parameters:
    ///   - identity: the recipe; a journal of another one is refused.
    ///   - numbers: number of every sample of the data set.
    ///   - valueCount: numbers of one sample.
    /// - Throws: `FieldFileError`, `GenerateError.otherRecipe`.
    init(path: String, identity: String, numbers: [SampleName: Int], valueCount: Int, access: Access) throws {
        self.numbers = numbers
        self.valueCount = valueCount
        let size = 8 * (Self.headCount + valueCount)
        journal = switch access {
        case .create: try RecordJournal(creating: path, identity: identity, recordSize: size)
        case .extend: try RecordJournal(opening: path)
        case .read: try RecordJournal(reading: path)
        }
        guard journal.identity == identity, journal.recordSize == size else {
            throw GenerateError.otherRecipe(path: path, changed: Recipe.changes(from: journal.identity, to: identity))
        }
        for index in 0..<journal.count {
            let number = Int(try Self.doubles(journal.record(index), count: 1)[0])
            guard (0..<numbers.count).contains(number), places[number] == nil else {
                throw FieldFileError.corrupted(path: path, reason: "record \(index + 1) names sample \(number) of \(numbers.count)")
            }
            places[number] = index
        }
    }

    mutating func append(_ records: [SampleRecord]) throws {
        let first = journal.count
        let bytes = records.map { record -> [UInt8] in
            let head = [Double(numbers[record.sample]!), Double(record.rejected), record.residual, record.seconds]
            return (head + record.values).flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian, Array.init) }
        }
        try journal.append(bytes)
        for (offset, record) in records.enumerated() { places[numbers[record.sample]!] = first + offset }
    }

    /// The record of a sample that is there.
    func record(_ number: Int, name: SampleName) throws -> SampleRecord {
        let numbers = try Self.doubles(journal.record(places[number]!), count: Self.headCount + valueCount)
        return SampleRecord(
            sample: name, rejected: Int(numbers[1]), residual: numbers[2], seconds: numbers[3],
            values: Array(numbers.dropFirst(Self.headCount)))
    }

    private static func doubles(_ bytes: [UInt8], count: Int) -> [Double] {
        bytes.withUnsafeBytes { raw in
            (0..<count).map { Double(bitPattern: UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self))) }
        }
    }
}
