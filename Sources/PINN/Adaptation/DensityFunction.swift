import NumericsCore

/// How dense collocation points are to be.
protocol DensityFunction {
    /// Densities up to a common factor at points [coordinate][point].
    func values(at points: Tensor<Double>) throws -> [Double]
}

extension PointDensity: DensityFunction {}
