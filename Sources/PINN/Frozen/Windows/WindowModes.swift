import Expressions
import NumericsCore
import TrialFunctions

/// The functions of a window on [-1, 1]: combinations of random features, orthonormal and in the order of polynomial degree.
///
/// The weighted matrix of the features at Gauss points is decomposed, √w Φ = U S Vᵀ, and what belongs to singular values below `cutoff`
/// is dropped. U is turned within its span so that the first k functions hold polynomials of degree below k as well as the span can; the
/// coefficients of a smooth solution then fall with their number, which those of singular vectors do not. A combination of features
/// cancels up to 1/cutoff times its size, so the functions are kept by their Legendre series: the same functions, but with derivatives that lose
/// no digits to that. All windows share one set, scaled by their length: u = Σ a_k φ_k(s)/√h with half length h.
final class WindowModes: Sendable {
    /// Number of random features behind the functions.
    let featureCount: Int
    /// Legendre series, [degree][mode].
    let series: Tensor<Double>
    /// Gauss points and weights on [-1, 1].
    let rule: Quadrature.Rule
    /// Derivatives at the points by order, [point][mode].
    let tables: [Tensor<Double>]
    /// Derivatives at both ends by order, [mode].
    let ends: [(lower: [Double], upper: [Double])]
    /// Coefficients in the two halves of a window from those in all of it, [mode of the half][mode].
    let halves: [Tensor<Double>]

    /// Singular values below this part of the largest are dropped: below it, functions are rounding.
    private static let cutoff = 1e-13

    /// - Parameters:
    ///   - bandwidth: largest wave number or slope, in radians per half window.
    ///   - order: highest derivative needed.
    ///   - spare: modes to leave out at the end, so that two sets differ in what they hold.
    convenience init(_ function: FeatureFunction, bandwidth: Double, order: Int, spare: Int, seed: UInt64, draw: Int) throws {
        var stream = RandomStream(seed: seed, name: "frozen.features.\(draw)")
        let features = Self.features(function, bandwidth, &stream)
        let dense = Quadrature.gaussLegendre(features.featureCount)
        let span = try Self.span(features, dense)
        let kept = max(span.shape[1] - spare, min(order + 2, span.shape[1]))
        // The square of the last function, and a little more, is integrated exactly.
        let degrees = span.shape[1] * 3 / 2 + 4
        self.init(
            series: Self.ordered(span, dense, degrees: degrees, kept: kept), order: order, featureCount: features.featureCount)
    }

    /// Functions known by their Legendre series [degree][mode], with as many Gauss points as degrees.
    init(series: Tensor<Double>, order: Int, featureCount: Int) {
        let (degrees, kept) = (series.shape[0], series.shape[1])
        let rule = Quadrature.gaussLegendre(degrees)
        (self.rule, self.series, self.featureCount) = (rule, series, featureCount)
        let tables = (0...order).map { LinearAlgebra.multiply(LegendreTable.values(rule.points, $0, degrees: degrees), series) }
        self.tables = tables
        ends = (0...order).map { order in
            let rows = LinearAlgebra.multiply(LegendreTable.values([-1, 1], order, degrees: degrees), series).elements
            return (Array(rows[..<kept]), Array(rows[kept...]))
        }
        halves = [-0.5, 0.5].map { middle in
            let places = rule.points.map { middle + 0.5 * $0 }
            let parent = LinearAlgebra.multiply(LegendreTable.values(places, 0, degrees: degrees), series)
            var test = tables[0]
            for (point, weight) in rule.weights.enumerated() {
                for mode in 0..<kept { test[point, mode] *= weight * 0.5.squareRoot() }
            }
            return LinearAlgebra.multiply(test, parent, transposeA: true)
        }
    }

    /// The first functions, which hold polynomials of low degree, with as many points as their series asks for; all of them if there are no more.
    func prefix(_ count: Int) -> WindowModes {
        guard count < self.count else { return self }
        // What the first functions have of high degrees falls below rounding.
        let degrees = series.shape[0]
        let needed = (0..<degrees).last { degree in (0..<count).contains { abs(series[degree, $0]) > Double.ulpOfOne } } ?? 0
        let kept = min(degrees, max(needed + 1, count * 3 / 2 + 4))
        let first = Tensor(shape: [kept, count], elements: (0..<kept).flatMap { degree in (0..<count).map { series[degree, $0] } })
        return WindowModes(series: first, order: tables.count - 1, featureCount: featureCount)
    }

