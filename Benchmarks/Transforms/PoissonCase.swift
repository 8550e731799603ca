/// One way to solve −Δu = f on a periodic square with the exact symbol.
protocol PoissonCase {
    /// Least traffic with memory, reads before writes counted.
    var bytesPerUnknown: Double { get }
    /// Largest deviation from the known solution.
    var error: Double { get }
    mutating func solve()
}
