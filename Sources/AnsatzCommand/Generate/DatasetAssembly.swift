import Ansatz
import FieldFiles

/// Puts the samples of all journals into one data file, in the order of the data set.
struct DatasetAssembly {
    let generator: FamilyGenerator
    let journals: [SampleJournal]
    let samples: [SampleName]
    let isSingle: Bool

    /// Rows handed over at once.
    private static let rowsAtOnce = 64

    /// What the samples say together.
    struct Summary {
        var rejected = 0
        /// The largest that is known; nil if none is.
        var residual: Double?
        /// Time of all solves, summed over the threads, in seconds.
        var seconds = 0.0
    }

    func record(_ number: Int) throws -> SampleRecord {
        let journal = journals.first { $0.places[number] != nil }!
        return try journal.record(number, name: samples[number])
    }

    /// Hands over something of every sample, some samples at a time.
    private func rows(_ shape: [Int], _ take: (Tensor<Double>) throws -> Void, _ part: (SampleRecord) -> ArraySlice<Double>) throws {
        var start = 0
        while start < samples.count {
            let end = min(samples.count, start + Self.rowsAtOnce)
            let values = try (start..<end).flatMap { part(try record($0)) }
            try take(Tensor(shape: [end - start] + shape, elements: values))
            start = end
        }
    }

    /// Writes all arrays; `finish` is left to the caller, who knows the rest of the metadata.
    func write(to file: inout some DatasetFile) throws -> Summary {
        var offset = 0
        for entry in generator.layout.entries {
            let range = offset..<offset + entry.count
            offset = range.upperBound
            // Points decide where values belong: their digits are kept.
            let type: NumpyArray.ElementType = isSingle && entry.content != .points ? .float32 : .float64
            try file.addRows(entry.key, count: samples.count, rowShape: entry.shape, type: type) { take in
                try rows(entry.shape, take) { $0.values[range] }
            }
        }
        try writeCoordinates(to: &file)
        for split in DatasetSplit.allCases {
            let numbers = samples.indices.filter { samples[$0].split == split }.map(Double.init)
            try file.add(NumpyArray(Tensor(numbers), as: .int64), as: "splits/\(split.rawValue)")
        }
        return try writeSamples(to: &file)
    }

    private func writeCoordinates(to file: inout some DatasetFile) throws {
        for axis in generator.layout.grid.axes { try file.add(NumpyArray(Tensor(axis.points)), as: "grid/\(axis.name)") }
        for entry in generator.layout.entries where !entry.times.isEmpty && entry.content != .points {
            try file.add(NumpyArray(Tensor(entry.times)), as: "times/\(entry.key)")
        }
    }

    private func writeSamples(to file: inout some DatasetFile) throws -> Summary {
        var summary = Summary()
        var columns: [(key: String, type: NumpyArray.ElementType, values: [Double])] = [
            ("index", .int64, samples.map { Double($0.index) }), ("rejected", .int64, []), ("residual", .float64, []),
            ("seconds", .float64, []),
        ]
        for number in samples.indices {
            let record = try record(number)
            columns[1].values.append(Double(record.rejected))
            columns[2].values.append(record.residual)
            columns[3].values.append(record.seconds)
            summary.rejected += record.rejected
            summary.seconds += record.seconds
            if !record.residual.isNaN { summary.residual = max(summary.residual ?? 0, record.residual) }
        }
        for column in columns { try file.add(NumpyArray(Tensor(column.values), as: column.type), as: "samples/\(column.key)") }
        // A stream is told apart by the seed, the name of the input and the name of the sample.
        let seeds = Tensor(samples.map { _ in Double(generator.seed) })
        try file.add(NumpyArray(seeds, as: .uint64), as: "samples/seed")
        return summary
    }
}
