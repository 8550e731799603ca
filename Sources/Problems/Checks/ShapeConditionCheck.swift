import Expressions
import Fields
import NumericsCore

/// Counts conditions at points of a shape's boundary: elliptic operators of order 2k need k everywhere.
///
/// Where the order is odd the inflow decides, and nothing is counted.
struct ShapeConditionCheck {
    let structure: ProblemStructure
    private let problem: Problem
    private let names: SymbolNames
    private let resolver: BoundaryResolver

    init(_ structure: ProblemStructure) {
        self.structure = structure
        problem = structure.problem
        names = SymbolNames(problem)
        resolver = BoundaryResolver(problem)
    }

    func diagnostics() -> [Diagnostic] {
        guard problem.region != nil, let samples = problem.boundarySamples(spacing: problem.boundarySpacing(points: 256))
        else { return [] }
        let empty = emptyParts(samples)
        guard empty.isEmpty, samples.count > 0 else { return empty }
        let found = resolver.candidates(at: samples.points, normals: samples.normals)
        return blocks.flatMap { block -> [Diagnostic] in
            guard block.order > 0, block.order % 2 == 0 else { return [] }
            return check(block, samples, found)
        }
    }

    /// Groups of components along the axis on which most conditions are needed.
    private var blocks: [ProblemStructure.Block] {
        problem.spaceIndices.filter { !problem.coordinates[$0].isPeriodic }.map(structure.blocks).max { left, right in
            left.reduce(0) { $0 + $1.order } < right.reduce(0) { $0 + $1.order }
        } ?? []
    }

    // MARK: Parts

    private func emptyParts(_ samples: BoundarySamples) -> [Diagnostic] {
        let missing = problem.boundaryParts.filter { !holds($0, samples) }
        guard !missing.isEmpty, let fine = problem.boundarySamples(spacing: problem.boundarySpacing(points: 2048)) else { return [] }
        return missing.filter { !holds($0, fine) }.map { part in
            let isLine = if case .line = part.kind { true } else { false }
            return Diagnostic(.posing(.emptyShapePart(name: part.name, isLine: isLine)), at: part.origin)
        }
    }

    /// More than a place where the boundary touches a line, which one cell of three samples may hit.
    private func holds(_ part: BoundaryPart, _ samples: BoundarySamples) -> Bool {
        var places = BoundaryPlaces(problem)
        let index = places.index(ofPart: part.name)
        let count = places.membership(of: samples.points, normals: samples.normals)[index].count { $0 }
        return count >= (problem.spaceIndices.count == 1 ? 1 : 3)
    }

    // MARK: Counting

    private func check(_ block: ProblemStructure.Block, _ samples: BoundarySamples, _ found: [[Int]]) -> [Diagnostic] {
        let need = block.order / 2
        let here = found.map { $0.filter { problem.conditions[$0].component.map(block.components.contains) == true } }
        let component = names.components[leading(block)]
        let place = problem.origins["conditions"] ?? problem.origin(ofComponent: block.components[0])
        guard let fewest = middle(here, here.map(\.count).min()), let most = middle(here, here.map(\.count).max()) else { return [] }
        if here[most].count < need {
            let kind = PosingProblem.missingOnShape(component: component, order: block.order, needed: need, found: here[most].count)
            return [Diagnostic(.posing(kind), at: here[most].last.flatMap { problem.conditions[$0].placeOrigin } ?? place)]
        }
        if here[fewest].count < need {
            let kind = PosingProblem.gap(component: component, end: "the boundary", point: problem.text(place: samples.point(fewest)))
            let partial = here[most].last.flatMap { problem.conditions[$0].placeOrigin ?? problem.conditions[$0].origin }
            return [Diagnostic(.posing(kind), at: partial ?? place)]
        }
        guard here[most].count > need else { return [] }
        return [surplus(here[most].map { problem.conditions[$0] }, component, need, samples.point(most))]
    }

    /// The point in the middle of those with so many conditions, which shows the piece best.
    private func middle(_ conditions: [[Int]], _ count: Int?) -> Int? {
        let points = conditions.indices.filter { conditions[$0].count == count }
        return points.isEmpty ? nil : points[points.count / 2]
    }

    private func surplus(_ conditions: [Condition], _ component: String, _ need: Int, _ point: [Double]) -> Diagnostic {
        let (first, last) = (conditions[0], conditions[conditions.count - 1])
        if first.place == last.place {
            let kind = PosingProblem.surplusOnShape(component: component, needed: need, found: conditions.count)
            return Diagnostic(.posing(kind), at: last.placeOrigin ?? last.origin)
        }
        let kind = PosingProblem.overlap(
            component: component, end: "the boundary", point: problem.text(place: point), first: first.name, second: last.name)
        return Diagnostic(
            .posing(kind), at: last.placeOrigin ?? last.origin, related: [first.placeOrigin ?? first.origin].compactMap { $0 })
    }

    /// The component that a message names: the one of highest order.
    private func leading(_ block: ProblemStructure.Block) -> Int {
        block.components.max { left, right in
            func order(_ component: Int) -> Int {
                problem.spaceIndices.map { structure.order(of: component, along: $0) }.max() ?? 0
            }
            return (order(left), -left) < (order(right), -right)
        } ?? block.components[0]
    }
}
