import Discretization
import Fields
import NumericsCore

/// Fourier modes with their coefficients.
struct PeriodicExpansion: FrozenExpansion {
    let modes: FourierModes
    /// [component][mode]
    let coefficients: Tensor<Complex<Double>>

    func values(of component: Int, order: Int, at places: [Double]) -> [Double] {
        let stored = modes.storedCount
        let own = (0..<stored).map { coefficients[component * stored + $0] }
        return modes.values(of: own, derivative: [order], at: Tensor(shape: [places.count, 1], elements: places))
    }

    func axis(_ coordinate: Coordinate) -> GridAxis {
        .periodic(coordinate.name, from: coordinate.lower, to: coordinate.upper, count: modes.counts[0])
    }
}
