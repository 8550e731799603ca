import Fields
import NumericsCore
import Problems

/// Walls where conditions give the slope.
///
/// With the open faces the walls of a dual cell must close it: Σ area · normal is the area vector that the faces leave unbalanced.
/// Then the fluxes of affine fields are exact. What an arc of the boundary lacks of that, an error of the first order in its
/// direction, would be a source of the same order all along the boundary, and the answer of first order too.
extension RegionCutter {
    /// A piece of boundary in a dual cell.
    private struct Piece {
        var area: Double
        var normal: [Double]
        var place: Int
    }

    /// Adds the walls of the dual cells of `nodes`, which have a balance and lie at walls.
    /// - Throws: `DiscretizationError.unsupported` where the boundary has no condition.
    mutating func addWalls(_ nodes: [Int]) throws(DiscretizationError) {
        let pieces = try piecesOfBoundary()
        for node in nodes {
            let closing = imbalance(node)
            let area = closing.length
            guard area * (lattice.spacing.min() ?? 1) > 1e-12 else { continue }
            if let own = pieces[node], !isSmooth(own, closing.map { $0 / area }) {
                for piece in Self.closed(own, closing) { add(piece, to: node) }
                continue
            }
            guard let centre = wallCentre(node), let place = try place(nearestTo: centre, normal: closing.map { $0 / area }),
                !givesValue[result.places[place].condition]
            else { continue }
            add(Piece(area: area, normal: closing.map { $0 / area }, place: place), to: node)
        }
    }

    /// One condition, and a direction that hardly changes: the boundary is as good as straight in the cell.
    private func isSmooth(_ pieces: [Piece], _ direction: [Double]) -> Bool {
        let first = result.places[pieces[0].place].condition
        return pieces.allSatisfy { piece in
            result.places[piece.place].condition == first && zip(piece.normal, direction).reduce(0) { $0 + $1.0 * $1.1 } > 0.9
        }
    }

    private mutating func add(_ piece: Piece, to node: Int) {
        result.places[piece.place].normal = piece.normal
        let offset = zip(result.places[piece.place].point, point(node)).map { $0 - $1 }
        let distance = zip(offset, piece.normal).reduce(0) { $0 + $1.0 * $1.1 }
        result.walls.append(
            .init(
                node: node, area: piece.area, distance: distance, tangent: zip(offset, piece.normal).map { $0 - distance * $1 },
                place: piece.place))
    }

    /// Short pieces of the boundary with conditions on the slope, by the node whose dual cell they lie in, or one next to it.
    private mutating func piecesOfBoundary() throws(DiscretizationError) -> [Int: [Piece]] {
        guard let samples = problem.boundarySamples(spacing: 0.25 * (lattice.spacing.min() ?? 1)) else { return [:] }
        let whole = lattice.spacing.reduce(1, *)
        var pieces: [Int: [Piece]] = [:]
        for index in 0..<samples.count {
            let point = samples.point(index), normal = samples.normal(index)
            if isOnSide(point, normal) { continue }
            guard let place = try place(point, orNilOutside: true, normal: normal) else { continue }
            guard !givesValue[result.places[place].condition], let node = freeNode(near: point) else { continue }
            pieces[node, default: []].append(Piece(area: samples.weights[index] / whole, normal: normal, place: place))
        }
        return pieces
    }

    /// Pieces with areas and directions changed as little as closes the cell.
    ///
    /// Around a corner the areas can be changed so that they do; along a smooth stretch they can only make up for what is
    /// lacking along the normal, and the directions are turned by the rest.
    private static func closed(_ pieces: [Piece], _ closing: [Double]) -> [Piece] {
        let axes = closing.indices
        var moments = Tensor(shape: [axes.count, axes.count], repeating: 0.0)
        for piece in pieces {
            for row in axes { for column in axes { moments[row, column] += piece.area * piece.normal[row] * piece.normal[column] } }
        }
        let total = axes.reduce(0) { $0 + moments[$1, $1] }
        let found = axes.map { axis in pieces.reduce(0) { $0 + $1.area * $1.normal[axis] } }
        let multiplier = solve(moments, zip(closing, found).map { $0 - $1 }, threshold: 0.05 * total)
        var result = pieces.map { piece -> Piece in
            var piece = piece
            piece.area *= max(0, 1 + zip(piece.normal, multiplier).reduce(0) { $0 + $1.0 * $1.1 })
            return piece
        }
        let sum = result.reduce(0) { $0 + $1.area }
        guard sum > 0 else { return pieces }
        let turn = axes.map { axis in (closing[axis] - result.reduce(0) { $0 + $1.area * $1.normal[axis] }) / sum }
        for index in result.indices {
            let turned = zip(result[index].normal, turn).map { $0 + $1 }
            result[index].area *= turned.length
            result[index].normal = turned.map { $0 / turned.length }
        }
        return result
    }

