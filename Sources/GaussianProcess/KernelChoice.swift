import Foundation
import Kernels
import NumericsCore
import Problems

/// Kernels of one kind for all components of a problem: products over its coordinates, periodic along those with a period.
struct KernelChoice: Sendable {
    /// The factor along coordinates without a period.
    enum Kind: String, CaseIterable, Sendable {
        case matern12 = "matern-1/2"
        case matern32 = "matern-3/2"
        case matern52 = "matern-5/2"
        case matern72 = "matern-7/2"
        case matern92 = "matern-9/2"
        case matern112 = "matern-11/2"
        case squaredExponential = "squared-exponential"
        case rationalQuadratic = "rational-quadratic"

        /// Mean-square derivatives; nil for any number.
        var halfInteger: Int? {
            switch self {
            case .matern12: 0
            case .matern32: 1
            case .matern52: 2
            case .matern72: 3
            case .matern92: 4
            case .matern112: 5
            case .squaredExponential, .rationalQuadratic: nil
            }
        }

        func factor(length: Double) -> any StationaryFactor {
            if let halfInteger { return Matern(halfInteger: halfInteger, length: length) }
            return self == .rationalQuadratic ? RationalQuadratic(length: length, exponent: 2) : SquaredExponential(length: length)
        }
    }

    let problem: Problem
    let kind: Kind

    /// Kinds with a margin over the derivatives that a problem takes: half-integer ones with the least and more, then the infinitely smooth.
    static func candidates(order: Int) -> [Kind] {
        let smooth = Kind.allCases.filter { kind in kind.halfInteger.map { $0 > order } ?? false }
        return smooth + [.squaredExponential]
    }

    /// The highest derivative that equations, conditions and integrals take, by coordinate.
    static func highestOrders(_ problem: Problem) -> [Int] {
        let laws = problem.equations.map(\.residual) + problem.conditions.map(\.residual) + problem.functionals.map(\.integrand)
        let jets = Set(laws.flatMap(\.symbols)).compactMap { symbol in if case .jet(let jet) = symbol { jet } else { nil } }
        return problem.coordinates.indices.map { coordinate in jets.map { $0.derivative[coordinate] }.max() ?? 0 }
    }

    /// The prior with lengths that are a part of each range.
    func prior(length: Double) -> FieldPrior {
        let names = problem.coordinates.map(\.name)
        let kernel = ProductKernel(
            problem.coordinates.map { coordinate -> any StationaryFactor in
                coordinate.isPeriodic
                    // Near 0 the distance along the circle over that of its radius.
                    ? PeriodicExponential(length: 2 * .pi * length, period: coordinate.length) : kind.factor(length: length * coordinate.length)
            }, coordinateNames: names)
        return FieldPrior(
            (0..<problem.componentCount).map { _ in kernel }, parameterDeviations: problem.parameters.map(\.priorDeviation),
            parameterMeans: problem.parameters.map(\.value))
    }

    /// Which parameters evidence may change, and how far.
    /// - Parameter hasNoise: whether the variance of the process is one of them; else it is eliminated.
    func searched(_ prior: FieldPrior, hasNoise: Bool) -> (free: [Int], bounds: [ClosedRange<Double>]) {
        var free: [Int] = [], bounds: [ClosedRange<Double>] = [], start = 0
        for kernel in prior.kernels {
            for (offset, parameter) in kernel.parameters.enumerated() {
                guard let range = range(of: parameter, hasNoise: hasNoise || prior.kernels.count > 1 && start > 0) else { continue }
                free.append(start + offset)
                bounds.append(range)
            }
            start += kernel.parameters.count
        }
        return (free, bounds)
    }

    private func range(of parameter: KernelParameter, hasNoise: Bool) -> ClosedRange<Double>? {
        switch parameter.role {
        case .length:
            let name = parameter.name.split(separator: ".").first.map(String.init)
            let coordinate = problem.coordinates.first { $0.name == name }
            let range = coordinate.map { $0.isPeriodic ? 2 * Double.pi : $0.length } ?? 1
            return log(0.003 * range)...log(3 * range)
        case .exponent: return log(0.2)...log(50)
        case .variance: return hasNoise ? log(1e-8)...log(1e8) : nil
        case .period, .weight, .frequency: return nil
        }
    }
}

extension Parameter {
    /// How far an unknown parameter is believed to lie from its start: half of its range, else its own size.
    fileprivate var priorDeviation: Double {
        guard isEstimated else { return 0 }
        if let range { return 0.5 * (range.upperBound - range.lowerBound) }
        return max(abs(value), 1)
    }
}
