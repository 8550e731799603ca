import Discretization
import Foundation
import NumericsCore

/// Functions of one coordinate that a random function is a sum of, each with a standard deviation of its coefficient.
///
/// The first `lowCount` of them are what values on the grid can be: a solver finds those exactly, and only the rest makes errors.
struct AxisModes: Sendable {
    /// What the functions are.
    enum Family: Sendable {
        /// Chebyshev polynomials by degree.
        case polynomials
        /// 1, cos, sin, cos 2, sin 2, … of the period.
        case waves
        /// The columns of a factor of a kernel's matrix on points twice as dense, carried between them by the kernel.
        case kernel(KernelInterpolation)
    }

    /// Which of the functions.
    enum Part: Hashable, Sendable {
        case low, high, all
    }

    let family: Family
    let lower: Double
    let upper: Double
    let lowCount: Int
    /// Of the coefficients, by function.
    let deviations: [Double]

    func range(_ part: Part) -> Range<Int> {
        switch part {
        case .low: 0..<lowCount
        case .high: lowCount..<deviations.count
        case .all: 0..<deviations.count
        }
    }

    /// A derivative of the functions at positions, times their deviations [position][function of the part].
    func table(_ part: Part, order: Int, at positions: [Double]) -> Tensor<Double> {
        let range = range(part)
        if case .kernel(let interpolation) = family { return interpolation.factorTable(at: positions, order: order) }
        var result = Tensor(shape: [positions.count, range.count], repeating: 0.0)
        for (row, position) in positions.enumerated() {
            let values = family.isWaves ? waves(position, order) : polynomials(position, order)
            for (column, mode) in range.enumerated() { result[row, column] = values[mode] * deviations[mode] }
        }
        return result
    }

    /// T_{k+1}^(a) = 2 x T_k^(a) + 2 a T_k^(a-1) - T_{k-1}^(a)
    private func polynomials(_ position: Double, _ order: Int) -> [Double] {
        let scale = 2 / (upper - lower), x = min(max((position - lower) * scale - 1, -1), 1), count = deviations.count
        var lowerOrder = [Double](repeating: 0, count: count)
        for a in 0...order {
            var own = [Double](repeating: 0, count: count)
            own[0] = a == 0 ? 1 : 0
            if count > 1 { own[1] = a == 0 ? x : (a == 1 ? 1 : 0) }
            for k in 1..<max(count - 1, 1) {
                own[k + 1] = 2 * x * own[k] + 2 * Double(a) * lowerOrder[k] - own[k - 1]
            }
            lowerOrder = own
        }
        let factor = pow(scale, Double(order))
        return lowerOrder.map { factor * $0 }
    }

    private func waves(_ position: Double, _ order: Int) -> [Double] {
        let rate = 2 * Double.pi / (upper - lower)
        return deviations.indices.map { mode in
            let number = Double((mode + 1) / 2), isSine = mode % 2 == 0 && mode > 0
            if mode == 0 { return order == 0 ? 1 : 0 }
            let phase = number * rate * (position - lower) + Double(order) * .pi / 2
            return pow(number * rate, Double(order)) * (isSine ? sin(phase) : cos(phase))
        }
    }

    /// Values at the points of a periodic axis to coefficients of waves [function][point].
    static func waveTransform(_ count: Int) -> Tensor<Double> {
        var matrix = Tensor(shape: [count, count], repeating: 0.0)
        for mode in 0..<count {
            let number = (mode + 1) / 2, isSine = mode % 2 == 0 && mode > 0
            let factor = (mode == 0 || 2 * number == count ? 1.0 : 2.0) / Double(count)
            for point in 0..<count {
                let phase = 2 * Double.pi * Double(number * point % count) / Double(count)
                matrix[mode, point] = factor * (isSine ? sin(phase) : cos(phase))
            }
        }
        return matrix
    }
}

extension AxisModes.Family {
    fileprivate var isWaves: Bool { if case .waves = self { true } else { false } }
}
