import NumericsCore

/// The yardstick of every pass over memory: a ← b + s c (STREAM's triad), counted as 24 bytes an element.
enum TriadBandwidth {
    /// GB/s over arrays of `count` doubles on `threads` threads.
    static func measure(count: Int, threads: Int, repeats: Int) -> Double {
        let pool = ThreadPool(threads: threads)
        let b = Tensor(shape: [count], repeating: 1.0), c = Tensor(shape: [count], repeating: 2.0)
        var a = Tensor(shape: [count], repeating: 0.0)
        let parts = 16 * threads
        let seconds = a.withUnsafeMutableBufferPointer { target in
            b.withUnsafeBufferPointer { left in
                c.withUnsafeBufferPointer { right in
                    nonisolated(unsafe) let (target, left, right) = (target, left, right)
                    return Timing.median(repeats: repeats) {
                        pool.forEach(parts) { part in
                            for index in count * part / parts..<count * (part + 1) / parts {
                                target[index] = left[index] + 0.5 * right[index]
                            }
                        }
                    }
                }
            }
        }
        return 24 * Double(count) / seconds * 1e-9
    }
}
