import NumericsCore
import Problems

/// Derivatives of windows along each coordinate at the points of a chunk, and their products. Allocates nothing after it is made.
struct WindowTable {
    private let function: WindowedFunction
    private let axes: [WindowAxis]
    private let capacity: Int
    private let order: Int
    /// By channel.
    private let terms: [[JetEntry.Term]]
    /// By coordinate: [point][window][order] of the chunk.
    private var windows: [[Double]]
    private var column: [[Double]]
    private var sums: [Double]
    /// By window: whether it is not zero at a point of the chunk.
    private var isActive: [Bool]
    /// By coordinate, at the point at hand.
    private var present: [Range<Int>]

    init(_ function: WindowedFunction, layout: JetLayout, capacity: Int) {
        self.function = function
        let axes = function.axes
        self.axes = axes
        self.capacity = capacity
        order = layout.order
        terms = layout.channels.indices.map { layout.terms(of: $0) }
        let stride = layout.order + 1
        windows = axes.map { Array(repeating: 0, count: capacity * $0.count * stride) }
        column = axes.map { Array(repeating: 0, count: $0.count * stride) }
        sums = Array(repeating: 0, count: stride)
        isActive = Array(repeating: false, count: axes.reduce(1) { $0 * $1.count })
        present = axes.map { _ in 0..<1 }
    }

    /// Takes the points `range`; lanes beyond repeat the last. Writes the numbers of the windows that are not zero at all of them.
    mutating func place(_ points: Tensor<Double>, _ range: Range<Int>, active: inout [Int]) {
        for number in isActive.indices { isActive[number] = false }
        for lane in 0..<capacity {
            let point = min(range.lowerBound + lane, range.upperBound - 1)
            for axis in axes.indices { present[axis] = axes[axis].windows(at: points[axis, point]) }
            function.leaveVacant(&present) { points[$0, point] }
            for axis in axes.indices {
                let x = points[axis, point]
                let width = column[axis].count
                for entry in 0..<width { column[axis][entry] = 0 }
                axes[axis].derivatives(at: x, present[axis], order: order, into: &column[axis], &sums)
                for entry in 0..<width { windows[axis][lane * width + entry] = column[axis][entry] }
            }
            if lane < range.count { mark() }
        }
        active.removeAll(keepingCapacity: true)
        for number in isActive.indices where isActive[number] { active.append(number) }
    }

    /// Marks all products of the windows present.
    private mutating func mark() {
        for combination in 0..<present.reduce(1, { $0 * $1.count }) {
            var (rest, number) = (combination, 0)
            for axis in axes.indices {
                number = number * axes[axis].count + present[axis].lowerBound + rest % present[axis].count
                rest /= present[axis].count
            }
            isActive[number] = true
        }
    }

    /// Jets of a window, [channel][capacity]: products of derivatives along the coordinates.
    func weigh(_ place: [Int], into factors: inout Tensor<Double>) {
        factors.withUnsafeMutableBufferPointer { result in
            for channel in terms.indices {
                for lane in 0..<capacity {
                    var value = 0.0
                    for term in terms[channel] {
                        var factor = term.coefficient
                        for axis in axes.indices {
                            factor *= windows[axis][lane * column[axis].count + place[axis] * (order + 1) + term.derivative[axis]]
                        }
                        value += factor
                    }
                    result[channel * capacity + lane] = value
                }
            }
        }
    }
}