    /// Number of modes.
    var count: Int { series.shape[1] }

    /// Modes at the end whose coefficients show what a window leaves out.
    ///
    /// An even or odd solution has zeros in between, so a single one says nothing.
    var tailCount: Int { min(max(3, count / 8), count) }

    /// A derivative of the modes at places in [-1, 1], [place][mode].
    func values(at places: [Double], order: Int) -> Tensor<Double> {
        LinearAlgebra.multiply(LegendreTable.values(places, order, degrees: series.shape[0]), series)
    }

    /// Three times what a band of this width holds at the cutoff, so that what is kept hardly depends on the draw.
    ///
    /// A third of the waves are from the lowest quarter of the band: in short windows a solution is nearly a polynomial, which high waves make up
    /// with large coefficients only.
    private static func features(_ function: FeatureFunction, _ bandwidth: Double, _ stream: inout RandomStream) -> RandomFeatures {
        let frame = CoordinateFrame(lower: [-1], upper: [1])
        let count = Int(3 * (2 * bandwidth / Double.pi + 18))
        if function == .tanh { return .steps(count: count, slopes: [bandwidth], frame: frame, using: &stream) }
        let parts = [(count - count / 3, bandwidth), (count / 3, bandwidth / 4)].map { count, bandwidth in
            RandomFeatures.bandlimited(count: count, bandwidths: [bandwidth], frame: frame, using: &stream)
        }
        return RandomFeatures(
            .cos, frame: frame, weights: Tensor(shape: [1, count], elements: parts.flatMap(\.weights.elements)),
            phases: Tensor(parts.flatMap(\.phases.elements)))
    }

    /// An orthonormal basis of √w Φ, [point][function].
    private static func span(_ features: RandomFeatures, _ rule: Quadrature.Rule) throws -> Tensor<Double> {
        let (points, count) = (rule.points.count, features.featureCount)
        let layout = JetLayout(coordinateCount: 1, derivatives: [MultiIndex.none])
        var jets = Tensor(shape: [1, count, (points + 7) / 8 * 8], repeating: 0.0)
        features.basisJets(layout: layout, points: Tensor(shape: [1, points], elements: rule.points), range: 0..<points, into: &jets)
        var weighted = Tensor(shape: [points, count], repeating: 0.0)
        for point in 0..<points {
            for feature in 0..<count { weighted[point, feature] = rule.weights[point].squareRoot() * jets[0, feature, point] }
        }
        let decomposition = try SingularValueDecomposition(weighted)
        let rank = decomposition.rank(relativeTolerance: cutoff)
        return Tensor(shape: [points, rank], elements: (0..<points).flatMap { point in (0..<rank).map { decomposition.left[point, $0] } })
    }

    /// Legendre series of the functions, turned to the order of polynomial degree, [degree][mode].
    private static func ordered(_ span: Tensor<Double>, _ rule: Quadrature.Rule, degrees: Int, kept: Int) -> Tensor<Double> {
        let count = span.shape[1]
        var table = LegendreTable.values(rule.points, 0, degrees: degrees)
        for (point, weight) in rule.weights.enumerated() {
            for degree in 0..<degrees { table[point, degree] *= (weight * (Double(degree) + 0.5)).squareRoot() }
        }
        // Coefficients by normalised Legendre polynomials: rows are degrees.
        var series = LinearAlgebra.multiply(table, span, transposeA: true)
        let first = Tensor(shape: [count, count], elements: (0..<count).flatMap { mode in (0..<count).map { series[$0, mode] } })
        if let turn = try? QRFactorization(first).orthogonalFactor { series = LinearAlgebra.multiply(series, turn) }
        return Tensor(shape: [degrees, kept], elements: (0..<degrees).flatMap { degree in
            (0..<kept).map { series[degree, $0] * (Double(degree) + 0.5).squareRoot() }
        })
    }
}
