import Foundation
import NumericsCore

/// The convex potential Φ whose mean over the domain a training makes small by tilting points or weights towards large residuals: by
/// Φ'(|r| / ε) (vRBA; Toscano, Chen, Oommen and Karniadakis 2025).
package struct ResidualPotential: Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// r²: tilts by |r|.
        case quadratic
        /// e^(r/ε): tilts by exp(|r| / ε), towards the largest residual alone as ε falls.
        case exponential
        /// r^p: tilts by |r|^(p - 1).
        case power
    }

    let kind: Kind
    /// p of the power.
    let order: Double
    /// Changes made before, by which ε is annealed.
    let changes: Int

    package init(_ kind: Kind, order: Double = 4, changes: Int = 0) {
        self.kind = kind
        self.order = order
        self.changes = changes
    }

    /// Part of the way to the smallest ε that each change goes.
    private static let annealing = 0.1

    /// Φ'(|r| / ε) up to a common factor; one for all where the residuals say nothing.
    ///
    /// ε of the exponential falls from the largest |r| towards 1 / log(n) of it: then the largest of n residuals counts n times as much
    /// as those that vanish. The others do not depend on ε.
    package func tilts(of sizes: [Double]) -> [Double] {
        let largest = sizes.max() ?? 0
        guard largest > 0, largest.isFinite else { return sizes.map { _ in 1 } }
        switch kind {
        case .quadratic: return sizes.map { $0 / largest }
        case .power: return sizes.map { pow($0 / largest, order - 1) }
        case .exponential:
            let last = max(log(Double(sizes.count)), 1)
            let sharpness = last + (1 - last) * pow(1 - Self.annealing, Double(changes))
            return sizes.map { exp(sharpness * ($0 / largest - 1)) }
        }
    }
}

/// Φ'(|r| / ε) over its mean.
struct TiltedDensity: DensityFunction {
    let size: ResidualSize
    let potential: ResidualPotential

    func values(at points: Tensor<Double>) throws -> [Double] {
        let tilts = potential.tilts(of: try size.values(at: points))
        let mean = tilts.reduce(0, +) / Double(max(tilts.count, 1))
        return tilts.map { $0 / mean }
    }
}
