import Expressions
import Fields
import NumericsCore
import Problems

/// Finds out how the boundary of a problem's shape cuts a lattice.
struct RegionCutter {
    let problem: Problem
    let lattice: Lattice
    let shape: Shape
    /// Whether each condition of the problem gives the value.
    let givesValue: [Bool]
    /// b of each condition on the slope a + b u; nil for others.
    private let rates: [Expression?]
    private let resolver: BoundaryResolver
    /// Signed distances at the nodes, negative inside.
    private let distances: [Double]
    /// Distances below this are zero.
    private let tolerance: Double
    var result: StencilRegion
    var geometry: DualCells

    init(_ problem: Problem, shape: Shape, lattice: Lattice, givesValue: [Bool], rates: [Expression?]) {
        self.problem = problem
        self.lattice = lattice
        self.shape = shape
        self.givesValue = givesValue
        self.rates = rates
        resolver = BoundaryResolver(problem)
        let grid = lattice.grid
        let points = grid.pointCoordinates
        tolerance = 1e-9 * (lattice.spacing.min() ?? 1)
        distances = shape.signedDistances(at: points)
        let inside = shape.contains(points, tolerance: tolerance)
        geometry = DualCells(lattice)
        result = StencilRegion(
            isInside: inside, volumes: inside.map { $0 ? 1 : 0 },
            apertures: lattice.shape.map { _ in [Double](repeating: 1, count: lattice.count) }, given: [])
    }

    /// - Throws: `DiscretizationError.unsupported` where the boundary has no condition.
    mutating func region() throws(DiscretizationError) -> StencilRegion {
        let reach = lattice.spacing.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let near = (0..<lattice.count).filter { abs(distances[$0]) <= reach }
        var isWalled = [Bool](repeating: false, count: lattice.count)
        var placeOf: [Int: Int] = [:]
        for node in near where !isOnSide(node) || distances[node] > tolerance {
            let place = try place(nearest: node)
            guard let place else { continue }
            isWalled[node] = !givesValue[result.places[place].condition]
            placeOf[node] = place
            if abs(distances[node]) <= tolerance && result.isInside[node] && !isWalled[node] {
                result.given.append((node, place))
                result.volumes[node] = 0
            }
        }
        let hasWalls = givesValue.contains(false)
        if hasWalls {
            geometry.cut(by: shape)
            try markCutCells(near, &isWalled, &placeOf)
            for node in near where isWalled[node] { cutCell(node, at: placeOf[node]) }
            dropCaps(near.filter { isWalled[$0] })
        }
        try connect(near, isWalled)
        if hasWalls {
            try addWalls(near.filter { result.isFree($0) && (isWalled[$0] || isBesideSliver($0, isWalled)) })
            result.cutSides = cutSides()
        }
        return result
    }

    /// Where boundaries with different conditions meet, the nearest one need not be the one that cuts the dual cell.
    private mutating func markCutCells(
        _ near: [Int], _ isWalled: inout [Bool], _ placeOf: inout [Int: Int]
    ) throws(DiscretizationError) {
        let given = Set(result.given.map(\.node))
        for node in near where !isWalled[node] && !given.contains(node) {
            guard let centre = geometry.wall(node)?.centre, let place = try place(nearestTo: centre, normal: normal(centre)) else { continue }
            isWalled[node] = !givesValue[result.places[place].condition]
            placeOf[node] = place
        }
    }

    /// Whether a neighbour's cut cell has no balance of its own.
    private func isBesideSliver(_ node: Int, _ isWalled: [Bool]) -> Bool {
        (0..<lattice.dimension).contains { axis in
            [-1, 1].contains { step in
                lattice.neighbour(node, offset(axis, step)).map { isWalled[$0] && !result.isFree($0) } ?? false
            }
        }
    }

    func isAtEnd(_ node: Int) -> Bool {
        let indices = lattice.indices(of: node)
        return (0..<lattice.dimension).contains { !lattice.isPeriodic[$0] && (indices[$0] == 0 || indices[$0] == lattice.shape[$0] - 1) }
    }

    /// Nodes on the sides of the box that belong to the shape have the conditions of the sides.
    private func isOnSide(_ node: Int) -> Bool {
        let indices = lattice.indices(of: node)
        return (0..<lattice.dimension).contains { axis in
            guard !lattice.isPeriodic[axis], indices[axis] == 0 || indices[axis] == lattice.shape[axis] - 1 else { return false }
            // The shape's own boundary must lie on the side there, not cross it.
            return abs(distances[node]) <= tolerance && abs(normal(point(node))[axis]) > 0.99
        }
    }

    func point(_ node: Int) -> [Double] {
        lattice.indices(of: node).enumerated().map { lattice.point($0, $1) }
    }

    /// Gradient of the signed distance by differences; the outward normal near the boundary.
    func normal(_ point: [Double]) -> [Double] {
        let step = 1e-4 * (lattice.spacing.min() ?? 1)
        let slopes = point.indices.map { axis in
            var (ahead, back) = (point, point)
            ahead[axis] += step
            back[axis] -= step
            return shape.signedDistance(at: ahead) - shape.signedDistance(at: back)
        }
        let length = slopes.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return length > 0 ? slopes.map { $0 / length } : shape.outwardNormal(at: point)
    }

    /// The place on the boundary next to a node; nil if it is on a side of the box, whose conditions are known.
    private mutating func place(nearest node: Int) throws(DiscretizationError) -> Int? {
        let start = point(node)
        let direction = normal(start)
        let nearest = zip(start, direction).map { $0 - distances[node] * $1 }
        return try place(nearest, orNilOutside: true)
    }

