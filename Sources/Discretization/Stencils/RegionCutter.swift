import Fields
import NumericsCore
import Problems

/// Finds out how the boundary of a problem's shape cuts a lattice.
struct RegionCutter {
    private let problem: Problem
    let lattice: Lattice
    let shape: Shape
    /// Whether each condition of the problem gives the value.
    let givesValue: [Bool]
    private let resolver: BoundaryResolver
    /// Signed distances at the nodes, negative inside.
    private let distances: [Double]
    /// Distances below this are zero.
    private let tolerance: Double
    private var result: StencilRegion
    private var geometry: DualCells

    init(_ problem: Problem, shape: Shape, lattice: Lattice, givesValue: [Bool]) {
        self.problem = problem
        self.lattice = lattice
        self.shape = shape
        self.givesValue = givesValue
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
        for node in near where !isOnSide(node) || distances[node] > tolerance {
            let place = try place(nearest: node)
            guard let place else { continue }
            isWalled[node] = !givesValue[result.places[place].condition]
            if abs(distances[node]) <= tolerance && result.isInside[node] && !isWalled[node] {
                result.given.append((node, place))
                result.volumes[node] = 0
            }
        }
        let hasWalls = isWalled.contains(true)
        if hasWalls {
            geometry.cut(by: shape)
            for node in near where isWalled[node] { cutCell(node) }
        }
        try connect(near, isWalled)
        if hasWalls { try addWalls(near.filter { isWalled[$0] && result.isFree($0) }) }
        return result
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

    private func point(_ node: Int) -> [Double] {
        lattice.indices(of: node).enumerated().map { lattice.point($0, $1) }
    }

    /// Gradient of the signed distance by differences; the outward normal near the boundary.
    private func normal(_ point: [Double]) -> [Double] {
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

    private mutating func place(
        _ point: [Double], orNilOutside: Bool, normal known: [Double]? = nil
    ) throws(DiscretizationError) -> Int? {
        for axis in point.indices where !lattice.isPeriodic[axis] {
            let margin = 1e-6 * lattice.spacing[axis]
            if point[axis] < lattice.lower[axis] - margin || point[axis] > lattice.upper[axis] + margin { return nil }
        }
        let found = resolver.conditions(at: Tensor(shape: [1, point.count], elements: point))[0]
        guard let condition = found.first else {
            let text = point.enumerated().map { "\(lattice.names[$0]) = \(Float($1))" }.joined(separator: ", ")
            throw .unsupported(term: "the boundary at \(text)", because: "no condition holds there")
        }
        result.places.append(.init(point: point, normal: known ?? normal(point), condition: condition))
        return result.places.count - 1
    }

    /// Cuts the dual cell of a node by the boundary. Slivers carry no balance of their own.
    private mutating func cutCell(_ node: Int) {
        let volume = geometry.volume(node)
        result.volumes[node] = volume > Self.sliver ? volume : 0
    }

    private static let sliver = 1e-3

    /// Gives each piece of boundary with a condition on the slope to the dual cell it lies in, or to one next to it, scaled such
    /// that with the open faces it closes the cell: constant fluxes then leave as they enter.
    private mutating func addWalls(_ nodes: [Int]) throws(DiscretizationError) {
        guard let samples = problem.boundarySamples(spacing: 0.25 * (lattice.spacing.min() ?? 1)) else { return }
        let whole = lattice.spacing.reduce(1, *)
        var sums: [Int: [Double]] = [:]
        for index in 0..<samples.count {
            let point = samples.point(index), normal = samples.normal(index)
            if isOnSide(point, normal) { continue }
            guard let place = try place(point, orNilOutside: true, normal: normal) else { continue }
            guard !givesValue[result.places[place].condition], let node = freeNode(near: point) else { continue }
            let offset = zip(point, self.point(node)).map { $0 - $1 }
            let distance = zip(offset, normal).reduce(0) { $0 + $1.0 * $1.1 }
            let area = samples.weights[index] / whole
            result.walls.append(
                .init(
                    node: node, area: area, distance: distance, tangent: zip(offset, normal).map { $0 - distance * $1 },
                    place: place))
            sums[node] = zip(sums[node] ?? normal.map { _ in 0 }, normal).map { $0 + area * $1 }
        }
        for index in result.walls.indices {
            guard let sum = sums[result.walls[index].node] else { continue }
            let closing = imbalance(result.walls[index].node).reduce(0) { $0 + $1 * $1 }.squareRoot()
            let found = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
            if found > 0 { result.walls[index].area *= closing / found }
        }
        for node in nodes where sums[node] == nil { try addShortWall(node) }
    }

    /// A piece of boundary too short to have been met by the quadrature.
    private mutating func addShortWall(_ node: Int) throws(DiscretizationError) {
        let area = imbalance(node).reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard area * lattice.spacing[0] > 1e-12, let place = try place(nearest: node) else { return }
        guard !givesValue[result.places[place].condition] else { return }
        result.walls.append(
            .init(
                node: node, area: area, distance: -distances[node], tangent: lattice.spacing.map { _ in 0 }, place: place))
    }

    /// The area vector that the open faces of a dual cell leave unbalanced, over the volume of a whole cell.
    private func imbalance(_ node: Int) -> [Double] {
        let indices = lattice.indices(of: node)
        return (0..<lattice.dimension).map { axis in
            let others = (0..<lattice.dimension).filter { $0 != axis }
            let area = others.reduce(1 / lattice.spacing[axis]) { $0 * lattice.share($1, indices[$1]) }
            let open = [-1, 1].map { step -> Double in
                guard let other = lattice.neighbour(node, offset(axis, step)) else { return geometry.side(node, axis: axis, step: step) }
                return result.apertures[axis][step == 1 ? node : other]
            }
            return (open[0] - open[1]) * area
        }
    }

    private func isOnSide(_ point: [Double], _ normal: [Double]) -> Bool {
        point.indices.contains { axis in
            let margin = 1e-6 * lattice.spacing[axis]
            let gap = min(abs(point[axis] - lattice.lower[axis]), abs(point[axis] - lattice.upper[axis]))
            return !lattice.isPeriodic[axis] && gap <= margin && abs(normal[axis]) > 0.99
        }
    }

    /// The nearest node with a balance.
    private func freeNode(near point: [Double]) -> Int? {
        let indices = point.enumerated().map { axis, position in
            min(max(Int(((position - lattice.lower[axis]) / lattice.spacing[axis]).rounded()), 0), lattice.shape[axis] - 1)
        }
        let centre = zip(indices, lattice.strides).reduce(0) { $0 + $1.0 * $1.1 }
        func separation(_ node: Int) -> Double { zip(self.point(node), point).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
        let around = Self.offsets(lattice.dimension).compactMap { lattice.neighbour(centre, $0) }.filter(result.isFree)
        return around.min { (separation($0), $0) < (separation($1), $1) }
    }

    private static func offsets(_ dimension: Int) -> [[Int]] {
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

    private func offset(_ axis: Int, _ step: Int) -> [Int] { (0..<lattice.dimension).map { $0 == axis ? step : 0 } }

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
