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
            let (error, norm) = extrapolate(range)
            // A component that is still zero is judged by its size after the step; the floor avoids 0/0.
            let scale = max(scales[component], norm, 1e-12 * largest, Double.leastNormalMagnitude)
            let ratio = error / (tolerance * scale)
            if !ratio.isFinite { return .infinity }
            worst = max(worst, ratio)
        }
        return worst
    }

    private mutating func extrapolate(_ range: Range<Int>) -> (error: Double, norm: Double) {
        var (error, norm) = (0.0, 0.0)
        system.multiplicities.withUnsafeBufferPointer { multiplicity in
            coarse.withUnsafeBufferPointer { coarse in
                candidate.withUnsafeMutableBufferPointer { fine in
                    for index in range {
                        let value = fine[index]
                        let real = (value.real - coarse[index].real) / 15
                        let imaginary = (value.imaginary - coarse[index].imaginary) / 15
                        fine[index] = Complex(value.real + real, value.imaginary + imaginary)
                        let weight = multiplicity[index &- range.lowerBound]
                        error += weight * (real * real + imaginary * imaginary)
                        norm += weight * (value.real * value.real + value.imaginary * value.imaginary)
                    }
                }
            }
        }
        return (error.squareRoot(), norm.squareRoot())
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
