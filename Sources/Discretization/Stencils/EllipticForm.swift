import Expressions
import Fields
import Problems

/// A scalar equation of second order in divergence form, ready for conservative differences:
/// sum of `coefficient * d(flux)/d(axis)` + `remainder` + `mass * u_t` = 0.
///
/// Fluxes and remainder hold the unknown and its first space derivatives, coordinates, time and input fields; parameters have
/// been replaced by their values.
public struct EllipticForm: Sendable {
    /// One divergence.
    public struct Term: Sendable {
        /// What stands before it: a function of place and time, 1 almost always.
        public var coefficient: Expression
        /// Index among the space coordinates.
        public var axis: Int
        public var flux: Expression
    }

    public let terms: [Term]
    public let remainder: Expression
    /// What u_t is multiplied with; nil for a steady problem.
    public let mass: Expression?
    /// Indices of the space coordinates in the problem.
    public let spaceIndices: [Int]
    /// Index of time in the problem.
    public let timeIndex: Int?
    /// Names for messages.
    public let names: SymbolNames

    /// - Throws: `DiscretizationError.unsupported` that names the term which does not fit.
    public init(_ problem: Problem) throws(DiscretizationError) {
        names = SymbolNames(problem)
        spaceIndices = problem.spaceIndices
        timeIndex = problem.timeIndex
        guard problem.equations.count == 1, problem.componentCount == 1 else {
            throw .unsupported(term: "\(problem.componentCount) unknown components", because: "one scalar equation is solved at a time")
        }
        guard (1...3).contains(problem.spaceIndices.count) else {
            throw .unsupported(term: "\(problem.spaceIndices.count) space coordinates", because: "one to three are needed")
        }
        let reader = EllipticReader(problem, names: names)
        (terms, remainder, mass) = try reader.read(problem.equations[0])
    }

    /// The jet of the unknown itself.
    static let value = Symbol.jet(Jet(component: 0))

    /// The symbol of the first derivative along a space axis.
    func slope(_ axis: Int) -> Symbol { .jet(Jet(component: 0, derivative: MultiIndex.none.raised(along: spaceIndices[axis]))) }

    /// Whether the equation is affine in the unknown.
    public var isAffine: Bool {
        ([remainder] + terms.map(\.flux)).allSatisfy { expression in
            expression.symbols.filter(\.isJet).allSatisfy { !expression.derivative(by: $0).contains(where: \.isJet) }
        }
    }

    /// Whether time occurs in anything but u_t.
    public var dependsOnTime: Bool {
        guard let timeIndex else { return false }
        let all = terms.flatMap { [$0.coefficient, $0.flux] } + [remainder]
        return all.contains { $0.contains { $0 == .coordinate(timeIndex) } }
    }
}
