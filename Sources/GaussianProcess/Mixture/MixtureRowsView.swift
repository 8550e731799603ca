import Kernels
import NumericsCore

/// Rows of functionals over weighted features, and what a change of the peaks does to them.
///
/// With s φ_n = √(n+1) φ_(n+1) the derivative of a column by the length or the frequency of its peak is a sum of other columns.
struct MixtureRowsView {
    private let model: MixtureModel
    private let components: Int
    /// [functional][component, column with two more features], without weights.
    private let wide: Tensor<Double>
    private let extra: Int
    /// Ψ [functional][component, column].
    let rows: Tensor<Double>

    init(_ model: MixtureModel, _ components: Int, _ wide: Tensor<Double>, extra: Int) {
        self.model = model
        self.components = components
        self.wide = wide
        self.extra = extra
        let columns = model.columns(), weights = model.weights(columns), size = model.envelopeCount
        let width = columns.count, wideWidth = wide.shape[1] / components
        var rows = Tensor(shape: [wide.shape[0], components * width], repeating: 0.0)
        for row in 0..<wide.shape[0] {
            for component in 0..<components {
                for column in 0..<width {
                    let source = component * wideWidth + column / size * (size + extra) + column % size
                    rows[row, component * width + column] = weights[column] * wide[row, source]
                }
            }
        }
        self.rows = rows
    }

    /// Derivatives of the loss by the logarithms of the peaks' parameters, from those by the entries of Ψ.
    func slopes(_ slope: Tensor<Double>) -> [Double] {
        let columns = model.columns(), size = model.envelopeCount, width = columns.count, wideWidth = wide.shape[1] / components
        var weight = [Double](repeating: 0, count: model.peaks.count), length = weight, frequency = weight
        for (column, place) in columns.enumerated() {
            let peak = model.peaks[place.peak], n = Double(place.feature), root = peak.weight.squareRoot()
            let block = column / size * (size + extra) + place.feature
            let other = (column / size + (place.isSine ? -1 : 1)) * (size + extra) + place.feature
            // ∂φ_n/∂log length = s² φ_n - n φ_n; ∂/∂m of cos m(x-c) is -(x-c) sin, and (x-c) φ_n = length √(n+1) φ_(n+1).
            let second = ((n + 1) * (n + 2)).squareRoot(), rate = 2 * Double.pi * peak.frequency
            let turn = (place.isSine ? 1 : -1) * rate * peak.length * (n + 1).squareRoot()
            for component in 0..<components {
                for row in 0..<wide.shape[0] {
                    let own = slope[row, component * width + column] * root, base = component * wideWidth
                    weight[place.peak] += 0.5 * own * wide[row, base + block]
                    length[place.peak] += own * (second * wide[row, base + block + 2] - n * wide[row, base + block])
                    if rate > 0 { frequency[place.peak] += own * turn * wide[row, base + other + 1] }
                }
            }
        }
        return model.peaks.indices.flatMap { peak in
            [weight[peak], length[peak]] + (model.peaks[peak].frequency > 0 ? [frequency[peak]] : [])
        }
    }
}
