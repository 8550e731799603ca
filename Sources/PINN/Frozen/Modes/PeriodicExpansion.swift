import Discretization
import Fields
import NumericsCore

/// Fourier modes with their coefficients.
struct PeriodicExpansion: FrozenExpansion {
    let modes: FourierModes
    /// [component][mode…]
    let coefficients: Tensor<Complex<Double>>

    func values(of component: Int, orders: [Int], at points: Tensor<Double>) -> [Double] {
        let stored = modes.storedCount
        let own = coefficients.withUnsafeBufferPointer { Array($0[component * stored..<(component + 1) * stored]) }
        return modes.values(of: own, derivative: orders, at: points)
    }

    func axes(_ coordinates: [Coordinate]) -> [GridAxis] {
        zip(coordinates, modes.counts).map { .periodic($0.name, from: $0.lower, to: $0.upper, count: $1) }
    }
}
