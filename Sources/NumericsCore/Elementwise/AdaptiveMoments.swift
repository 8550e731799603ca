/// Running means of a gradient and of its squares, and the direction m̂ / (√v̂ + ε) made of them (Kingma and Ba 2015).
public struct AdaptiveMoments: Sendable {
    /// Running mean of the gradient.
    public var first: Tensor<Double>
    /// Running mean of the squares.
    public var second: Tensor<Double>
    /// How many gradients have been taken in.
    public var count = 0

    /// Makes moments of zero for gradients of `size` entries.
    public init(size: Int) {
        first = Tensor(shape: [size], repeating: 0)
        second = first
    }

    /// Takes in `gradient`, and overwrites `direction` with the means, both freed of the bias towards their zero start.
    /// Precondition: equal counts.
    public mutating func update(
        _ gradient: Tensor<Double>, firstDecay: Double, secondDecay: Double, epsilon: Double,
        direction: inout Tensor<Double>
    ) {
        updateFirst(gradient, decay: firstDecay)
        count += 1
        scale(first, squaresOf: gradient, firstDecay, secondDecay, epsilon, &direction)
    }

    /// The same with a first moment that is kept elsewhere: `mean` stands for it.
    public mutating func update(
        _ gradient: Tensor<Double>, mean: Tensor<Double>, firstDecay: Double, secondDecay: Double, epsilon: Double,
        direction: inout Tensor<Double>
    ) {
        count += 1
        scale(mean, squaresOf: gradient, firstDecay, secondDecay, epsilon, &direction)
    }

    /// first = decay · first + (1 − decay) gradient
    public mutating func updateFirst(_ gradient: Tensor<Double>, decay: Double) {
        first.combine(1 - decay, gradient, decay)
    }

    private mutating func scale(
        _ mean: Tensor<Double>, squaresOf gradient: Tensor<Double>, _ firstDecay: Double, _ secondDecay: Double,
        _ epsilon: Double, _ direction: inout Tensor<Double>
    ) {
        precondition(gradient.count == second.count && direction.count == second.count && mean.count == second.count)
        let firstFactor = 1 / (1 - Double.pow(firstDecay, count))
        let secondFactor = 1 / (1 - Double.pow(secondDecay, count))
        mean.withUnsafeBufferPointer { m in
            gradient.withUnsafeBufferPointer { g in
                second.withUnsafeMutableBufferPointer { v in
                    direction.withUnsafeMutableBufferPointer { d in
                        for index in d.indices {
                            v[index] = secondDecay * v[index] + (1 - secondDecay) * g[index] * g[index]
                            d[index] = firstFactor * m[index] / ((secondFactor * v[index]).squareRoot() + epsilon)
                        }
                    }
                }
            }
        }
    }
}
