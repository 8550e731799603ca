import NumericsCore

/// Damping factors after Deuflhard (2004), section 3.3, and the norm they are measured in.
extension NewtonIteration {
    func predictedDamping(_ step: Tensor<Double>, _ norm: Double, _ scales: [Double]) -> Double {
        guard let simplified, previousNorm > 0 else { return 1 }
        var difference = simplified
        LinearAlgebra.addScaled(-1, step, to: &difference)
        let change = self.norm(difference, scales) * norm
        if change == 0 { return 1 }
        return min(1, max(1e-6, previousNorm * self.norm(simplified, scales) / change * damping))
    }

    func improvedDamping(
        _ step: Tensor<Double>, _ simple: Tensor<Double>, _ norm: Double, _ factor: Double, _ scales: [Double]
    ) -> Double {
        var difference = simple
        LinearAlgebra.addScaled(factor - 1, step, to: &difference)
        let change = self.norm(difference, scales)
        return change == 0 ? 1 : 0.5 * norm * factor * factor / change
    }

    func scales(of state: Tensor<Double>) -> [Double] { system.layout.scales(of: state) }

    /// Largest entry relative to the component's scale; multipliers do not count.
    func norm(_ vector: Tensor<Double>, _ scales: [Double]) -> Double {
        scales.indices.reduce(0) { largest, component in
            let own = system.layout.values(of: component, in: vector).largestMagnitude / scales[component]
            return own.isNaN ? .infinity : max(largest, own)
        }
    }
}
