import NumericsCore

/// A trial function that is linear in its parameters: u = Σ θ_m φ_m(x), one output.
public protocol LinearTrialFunction: TrialFunction {
    /// Writes jets of all basis functions at the points `range` of `points`, [coordinate][point].
    ///
    /// - Parameter basis: [channel][basis function][capacity]; entry [c][m][i] is channel c of φ_m at the i-th point of the range.
    func basisJets(layout: JetLayout, points: Tensor<Double>, range: Range<Int>, into basis: inout Tensor<Double>)
}
