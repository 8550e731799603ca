import Problems

/// One solved sample as it is stored.
public struct SampleRecord: Sendable {
    public var sample: SampleName
    /// Draws that could not be solved before this one.
    public var rejected: Int
    /// See `SampleAnswer.residual`; NaN if nothing is known.
    public var residual: Double
    /// Time the solve took, in seconds.
    public var seconds: Double
    /// All arrays of the layout one after the other.
    public var values: [Double]

    public init(sample: SampleName, rejected: Int, residual: Double, seconds: Double, values: [Double]) {
        self.sample = sample
        self.rejected = rejected
        self.residual = residual
        self.seconds = seconds
        self.values = values
    }
}

/// Where solved samples go; the command keeps a journal on the disk behind it.
public protocol SampleSink {
    /// Stores records for good before it returns.
    mutating func append(_ records: [SampleRecord]) throws
}