    mutating func place(
        _ point: [Double], orNilOutside: Bool, normal known: [Double]? = nil
    ) throws(DiscretizationError) -> Int? {
        for axis in point.indices where !lattice.isPeriodic[axis] {
            let margin = 1e-6 * lattice.spacing[axis]
            if point[axis] < lattice.lower[axis] - margin || point[axis] > lattice.upper[axis] + margin { return nil }
        }
        let found = resolver.conditions(at: Tensor(shape: [1, point.count], elements: point))[0]
        guard let condition = found.first else {
            let text = point.enumerated().map { "\(lattice.names[$0]) = \(NumberText.short($1))" }.joined(separator: ", ")
            throw .unsupported(term: "the boundary at \(text)", because: "no condition holds there")
        }
        result.places.append(.init(point: point, normal: known ?? normal(point), condition: condition))
        return result.places.count - 1
    }

    /// Cuts the dual cell of a node by the boundary. Slivers carry no balance of their own.
    private mutating func cutCell(_ node: Int, at place: Int?) {
        // Sides of the box know nothing of nodes outside the shape: what such a cell holds goes to its neighbours.
        if !result.isInside[node] && (isAtEnd(node) || place.map { isStiff(node, at: $0) } ?? false) { return }
        let volume = geometry.volume(node)
        result.volumes[node] = volume > Self.sliver ? volume : 0
    }

    /// Whether a condition a + b u on the slope is so stiff that a node outside cannot tell the value on the boundary: continued
    /// inwards along the slope, its own value would count with the wrong sign.
    ///
    /// The source in its cell is lost with its balance. Where b is this large the boundary holds the unknown, and a flux that is
    /// wrong by h changes it by h (h + 1/b): an error of second order still.
    private func isStiff(_ node: Int, at place: Int) -> Bool {
        let point = result.places[place].point, normal = result.places[place].normal
        let rate = rates[result.places[place].condition]?.value { symbol in
            switch symbol {
            case .coordinate(let index): problem.spaceIndices.firstIndex(of: index).map { point[$0] } ?? problem.coordinates[index].lower
            case .normal(let index): problem.spaceIndices.firstIndex(of: index).map { normal[$0] }
            default: nil
            }
        }
        return rate.map { 1 + $0 * distances[node] < Self.leastFactor } ?? false
    }

    /// Least factor 1 - b · distance with which a slope is solved for with the unknown on the boundary.
    static let leastFactor = 0.5

    /// Small: dropped cells cost order in the maximum norm on fine grids, where among many cut cells some are of any size.
    private static let sliver = 1e-6

    /// Takes the balance from cut cells of nodes outside that have no neighbour along an axis: no slope along it is known there
    /// to continue the unknown to the wall with. Their neighbours' walls close what becomes of them.
    ///
    /// Such a cap holds a part of the order of h of a cell, at isolated points: what is lost of the source is of higher order.
    private mutating func dropCaps(_ nodes: [Int]) {
        let given = Set(result.given.map(\.node))
        func isKnown(_ node: Int) -> Bool { result.isFree(node) || given.contains(node) }
        func isAlone(_ node: Int) -> Bool {
            (0..<lattice.dimension).contains { axis in
                ![-1, 1].contains { step in lattice.neighbour(node, offset(axis, step)).map(isKnown) ?? false }
            }
        }
        while true {
            let caps = nodes.filter { result.isFree($0) && !result.isInside[$0] && !isAtEnd($0) && isAlone($0) }
            if caps.isEmpty { return }
            for node in caps { result.volumes[node] = 0 }
        }
    }

    static func offsets(_ dimension: Int) -> [[Int]] {
        (0..<dimension).reduce([[]]) { partial, _ in partial.flatMap { start in [-1, 0, 1].map { start + [$0] } } }
    }

    /// Closes faces between nodes that do not both have a balance or a value, and ends arms that leave the shape.
    private mutating func connect(_ near: [Int], _ isWalled: [Bool]) throws(DiscretizationError) {
        let isGiven = Set(result.given.map(\.node))
        func counts(_ node: Int) -> Bool { result.isFree(node) || isGiven.contains(node) }
        for node in near {
            for axis in 0..<lattice.dimension {
                for step in [-1, 1] {
                    guard let other = lattice.neighbour(node, offset(axis, step)) else { continue }
                    let before = step == 1 ? node : other
                    guard counts(node) else {
                        result.apertures[axis][before] = 0
                        continue
                    }
                    if counts(other) {
                        if isWalled[node] || isWalled[other] { result.apertures[axis][before] = geometry.aperture(before, axis: axis) }
                        continue
                    }
                    result.apertures[axis][before] = 0
                    if result.isFree(node) && result.isInside[node] { try addCut(node, axis, step) }
                }
            }
        }
    }

    func offset(_ axis: Int, _ step: Int) -> [Int] { (0..<lattice.dimension).map { $0 == axis ? step : 0 } }

    private mutating func addCut(_ node: Int, _ axis: Int, _ step: Int) throws(DiscretizationError) {
        let start = point(node)
        var end = start
        end[axis] += Double(step) * lattice.spacing[axis]
        let fraction = shape.crossing(from: start, to: end) ?? 1
        var crossing = start
        crossing[axis] += fraction * Double(step) * lattice.spacing[axis]
        guard let place = try place(crossing, orNilOutside: false), givesValue[result.places[place].condition] else { return }
        // An arm of no length: the node is as good as on the boundary.
        if fraction < 1e-5 {
            result.given.append((node, place))
            result.volumes[node] = 0
            return
        }
        result.cuts.append(.init(node: node, axis: axis, step: step, length: fraction * lattice.spacing[axis], place: place))
    }
}
