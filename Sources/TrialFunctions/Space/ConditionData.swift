import Expressions
import NumericsCore
import Problems

/// Reads conditions of the form u = g, or u_t = h at the first instant.
struct ConditionData {
    /// A condition solved for its unknown.
    struct Value {
        var condition: Int
        /// g, in coordinates and parameters.
        var value: Expression
    }

    /// Where and what a condition prescribes.
    struct Place {
        var component: Int
        var coordinate: Int
        /// Value of the coordinate there.
        var end: Double
        /// True for u_t = h.
        var isVelocity: Bool
        var value: Expression
    }

    private let problem: Problem
    private var places: [Int: Place]
    /// The instant at which initial values are taken: the beginning, or for singular functions a little later.
    private(set) var start: Double

    init(_ problem: Problem, excluding: Set<Int>) {
        self.problem = problem
        var places: [Int: Place] = [:]
        for index in problem.conditions.indices where !excluding.contains(index) {
            places[index] = Self.read(problem.conditions[index], problem)
        }
        self.places = places
        start = problem.timeIndex.map { problem.coordinates[$0].lower } ?? 0
    }

    /// The same places with the values that a function has there; where it vanishes at random points it is taken for zero.
    func taken(by function: Expression) -> ConditionData {
        var taken = self
        taken.start = problem.earliestInstant ?? start
        taken.places = places.mapValues { place in
            var place = place
            let isInitial = place.coordinate == problem.timeIndex
            let rate = place.isVelocity ? function.derivative(by: .coordinate(place.coordinate)) : function
            let value = rate.fixing(place.coordinate, at: isInitial ? taken.start : place.end)
            place.value = problem.vanishes(value) ? .zero : value
            return place
        }
        return taken
    }

    func place(of condition: Int) -> Place? { places[condition] }

    func side(_ component: Int, _ coordinate: Int, isUpper: Bool) -> Value? {
        let range = problem.coordinates[coordinate]
        return first { !$0.isVelocity && $0.component == component && $0.coordinate == coordinate
            && $0.end == (isUpper ? range.upper : range.lower) }
    }

    func initialValue(_ component: Int) -> Value? {
        first { !$0.isVelocity && $0.component == component && $0.coordinate == problem.timeIndex }
    }

    func initialVelocity(_ component: Int) -> Value? {
        first { $0.isVelocity && $0.component == component }
    }

    private func first(where isWanted: (Place) -> Bool) -> Value? {
        places.filter { isWanted($0.value) }.min { $0.key < $1.key }.map { Value(condition: $0.key, value: $0.value.value) }
    }

    private static func read(_ condition: Condition, _ problem: Problem) -> Place? {
        guard condition.extent == nil, let (coordinate, end) = face(condition.place, problem),
            let (jet, solved) = solved(condition, problem)
        else { return nil }
        let value = solved.fixing(coordinate, at: end)
        if jet.derivative.total == 0 {
            return Place(component: jet.component, coordinate: coordinate, end: end, isVelocity: false, value: value)
        }
        guard coordinate == problem.timeIndex, jet.derivative == MultiIndex.none.raised(along: coordinate) else { return nil }
        return Place(component: jet.component, coordinate: coordinate, end: end, isVelocity: true, value: value)
    }

    /// What a condition says of one component on the boundary of a shape; nil if it is not its value that is given.
    static func boundaryValue(of condition: Int, _ problem: Problem) -> (component: Int, value: Expression)? {
        if case .instant = problem.conditions[condition].place { return nil }
        guard let (jet, value) = solved(problem.conditions[condition], problem), jet.derivative.total == 0 else { return nil }
        return (jet.component, value)
    }

    /// A condition solved for the only jet in it, where that has a constant factor.
    private static func solved(_ condition: Condition, _ problem: Problem) -> (jet: Jet, value: Expression)? {
        guard let split = condition.residual.affineSplit(in: \.isJet), split.coefficients.count == 1,
            case .jet(let jet)? = split.coefficients.keys.first, jet.site == 0,
            let coefficient = split.coefficients.values.first?.constantValue, coefficient != 0
        else { return nil }
        let value = -split.rest / .constant(coefficient)
        guard value.symbols.allSatisfy(\.isPlaceOrParameter), !value.symbols.contains(where: { isEstimated($0, problem) }) else {
            return nil
        }
        return (jet, value)
    }

    /// The coordinate that a place holds fixed and its value; nil for boundaries of shapes and instants within the range.
    private static func face(_ place: Condition.Place, _ problem: Problem) -> (Int, Double)? {
        switch place {
        case .instant(let instant):
            guard let time = problem.timeIndex, instant == problem.coordinates[time].lower else { return nil }
            return (time, instant)
        case .side(let side):
            guard problem.isBox else { return nil }
            let range = problem.coordinates[side.coordinate]
            return (side.coordinate, side.isUpper ? range.upper : range.lower)
        case .part: return nil
        }
    }

    private static func isEstimated(_ symbol: Symbol, _ problem: Problem) -> Bool {
        if case .parameter(let index) = symbol { problem.parameters[index].isEstimated } else { false }
    }
}

extension Problem {
    /// Whether a formula in coordinates and parameters is zero at random points.
    fileprivate func vanishes(_ formula: Expression) -> Bool {
        var stream = RandomStream(seed: 0, name: "singular functions")
        return (0..<32).allSatisfy { _ in
            let point = coordinates.map { stream.uniform(from: $0.lower, to: $0.upper) }
            return formula.value { value(of: $0, at: point) }.map { abs($0) < 1e-14 } ?? false
        }
    }
}

extension Symbol {
    /// True for coordinates and parameters.
    fileprivate var isPlaceOrParameter: Bool {
        switch self {
        case .coordinate, .parameter: true
        default: false
        }
    }
}
