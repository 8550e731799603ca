import Expressions
import Problems

/// Known singular functions of a problem as trial functions: component c gets Σ_j b_cj G_cj(x) with free numbers b.
///
/// G is the singular function E, less the interpolation of E's own data by which conditions are met by construction: whatever b is,
/// the conditions stay met. E is evaluated a little after the first instant, where a corner that diffuses has a value and slopes.
public struct Enrichment: Hashable, Sendable {
    /// G, [component][function], in coordinates and parameters.
    public let functions: [[Expression]]

    /// None at all.
    public static func none(components: Int) -> Enrichment { Enrichment(Array(repeating: [], count: components)) }

    init(_ functions: [[Expression]]) {
        self.functions = functions
    }

    /// The functions as they stand, where nothing is met by construction.
    public init(_ problem: Problem) {
        functions = Array(repeating: problem.enrichment, count: problem.componentCount)
    }

    /// Singular functions of a component.
    public var count: Int { functions.first?.count ?? 0 }
    /// Number of coefficients, [component][function].
    public var parameterCount: Int { functions.count * count }
}

extension Problem {
    /// The first instant at which singular functions are evaluated: later than the beginning by less than matters.
    ///
    /// A corner that has diffused since then differs from one that has not within 1e-9 of the diffusion's length over the whole range.
    public var earliestInstant: Double? {
        timeIndex.map { time in
            let range = coordinates[time]
            return range.lower + max(1e-18 * range.length, range.lower.ulp)
        }
    }
}