    /// The shortest solution of a symmetric system in the space of eigenvalues above a threshold.
    private static func solve(_ matrix: Tensor<Double>, _ right: [Double], threshold: Double) -> [Double] {
        guard let eigen = try? SymmetricEigen(matrix) else { return right.map { _ in 0 } }
        return right.indices.map { row in
            right.indices.reduce(0) { sum, mode in
                guard eigen.values[mode] > threshold else { return sum }
                let along = right.indices.reduce(0) { $0 + eigen.vectors[$1, mode] * right[$1] }
                return sum + eigen.vectors[row, mode] * along / eigen.values[mode]
            }
        }
    }

    /// The middle of a dual cell's wall, where the boundary is taken as straight in each part of it; walls of cells without a
    /// balance of their own count as far as the face towards them is open.
    private func wallCentre(_ node: Int) -> [Double]? {
        var sum = lattice.spacing.map { _ in 0.0 }, weight = 0.0
        func add(_ wall: (area: Double, centre: [Double])?, share: Double) {
            guard let wall, wall.area * share > 0 else { return }
            for axis in sum.indices { sum[axis] += wall.area * share * wall.centre[axis] }
            weight += wall.area * share
        }
        add(geometry.wall(node), share: 1)
        for axis in sum.indices {
            for step in [-1, 1] {
                guard let other = lattice.neighbour(node, offset(axis, step)), !result.isFree(other) else { continue }
                add(geometry.wall(other), share: geometry.aperture(step == 1 ? node : other, axis: axis))
            }
        }
        return weight > 0 ? sum.map { $0 / weight } : nil
    }

    /// The place on the boundary next to a point near it.
    mutating func place(nearestTo start: [Double], normal known: [Double]) throws(DiscretizationError) -> Int? {
        var point = start
        for _ in 0..<2 {
            let distance = shape.signedDistance(at: point)
            point = zip(point, normal(point)).map { $0 - distance * $1 }
        }
        return try place(point, orNilOutside: true, normal: known)
    }

    /// The area vector that the open faces of a dual cell leave unbalanced, over the volume of a whole cell.
    private func imbalance(_ node: Int) -> [Double] {
        let indices = lattice.indices(of: node)
        return (0..<lattice.dimension).map { axis in
            let others = (0..<lattice.dimension).filter { $0 != axis }
            let area = others.reduce(1 / lattice.spacing[axis]) { $0 * lattice.share($1, indices[$1]) }
            let open = [-1, 1].map { step -> Double in
                guard let other = lattice.neighbour(node, offset(axis, step)) else { return sideAperture(node, axis, step) }
                return result.apertures[axis][step == 1 ? node : other]
            }
            return (open[0] - open[1]) * area
        }
    }

    /// Part of the side of the box that a dual cell ends at inside the shape.
    ///
    /// On the side itself levels are zero where the shape ends there and tell only whether the boundary crosses the side; where
    /// it does is looked for a little inwards.
    private func sideAperture(_ node: Int, _ axis: Int, _ step: Int) -> Double {
        let (isCut, isOpen) = geometry.sideLevels(node, axis: axis, step: step)
        guard isCut else { return isOpen ? 1 : 0 }
        let corners = geometry.faceCorners(node, axis: axis, step: step).map { corner in
            corner.enumerated().map { $0 == axis ? $1 - Double(step) * 1e-6 * lattice.spacing[axis] : $1 }
        }
        if corners.count == 1 { return shape.contains(corners[0]) ? 1 : 0 }
        if corners.count == 2 {
            let isFirst = shape.contains(corners[0])
            let fraction = shape.crossing(from: corners[isFirst ? 0 : 1], to: corners[isFirst ? 1 : 0]) ?? 1
            return isFirst != shape.contains(corners[1]) ? fraction : isFirst ? 1 : 0
        }
        let count = 16
        let rows = (0..<count * count).flatMap { index -> [Double] in
            let (a, b) = ((Double(index / count) + 0.5) / Double(count), (Double(index % count) + 0.5) / Double(count))
            return corners[0].indices.map { corners[0][$0] + a * (corners[1][$0] - corners[0][$0]) + b * (corners[2][$0] - corners[0][$0]) }
        }
        let inside = shape.contains(Tensor(shape: [count * count, corners[0].count], elements: rows))
        return Double(inside.filter { $0 }.count) / Double(count * count)
    }

    /// The sides of the box that the boundary crosses within a dual cell.
    func cutSides() -> [StencilRegion.SideFace: Double] {
        var found: [StencilRegion.SideFace: Double] = [:]
        for node in 0..<lattice.count where result.isFree(node) && isAtEnd(node) {
            for axis in 0..<lattice.dimension {
                for step in [-1, 1] where lattice.neighbour(node, offset(axis, step)) == nil {
                    let aperture = sideAperture(node, axis, step)
                    if aperture < 1 { found[.init(node: node, axis: axis, isUpper: step > 0)] = aperture }
                }
            }
        }
        return found
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
}

extension [Double] {
    fileprivate var length: Double { reduce(0) { $0 + $1 * $1 }.squareRoot() }
}
