import Expressions
import Fields
import NumericsCore

/// The balance of source and flux on a shape for one component: for sum (a_ij u_i)_j + s = 0, the integral of s plus that
/// of a_ij u_i n_j over the boundary.
struct ShapeBalance {
    let problem: Problem
    let component: Int
    private let source: Expression
    private let principal: PrincipalPart

    /// Nil if the equation is not linear of second order in divergence form with known coefficients.
    init?(_ residual: Expression, _ component: Int, _ problem: Problem) {
        let jets = ProblemStructure.jets(of: residual)
        guard jets.allSatisfy({ $0.component == component && $0.site == 0 && (1...2).contains($0.derivative.total) }),
            let principal = PrincipalPart(residual, component, problem)
        else { return nil }
        self.problem = problem
        self.component = component
        self.principal = principal
        source = residual.substituting { if case .jet = $0 { 0 } else { nil } }
        guard source.symbols.allSatisfy(Self.isKnown), isDivergence(residual) else { return nil }
    }

    private static func isKnown(_ symbol: Symbol) -> Bool {
        switch symbol {
        case .coordinate, .parameter, .normal: true
        default: false
        }
    }

    /// The coefficient of u_j must be the sum of the derivatives of a_ij along x_i, and the rest no function of u.
    private func isDivergence(_ residual: Expression) -> Bool {
        let space = problem.spaceIndices
        let differences = space.enumerated().map { column, index -> Expression in
            let slope = residual.derivative(by: .jet(Jet(component: component, derivative: MultiIndex.none.raised(along: index))))
            return space.enumerated().reduce(slope) { rest, row in
                rest - principal.coefficients[row.offset][column].derivative(by: .coordinate(row.element))
            }.simplified()
        }
        guard differences.allSatisfy({ $0.symbols.allSatisfy(Self.isKnown) }) else { return false }
        let points = SamplePoints(problem: problem).dense()
        let scale = principal.matrices(at: points).joined().joined().reduce(0) { max($0, abs($1)) }
        return PointFormulas(differences, problem: problem).values(at: points).elements.allSatisfy { abs($0) <= 1e-9 * scale }
    }

    /// A balance, the size of what is balanced, and what the quadrature may be wrong by.
    struct Result {
        var sum: Double
        var size: Double
        var error: Double
    }

    /// Nil if a condition does not give the flux, or something is not finite.
    func result() -> Result? {
        let isSpace = problem.spaceIndices.count > 2
        guard let coarse = total(order: isSpace ? 6 : 12, points: isSpace ? 150 : 128),
            let fine = total(order: isSpace ? 9 : 17, points: isSpace ? 300 : 200)
        else { return nil }
        return Result(sum: fine.sum, size: fine.size, error: abs(fine.sum - coarse.sum))
    }

    private func total(order: Int, points: Int) -> (sum: Double, size: Double)? {
        guard let region = problem.region, let samples = problem.boundarySamples(spacing: problem.boundarySpacing(points: points)),
            let flux = fluxes(samples)
        else { return nil }
        let inside = ShapeQuadrature(region, order: order)
        let sources = PointFormulas([source], problem: problem).values(at: inside.points).elements
        var (sum, size) = (0.0, 0.0)
        for (value, weight) in zip(sources + flux, inside.weights + samples.weights) {
            guard value.isFinite else { return nil }
            sum += weight * value
            size += weight * abs(value)
        }
        return (sum, size)
    }

    /// a_ij u_i n_j at points of the boundary, from the conditions that hold there.
    private func fluxes(_ samples: BoundarySamples) -> [Double]? {
        let conditions = BoundaryResolver(problem).conditions(at: samples.points, normals: samples.normals)
        let matrices = principal.matrices(at: samples.points)
        var tables: [Int: Tensor<Double>] = [:]
        var result: [Double] = []
        for point in 0..<samples.count {
            guard conditions[point].count == 1, let values = tables[conditions[point][0]] ?? table(conditions[point][0], samples)
            else { return nil }
            tables[conditions[point][0]] = values
            let axes = problem.spaceIndices.indices
            let wanted = axes.map { column in axes.reduce(0) { $0 + matrices[point][$1][column] * samples.normals[point, $1] } }
            let given = axes.map { values[$0, point] }
            let square = given.reduce(0) { $0 + $1 * $1 }
            let factor = zip(wanted, given).reduce(0) { $0 + $1.0 * $1.1 } / square
            let size = wanted.reduce(0) { $0 + $1 * $1 }.squareRoot()
            guard square > 0, zip(wanted, given).allSatisfy({ abs($0 - factor * $1) <= 1e-8 * size }) else { return nil }
            result.append(-factor * values[axes.count, point])
        }
        return result
    }

    /// Coefficients of u_x, u_y, … in a condition, and what is left without them [formula][point]; nil if it holds more.
    private func table(_ index: Int, _ samples: BoundarySamples) -> Tensor<Double>? {
        let residual = problem.conditions[index].residual
        let jets = problem.spaceIndices.map { Jet(component: component, derivative: MultiIndex.none.raised(along: $0)) }
        guard ProblemStructure.jets(of: residual).allSatisfy(jets.contains) else { return nil }
        let formulas = jets.map { residual.derivative(by: .jet($0)).simplified() }
            + [residual.substituting { if case .jet = $0 { 0 } else { nil } }]
        guard formulas.allSatisfy({ $0.symbols.allSatisfy(Self.isKnown) }) else { return nil }
        return PointFormulas(formulas, problem: problem).values(at: samples.points, normals: samples.normals)
    }
}
