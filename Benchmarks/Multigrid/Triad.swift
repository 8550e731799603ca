import NumericsCore

/// The yardstick of every pass over memory: a ← b + s c (STREAM's triad), counted as 24 bytes an element.
final class Triad {
    private let count: Int
    private let pool: ThreadPool
    private let b, c: Tensor<Double>
    private var a: Tensor<Double>

    /// Arrays of `count` doubles, worked on by `threads` threads.
    init(count: Int, threads: Int) {
        self.count = count
        pool = ThreadPool(threads: threads)
        b = Tensor(shape: [count], repeating: 1.0)
        c = Tensor(shape: [count], repeating: 2.0)
        a = Tensor(shape: [count], repeating: 0.0)
    }

    func run() {
        let parts = 16 * pool.threads, count = count
        a.withUnsafeMutableBufferPointer { target in
            b.withUnsafeBufferPointer { left in
                c.withUnsafeBufferPointer { right in
                    nonisolated(unsafe) let (target, left, right) = (target, left, right)
                    pool.forEach(parts) { part in
                        for index in count * part / parts..<count * (part + 1) / parts {
                            target[index] = left[index] + 0.5 * right[index]
                        }
                    }
                }
            }
        }
    }

    /// GB/s if one call takes `seconds`.
    func bandwidth(_ seconds: Double) -> Double { 24 * Double(count) / seconds * 1e-9 }
}
