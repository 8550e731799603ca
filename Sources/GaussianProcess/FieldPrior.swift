import Kernels
import NumericsCore

/// What is known of the unknowns before the problem is: independent Gaussian processes of mean zero, one for each component.
public struct FieldPrior: Sendable {
    /// By component.
    public var kernels: [any CovarianceFunction]
    /// Standard deviations of the parameters to be estimated about their starts, by parameter of the problem; 0 for known ones.
    public var parameterDeviations: [Double]
    /// Where they start, by parameter of the problem.
    public var parameterMeans: [Double]

    public init(_ kernels: [any CovarianceFunction], parameterDeviations: [Double] = [], parameterMeans: [Double] = []) {
        self.kernels = kernels
        self.parameterMeans = parameterMeans
        self.parameterDeviations = parameterDeviations
    }

    /// What evidence may change: the parameters of all kernels, one component after the other.
    public var parameters: [KernelParameter] { kernels.flatMap(\.parameters) }

    /// The prior with other logarithms of the parameters.
    public func replacing(logarithms: [Double]) -> FieldPrior {
        var prior = self, start = 0
        for index in kernels.indices {
            let count = kernels[index].parameters.count
            prior.kernels[index] = Self.replaced(kernels[index], logarithms[start..<start + count])
            start += count
        }
        return prior
    }

    private static func replaced<Kernel: CovarianceFunction>(_ kernel: Kernel, _ logarithms: ArraySlice<Double>) -> any CovarianceFunction {
        kernel.replacing(logarithms: logarithms)
    }

    /// The component and its own number of a parameter of the list.
    func place(of parameter: Int) -> (component: Int, parameter: Int) {
        var rest = parameter
        for (component, kernel) in kernels.enumerated() {
            let count = kernel.parameters.count
            if rest < count { return (component, rest) }
            rest -= count
        }
        preconditionFailure("parameter \(parameter) of \(parameters.count)")
    }
}
