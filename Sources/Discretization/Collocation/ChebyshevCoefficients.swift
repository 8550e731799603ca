import Foundation
import NumericsCore

/// Chebyshev coefficients of values at points of the second kind, and how far they have fallen.
public enum ChebyshevCoefficients {
    /// Values [point] to coefficients [degree], as a matrix [degree][point] (a type-I cosine transform).
    public static func transform(points count: Int) -> Tensor<Double> {
        var matrix = Tensor(shape: [count, count], repeating: 0.0)
        guard count > 1 else { return Tensor(shape: [1, 1], repeating: 1) }
        let last = count - 1
        for degree in 0..<count {
            for point in 0..<count {
                let ends = (point == 0 || point == last ? 0.5 : 1) * (degree == 0 || degree == last ? 0.5 : 1)
                // Points ascend, so point 0 is x = -1 and T_k alternates there; the argument is reduced to keep the cosine exact.
                let phase = (degree * (last - point)) % (2 * last)
                matrix[degree, point] = 2 * ends / Double(last) * cos(Double.pi * Double(phase) / Double(last))
            }
        }
        return matrix
    }

    /// Values [point] to the last coefficients, whose size is that of what the series leaves out [coefficient][point].
    ///
    /// The last tenth, at least three: an even or odd function has zeros in between.
    static func tailTransform(points count: Int) -> Tensor<Double> {
        let kept = max(min(3, count), count / 10)
        let all = transform(points: count)
        return Tensor(shape: [kept, count], elements: all.elements[((count - kept) * count)...])
    }
}
