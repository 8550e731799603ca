import Discretization
import Expressions
import Fields
import NumericsCore
import Problems
import TrialFunctions

/// Cells of a domain: equal ones along each coordinate, with cuts moved to where coefficients of the equations jump.
struct CellLayout {
    let axes: [WindowAxis]
    /// Places where a comparison in an equation changes and no cells meet, as (coordinate, place).
    let uncut: [(coordinate: Int, place: Double)]
    /// Cells without points of the domain.
    let vacant: Set<Int>

    /// Points along a coordinate between which a comparison is taken to change once at most.
    private static let scanCount = 512

    /// - Parameter counts: one for each coordinate.
    init(_ problem: Problem, counts: [Int]) {
        var axes: [WindowAxis] = [], uncut: [(coordinate: Int, place: Double)] = []
        for (index, coordinate) in problem.coordinates.enumerated() {
            let count = counts[index]
            var cuts = (1..<max(count, 1)).map { coordinate.lower + coordinate.length * Double($0) / Double(count) }
            let left = Self.move(&cuts, to: Self.jumps(problem, along: index), reach: 0.5 * coordinate.length / Double(count))
            uncut += left.map { (index, $0) }
            axes.append(WindowAxis(from: coordinate.lower, to: coordinate.upper, cuts: cuts))
        }
        (self.axes, self.uncut) = (axes, uncut)
        vacant = Self.vacant(problem, axes)
    }

    /// Points by which vacant cells are found.
    private static let probeCount = 4096

    private static func vacant(_ problem: Problem, _ axes: [WindowAxis]) -> Set<Int> {
        let count = axes.reduce(1) { $0 * $1.count }
        var stream = RandomStream(seed: 0, name: "cells")
        guard problem.region != nil, count > 1,
            let points = try? CollocationSampler(problem, rule: .sobol(.owen)).interior(probeCount, using: &stream)
        else { return [] }
        let homes = (0..<points.count).map { point in
            axes.indices.reduce(0) { $0 * axes[$1].count + axes[$1].home(of: points.coordinates[$1, point]) }
        }
        return Set(0..<count).subtracting(homes)
    }

    /// Where the cells meet, and where coefficients jump inside of one.
    func notes(_ problem: Problem) -> [String] {
        let cuts = zip(problem.coordinates, axes).filter { $1.hasCells }.map { coordinate, axis in
            "\(coordinate.name) = " + axis.cuts.map(NumberText.short).joined(separator: ", ")
        }
        let missed = uncut.map { "a coefficient changes at \(problem.coordinates[$0.coordinate].name) = \(NumberText.short($0.place)), inside of a cell" }
        return (cuts.isEmpty ? [] : ["cells meet at " + cuts.joined(separator: "; ")]) + missed
    }

    /// Whether coefficients of equations jump at cuts only: by comparisons along one coordinate where cells meet.
    func holdsJumps(of problem: Problem) -> Bool {
        let jumping = problem.equations.flatMap(\.jumpingCoefficients)
        // Cuts are placed by comparisons; other functions with steps are not looked for.
        guard uncut.isEmpty, !jumping.contains(where: \.hasStepFunctions) else { return false }
        var differences: [Expressions.Expression] = []
        for coefficient in jumping { Self.collect(coefficient, &differences) }
        return differences.allSatisfy { difference in
            let found = difference.symbols.filter { if case .parameter = $0 { false } else { true } }
            guard found.count == 1, case .coordinate? = found.first else { return false }
            return true
        }
    }

    /// Moves the nearest cut to each place; returns the places that are not within reach of one.
    private static func move(_ cuts: inout [Double], to places: [Double], reach: Double) -> [Double] {
        var isFree = cuts.map { _ in true }, left: [Double] = []
        for place in places {
            let near = cuts.indices.filter { isFree[$0] }.min { abs(cuts[$0] - place) < abs(cuts[$1] - place) }
            // Cuts stay in order: a cut that was moved stands between its neighbours' reaches.
            if let near, abs(cuts[near] - place) <= reach * (1 + 1e-12) {
                cuts[near] = place
                isFree[near] = false
            } else {
                left.append(place)
            }
        }
        return left
    }

    /// Where comparisons that hang on one coordinate alone change, inside its range, ascending.
    private static func jumps(_ problem: Problem, along index: Int) -> [Double] {
        var differences: [Expressions.Expression] = []
        for equation in problem.equations { collect(equation.residual, &differences) }
        let range = problem.coordinates[index]
        let own = differences.filter { difference in
            difference.symbols.contains(.coordinate(index)) && difference.symbols.allSatisfy { symbol in
                switch symbol {
                case .coordinate(let other): other == index
                case .parameter: true
                default: false
                }
            }
        }
        var found: [Double] = []
        for difference in own {
            func value(_ x: Double) -> Double {
                difference.value { $0 == .coordinate(index) ? x : problem.value(of: $0, at: []) } ?? 0
            }
            let points = (0...scanCount).map { range.lower + range.length * Double($0) / Double(scanCount) }
            for (a, b) in zip(points, points.dropFirst()) where value(a) * value(b) < 0 || (value(b) == 0 && b < range.upper) {
                found.append(root(value, a, b))
            }
        }
        return Set(found).filter { $0 > range.lower && $0 < range.upper }.sorted()
    }

    private static func root(_ value: (Double) -> Double, _ lower: Double, _ upper: Double) -> Double {
        if value(upper) == 0 { return upper }
        var (a, b) = (lower, upper)
        let isRising = value(b) > 0
        for _ in 0..<60 {
            let middle = 0.5 * (a + b)
            if (value(middle) > 0) == isRising { b = middle } else { a = middle }
        }
        return 0.5 * (a + b)
    }

    /// Left sides less right sides of all comparisons that choices hang on.
    private static func collect(_ expression: Expressions.Expression, _ differences: inout [Expressions.Expression]) {
        switch expression.kind {
        case .constant, .symbol: return
        case .sum(let terms), .product(let terms), .call(_, let terms): for term in terms { collect(term, &differences) }
        case .power(let base, let exponent): for term in [base, exponent] { collect(term, &differences) }
        case .choice(let condition, let first, let second):
            collect(condition, &differences)
            for term in [first, second] { collect(term, &differences) }
        }
    }

    private static func collect(_ condition: LogicalExpression, _ differences: inout [Expressions.Expression]) {
        switch condition {
        case .compare(let left, _, let right): differences.append(left - right)
        case .and(let left, let right), .or(let left, let right): for part in [left, right] { collect(part, &differences) }
        case .not(let inner): collect(inner, &differences)
        }
    }
}

extension Expressions.Expression {
    /// Whether a function with steps other than a choice occurs.
    fileprivate var hasStepFunctions: Bool {
        switch kind {
        case .constant, .symbol: false
        case .call(let function, let parts): [.step, .sign, .floor].contains(function) || parts.contains(where: \.hasStepFunctions)
        case .sum(let parts), .product(let parts): parts.contains(where: \.hasStepFunctions)
        case .power(let base, let exponent): base.hasStepFunctions || exponent.hasStepFunctions
        case .choice(_, let first, let second): first.hasStepFunctions || second.hasStepFunctions
        }
    }
}
