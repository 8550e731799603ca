/// A matrix that several threads fill at the same time, each its own part.
///
/// A resource, not a value: whoever holds it sees what is written. Threads must not write to the same entries.
public final class SharedMatrix: @unchecked Sendable {
    public let rowCount: Int
    public let columnCount: Int
    let storage: Tensor<Double>.Storage

    /// Makes a matrix of zeros.
    public init(rowCount: Int, columnCount: Int) {
        self.rowCount = rowCount
        self.columnCount = columnCount
        storage = Tensor<Double>.Storage(count: rowCount * columnCount)
        storage.base.initialize(repeating: 0, count: rowCount * columnCount)
    }

    /// Sets every entry to zero.
    public func clear() { storage.base.update(repeating: 0, count: rowCount * columnCount) }

    /// Calls `body` with the entries in row-major order.
    public func withUnsafeMutableBufferPointer<Result>(_ body: (UnsafeMutableBufferPointer<Double>) throws -> Result) rethrows -> Result {
        try body(UnsafeMutableBufferPointer(start: storage.base, count: rowCount * columnCount))
    }

    /// The entries [row][column], copied.
    public var tensor: Tensor<Double> {
        Tensor(shape: [rowCount, columnCount], elements: UnsafeBufferPointer(start: storage.base, count: rowCount * columnCount))
    }
}
