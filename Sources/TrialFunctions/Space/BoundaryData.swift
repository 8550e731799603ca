import Expressions
import Fields
import Problems

/// Given values on the boundary of a shape, piece by piece, as far as a trial function can meet them by construction.
struct BoundaryData {
    /// Conditions of one component with the same value, which together hold on whole pieces.
    struct Group {
        var value: Expression
        var conditions: Set<Int>
        var pieces: Set<Int>
    }

    private let problem: Problem
    private let boundary: SmoothBoundary
    private let samples: BoundarySamples
    /// The piece on which each sample lies; nil near corners, which belong to two.
    private let pieceOfSample: [Int?]
    private let held: [[Int]]

    /// Nil on boxes, and on shapes whose boundary has no smooth pieces.
    init?(_ problem: Problem) {
        guard let boundary = SmoothBoundary(problem),
            let samples = problem.boundarySamples(spacing: problem.spaceBounds.diagonal / Self.samplesPerDiagonal)
        else { return nil }
        self.problem = problem
        self.boundary = boundary
        self.samples = samples
        pieceOfSample = (0..<samples.count).map { index in
            let levels = boundary.pieces.map { abs(problem.value(of: $0, inSpace: samples.point(index))) }
            let near = levels.indices.filter { levels[$0] < 1e-9 }
            return near.count == 1 ? near[0] : nil
        }
        held = BoundaryResolver(problem).conditions(at: samples.points, normals: samples.normals)
    }

    /// Short parts of a boundary must be seen: a piece counts as met only if all of it is.
    private static let samplesPerDiagonal = 200.0

    /// Conditions that give values of a component on whole pieces and nowhere else, by value.
    func groups(_ component: Int, excluding: Set<Int>) -> [Group] {
        let samplesOfPiece = boundary.pieces.indices.map { piece in pieceOfSample.indices.filter { pieceOfSample[$0] == piece } }
        var groups: [Group] = []
        for condition in problem.conditions.indices where !excluding.contains(condition) {
            guard let data = ConditionData.boundaryValue(of: condition, problem), data.component == component, data.value.isEntire
            else { continue }
            let touched = boundary.pieces.indices.filter { piece in samplesOfPiece[piece].contains { held[$0].contains(condition) } }
            let whole = touched.filter { piece in samplesOfPiece[piece].allSatisfy { held[$0].contains(condition) } }
            guard !whole.isEmpty, whole == touched else { continue }
            if let known = groups.firstIndex(where: { $0.value == data.value }) {
                groups[known].conditions.insert(condition)
                groups[known].pieces.formUnion(whole)
            } else {
                groups.append(Group(value: data.value, conditions: [condition], pieces: Set(whole)))
            }
        }
        return groups
    }

    /// Positive inside, zero on the pieces of a group.
    func factor(_ group: Group) -> Expression { .product(group.pieces.sorted().map { boundary.pieces[$0] }) }

    /// Values on several sets of pieces joined into one function (Rvachev et al. 2001, transfinite interpolation): every value
    /// weighs as the product of the factors of all others.
    /// - Returns: nil if two of the sets meet: the weights have no limit there.
    func joined(_ groups: [Group]) -> Expression? {
        guard groups.count > 1 else { return groups.first?.value }
        let factors = groups.map(factor)
        let weights = groups.indices.map { own in Expression.product(factors.indices.filter { $0 != own }.map { factors[$0] }) }
        let total = Expression.sum(weights)
        let sizes = (0..<samples.count).map { problem.value(of: total, inSpace: samples.point($0)) }
        guard let smallest = sizes.min(), let largest = sizes.max(), smallest > Self.closest * largest else { return nil }
        return .sum(zip(groups, weights).map { $0.value * $1 }) / total
    }

    /// Sets of pieces closer than this part of the size of the region count as meeting.
    private static let closest = 1e-3

    /// Whether forms have the value that a met condition gives at all points of the boundary, at several instants.
    func isMet(_ condition: Int, by forms: [ComponentForm]) -> Bool {
        guard let data = ConditionData.boundaryValue(of: condition, problem) else { return true }
        let form = forms[data.component]
        return held.indices.filter { held[$0].contains(condition) }.allSatisfy { index in
            var place = problem.place(inSpace: samples.point(index))
            if let time = problem.timeIndex {
                let range = problem.coordinates[time]
                place[time] = range.lower + range.length * Double(index % Self.instants) / Double(Self.instants - 1)
            }
            let lookup = { problem.value(of: $0, at: place) }
            guard let wanted = data.value.value(lookup), let found = form.offset.value(lookup), let factor = form.factor.value(lookup)
            else { return false }
            return abs(wanted - found) <= 1e-9 * max(1, abs(wanted)) && abs(factor) <= 1e-9
        }
    }

    private static let instants = 7
}

extension Expression {
    /// Whether it is built of functions without singular places only: it can stand for boundary data everywhere inside.
    var isEntire: Bool {
        switch kind {
        case .constant, .symbol: return true
        case .sum(let parts), .product(let parts): return parts.allSatisfy(\.isEntire)
        case .power(let base, let exponent):
            if let value = exponent.constantValue { return base.isEntire && value >= 0 && value == value.rounded() }
            return base.constantValue.map { $0 > 0 } == true && exponent.isEntire
        case .call(let function, let arguments): return Self.entire.contains(function) && arguments.allSatisfy(\.isEntire)
        case .choice: return false
        }
    }

    private static let entire: Set<ScalarFunction> = [.sin, .cos, .sinh, .cosh, .tanh, .exp, .erf]
}
