import NumericsCore

/// What one core moves to and from memory, as the yardstick of the solves.
enum MemoryBandwidth {
    /// GB/s of y ← a x + y over arrays of `count` doubles: 24 bytes each.
    static func measure(count: Int, repeats: Int) -> Double {
        let x = Tensor(shape: [count], repeating: 1.0)
        var y = Tensor(shape: [count], repeating: 2.0)
        let seconds = Median.seconds(repeats: repeats) { LinearAlgebra.addScaled(1e-9, x, to: &y) }
        return 24 * Double(count) / seconds * 1e-9
    }
}
