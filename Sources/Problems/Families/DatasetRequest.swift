import Expressions
import Fields

/// What operator learning is trained on: the `dataset` section of a problem file.
public struct DatasetRequest: Sendable {
    /// What a learned operator sees.
    public var from: [DatasetField]
    /// What it predicts.
    public var to: [DatasetField]
    /// Points along each space coordinate: both ends, or all but the image of the first one of a periodic coordinate.
    public var grid: [Int]
    /// Points along each space coordinate on which the samples are solved; nil for twice the intervals of `grid`.
    public var solveGrid: [Int]?
    /// Number of samples of each split.
    public var counts: [DatasetSplit: Int]
    public var seed: UInt64
    /// Instead of the whole grid, outputs at this many random points a sample.
    public var randomPoints: Int?
    /// Time between the two ends of a roll-out step, where pairs of such are asked for.
    public var pairLag: Double?

    public init(
        from: [DatasetField], to: [DatasetField], grid: [Int], solveGrid: [Int]? = nil, counts: [DatasetSplit: Int],
        seed: UInt64 = 0, randomPoints: Int? = nil, pairLag: Double? = nil
    ) {
        self.from = from
        self.to = to
        self.grid = grid
        self.solveGrid = solveGrid
        self.counts = counts
        self.seed = seed
        self.randomPoints = randomPoints
        self.pairLag = pairLag
    }

    /// Number of samples of all splits.
    public var sampleCount: Int { counts.values.reduce(0, +) }

    /// The samples in the order of the data set: training, validation, test.
    public var samples: [SampleName] {
        DatasetSplit.allCases.flatMap { split in (0..<counts[split, default: 0]).map { SampleName(split: split, index: $0) } }
    }

    /// Points of the solve grid along each of the space coordinates; `level` 2 has twice as many intervals.
    public func solvePoints(_ space: [Coordinate], level: Int = 1) -> [Int] {
        func refined(_ points: Int, _ coordinate: Coordinate, by factor: Int) -> Int {
            coordinate.isPeriodic ? points * factor : (points - 1) * factor + 1
        }
        let own = solveGrid ?? zip(grid, space).map { refined($0, $1, by: 2) }
        return zip(own, space).map { refined($0, $1, by: level) }
    }
}

/// A part of a data set with a use of its own.
public enum DatasetSplit: String, Sendable, CaseIterable {
    case train, validation, test
}

/// One quantity of a data set.
public struct DatasetField: Sendable, Hashable {
    /// Name in the problem and in the data file.
    public var name: String
    public var quantity: Quantity

    /// What an array of a data set holds.
    public enum Quantity: Sendable, Hashable {
        /// A random input field, by index.
        case input(Int)
        /// A parameter that is drawn for each sample, by index.
        case parameter(Int)
        /// An unknown, by index, at some times; nil for all output times, or for the only state of a steady problem.
        case unknown(Int, times: [Double]?)
    }

    public init(name: String, quantity: Quantity) {
        self.name = name
        self.quantity = quantity
    }
}

/// The name of a sample: its split and its number there, counted from 0.
///
/// Every random input of a sample has a stream of its own, named after the input and the sample. So a sample does not depend
/// on how many there are, in which order they are drawn or on how many threads; the test set stays when training samples are
/// added.
public struct SampleName: Sendable, Hashable, CustomStringConvertible {
    public var split: DatasetSplit
    public var index: Int

    public init(split: DatasetSplit, index: Int) {
        self.split = split
        self.index = index
    }

    /// Reads `test.3`, or `3` for `train.3`.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard let number = parts.last.flatMap({ Int($0) }), number >= 0, parts.count <= 2 else { return nil }
        guard let split = parts.count == 1 ? .train : DatasetSplit(rawValue: parts[0]) else { return nil }
        self.init(split: split, index: number)
    }

    public var description: String { "\(split.rawValue).\(index)" }
}
