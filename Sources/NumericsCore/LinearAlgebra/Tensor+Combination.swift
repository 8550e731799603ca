extension Tensor where Element == Double {
    // self = other − self
    mutating func subtract(from other: Tensor<Double>) {
        combine(1, other, -1)
    }

    // self = alpha other + beta self
    mutating func combine(_ alpha: Double, _ other: Tensor<Double>, _ beta: Double) {
        precondition(count == other.count)
        other.withUnsafeBufferPointer { source in
            withUnsafeMutableBufferPointer { target in
                for index in target.indices { target[index] = alpha * source[index] + beta * target[index] }
            }
        }
    }
}
