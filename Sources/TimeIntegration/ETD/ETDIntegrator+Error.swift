import NumericsCore

extension ETDIntegrator {
    /// Adds (halves - whole)/15 to the result of the halves and measures it.
    /// - Returns: the largest error over the tolerance among the components.
    mutating func extrapolate() -> Double {
        let modes = system.linear.modeCount
        var worst = 0.0
        let largest = scales.max() ?? 0
        for component in scales.indices {
            let range = component * modes..<(component + 1) * modes
            let sums = extrapolate(range)
            // A component that is still zero is judged by its size after the step; the floor avoids 0/0.
            let scale = max(scales[component], sums.norm, 1e-12 * largest, Double.leastNormalMagnitude)
            let high = max(Self.highShare * tolerance * scale, Self.highAccuracy * sums.highNorm)
            let ratio = max(sums.error / (tolerance * scale), sums.highError / high)
            if !ratio.isFinite { return .infinity }
            worst = max(worst, ratio)
        }
        return worst
    }

    /// Part of the tolerance that errors in the highest modes may take, and their relative error that is always allowed.
    private static var highShare: Double { 1e-3 }
    private static var highAccuracy: Double { 1e-2 }

    private struct Sums {
        var error = 0.0, norm = 0.0, highError = 0.0, highNorm = 0.0
    }

    private mutating func extrapolate(_ range: Range<Int>) -> Sums {
        var (error, norm, highError, highNorm) = (0.0, 0.0, 0.0, 0.0)
        let count = range.count
        weights.withUnsafeBufferPointer { weights in
            coarse.withUnsafeBufferPointer { coarse in
                candidate.withUnsafeMutableBufferPointer { fine in
                    for mode in 0..<count {
                        let index = range.lowerBound &+ mode
                        let value = fine[index]
                        let real = (value.real - coarse[index].real) / 15
                        let imaginary = (value.imaginary - coarse[index].imaginary) / 15
                        fine[index] = Complex(value.real + real, value.imaginary + imaginary)
                        let square = real * real + imaginary * imaginary
                        let size = value.real * value.real + value.imaginary * value.imaginary
                        error += weights[mode] * square
                        norm += weights[mode] * size
                        highError += weights[count &+ mode] * square
                        highNorm += weights[count &+ mode] * size
                    }
                }
            }
        }
        return Sums(
            error: error.squareRoot(), norm: norm.squareRoot(), highError: highError.squareRoot(), highNorm: highNorm.squareRoot())
    }

    /// Root mean square over the box of each component.
    static func norms(_ state: Tensor<Complex<Double>>, _ system: System) -> [Double] {
        let modes = system.linear.modeCount
        return state.withUnsafeBufferPointer { state in
            system.multiplicities.withUnsafeBufferPointer { multiplicity in
                (0..<system.linear.size).map { component in
                    var sum = 0.0
                    for mode in 0..<modes { sum += multiplicity[mode] * state[component &* modes &+ mode].lengthSquared }
                    return sum.squareRoot()
                }
            }
        }
    }
}

/// Why an exponential integrator cannot go on.
public enum ETDError: Error, Sendable, Hashable {
    /// The step needed to meet the tolerance fell below round-off in time; `isFinite` is false if values overflowed.
    case stepTooSmall(time: Double, isFinite: Bool)
}
