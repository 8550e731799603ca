import Discretization
import Foundation
import NumericsCore

/// The random functions a grid solution is measured with: products of functions along the axes, independent for each component.
struct GridPrior: Sendable {
    /// [component][axis]
    let modes: [[AxisModes]]
    /// Standard deviation of the process, by component.
    let amplitudes: [Double]

    /// The flat limit: series whose coefficients are as large as those of the solution, degree by degree, and go on falling as they fell.
    ///
    /// The variance of coefficient (j, k) is a_j b_k / Σ, with the sums a and b of squares along the other axes: of all products it has the
    /// solution's marginal spectra. Chosen from the solution alone, not from what it should be.
    init(seriesOf level: SolvedLevel) {
        let layout = level.layout
        modes = (0..<layout.componentCount).map { component in
            let coefficients = Self.coefficients(layout, layout.values(of: component, in: level.state))
            return layout.axes.indices.map { axis in
                let energies = Self.marginal(coefficients, axis), low = energies.count
                let spectrum = Self.extended(energies, by: min(max(low / 2, 8), 64))
                return AxisModes(
                    family: layout.axes[axis].isPeriodic ? .waves : .polynomials, lower: layout.axes[axis].lower,
                    upper: layout.axes[axis].upper, lowCount: low, deviations: spectrum.map { $0.squareRoot() })
            }
        }
        amplitudes = (0..<layout.componentCount).map { component in
            let coefficients = Self.coefficients(layout, layout.values(of: component, in: level.state))
            let total = LinearAlgebra.dot(coefficients, coefficients)
            return total > 0 ? pow(total, -0.5 * Double(layout.axes.count - 1)) : 0
        }
    }

    /// A kernel along each axis, on points twice as dense; the variance of the process is u' C⁻¹ u / n for the values on the grid.
    init(_ kernels: [GridKernel], of level: SolvedLevel) {
        let layout = level.layout
        modes = (0..<layout.componentCount).map { component in
            zip(kernels, layout.axes).enumerated().map { axis, pair in
                let (kernel, discretization) = pair, count = 2 * layout.spaces[component][axis].count - 1
                let fine = (0..<count).map { discretization.lower + (discretization.upper - discretization.lower) * Double($0) / Double(count - 1) }
                return AxisModes(
                    family: .kernel(KernelInterpolation(fine, kernel)), lower: discretization.lower, upper: discretization.upper,
                    lowCount: 0, deviations: fine.map { _ in 1 })
            }
        }
        amplitudes = (0..<layout.componentCount).map { component in
            var values = layout.values(of: component, in: level.state)
            let count = values.count
            for (axis, kernel) in kernels.enumerated() {
                let space = layout.spaces[component][axis]
                values = values.mapped(by: KernelInterpolation(space.nodes, kernel).whitening, along: axis)
            }
            return (LinearAlgebra.dot(values, values) / Double(count)).squareRoot()
        }
    }

    private static func coefficients(_ layout: CollocationLayout, _ values: Tensor<Double>) -> Tensor<Double> {
        layout.axes.indices.reduce(values) { tensor, axis in
            let count = tensor.shape[axis]
            let transform = layout.axes[axis].isPeriodic ? AxisModes.waveTransform(count) : ChebyshevCoefficients.transform(points: count)
            return tensor.mapped(by: transform, along: axis)
        }
    }

    /// Sums of squares over all axes but one.
    private static func marginal(_ coefficients: Tensor<Double>, _ axis: Int) -> [Double] {
        let shape = coefficients.shape, inner = shape[(axis + 1)...].reduce(1, *), count = shape[axis]
        var sums = [Double](repeating: 0, count: count)
        coefficients.withUnsafeBufferPointer { values in
            for index in values.indices { sums[index / inner % count] += values[index] * values[index] }
        }
        return sums
    }

    /// Means over neighbours, since even and odd functions have zeros between, and the line through the logarithms of the last of them.
    private static func extended(_ energies: [Double], by extra: Int) -> [Double] {
        let count = energies.count, floor = (energies.max() ?? 0) * 1e-36
        let smooth = energies.indices.map { index -> Double in
            let near = energies[max(index - 2, 0)...min(index + 2, count - 1)]
            return max(near.reduce(0, +) / Double(near.count), floor)
        }
        guard count > 4, floor > 0 else { return smooth + [Double](repeating: smooth.last ?? 0, count: extra) }
        let last = smooth.suffix(max(6, count / 6)).map { log($0) }, middle = Double(last.count - 1) / 2
        let mean = last.reduce(0, +) / Double(last.count)
        var (above, below) = (0.0, 0.0)
        for (place, value) in last.enumerated() {
            above += (Double(place) - middle) * (value - mean)
            below += (Double(place) - middle) * (Double(place) - middle)
        }
        let slope = min(above / below, 0)
        return smooth + (0..<extra).map { exp(mean + slope * (Double(last.count + $0) - middle)) }
    }
}
