import Expressions
import NumericsCore
import Problems

/// A field in one coordinate, conditioned on functionals with a spectral mixture as its prior.
struct MixturePosterior: Sendable {
    let model: MixtureModel
    let components: Int
    let weights: WeightPosterior

    init(_ model: MixtureModel, noise: Double, _ system: FunctionalSystem, components: Int) throws {
        self.model = model
        self.components = components
        let wide = model.rows(of: system, components: components)
        weights = try WeightPosterior(
            MixtureRowsView(model, components, wide, extra: 0).rows, system.allValues, noise: noise)
    }

    /// The weighted features of a derivative at points [point][column].
    private func features(_ order: Int, _ points: Tensor<Double>) -> Tensor<Double> {
        let count = points.shape[1], positions = (0..<count).map { points[0, $0] }
        let wide = model.rows([order], [[Double](repeating: 1, count: count)], at: positions)
        return MixtureRowsView(model, 1, wide, extra: 0).rows
    }

    /// Derivatives of components at points [coordinate][point] -> [jet][point].
    func mean(_ jets: [Jet], at points: Tensor<Double>) -> Tensor<Double> {
        let width = model.columns().count
        let rows = jets.flatMap { jet -> [Double] in
            let own = Tensor(shape: [width, 1], elements: weights.mean.elements[jet.component * width..<(jet.component + 1) * width])
            return LinearAlgebra.multiply(features(jet.derivative[0], points), own).elements
        }
        return Tensor(shape: [jets.count, points.shape[1]], elements: rows)
    }

    /// Standard deviations of derivatives of components at points -> [jet][point].
    func deviation(_ jets: [Jet], at points: Tensor<Double>) -> Tensor<Double> {
        let width = model.columns().count, whole = weights.root.shape[1]
        let rows = jets.flatMap { jet -> [Double] in
            let own = Tensor(
                shape: [width, whole], elements: weights.root.elements[jet.component * width * whole..<(jet.component + 1) * width * whole])
            let spread = LinearAlgebra.multiply(features(jet.derivative[0], points), own)
            return (0..<points.shape[1]).map { point in
                let square = (0..<whole).reduce(0.0) { $0 + spread[point, $1] * spread[point, $1] }
                return (weights.amplitude * square).squareRoot()
            }
        }
        return Tensor(shape: [jets.count, points.shape[1]], elements: rows)
    }
}
