import NumericsCore

extension ImplicitRegion {
    public func boundaryCells(size: Double, within window: ShapeBounds) -> [BoundaryCell] {
        let lattice = LevelLattice(window: window, size: size, limit: dimension == 2 ? 512 : 48)
        let values = levels(at: lattice.points)
        switch dimension {
        case 1: return lattice.edges(values).map { place in point(root(place)) }
        case 2: return lattice.squares(values).flatMap { curves($0, values, lattice) }
        default: return lattice.tetrahedra(values).flatMap { surfaces($0, values, lattice) }
        }
    }

    /// The point of the boundary between two points of different sides.
    private func root(_ edge: LevelLattice.Edge) -> [Double] {
        let step = edge.end.minus(edge.start)
        return edge.start.adding(
            RootBracket(0, edge.startValue, 1, edge.endValue).root { level(at: edge.start.adding($0, step)) }, step)
    }

    private func point(_ position: [Double]) -> BoundaryCell {
        .flat(corner: position, edges: [], normal: outwardNormal(at: position))
    }

    /// Marching squares; a saddle is settled by the value in its middle.
    private func curves(_ corners: [Int], _ values: [Double], _ lattice: LevelLattice) -> [BoundaryCell] {
        let crossings = corners.indices.compactMap { index -> [Double]? in
            lattice.edge(corners[index], corners[(index + 1) % 4], values).map(root)
        }
        guard crossings.count == 4 else { return crossings.count == 2 ? [curve(crossings[0], crossings[1])] : [] }
        let middle = lattice.point(corners[0]).adding(1, lattice.point(corners[2])).map { 0.5 * $0 }
        let joinsFirst = (level(at: middle) <= 0) == (values[corners[0]] <= 0)
        return joinsFirst
            ? [curve(crossings[0], crossings[1]), curve(crossings[2], crossings[3])]
            : [curve(crossings[3], crossings[0]), curve(crossings[1], crossings[2])]
    }

    /// The piece between two of its points, as a graph over the chord.
    private func curve(_ start: [Double], _ end: [Double]) -> BoundaryCell {
        let chord = end.minus(start)
        let across = [-chord[1], chord[0]].normalised
        let length = chord.norm
        return BoundaryCell(parameterCount: 1) { [self] parameters in
            let place = lifted(start.adding(parameters[0], chord), along: across, reach: length)
            let normal = outwardNormal(at: place)
            return BoundaryCell.Place(
                point: place, normal: normal, measure: length / max(abs(normal.dot(across)), 1e-3))
        }
    }

    /// Marching tetrahedra: a triangle, or a quadrilateral as two.
    private func surfaces(_ corners: [Int], _ values: [Double], _ lattice: LevelLattice) -> [BoundaryCell] {
        let inside = corners.filter { values[$0] <= 0 }
        let outside = corners.filter { values[$0] > 0 }
        func crossing(_ a: Int, _ b: Int) -> [Double] {
            lattice.edge(a, b, values).map(root) ?? lattice.point(a)
        }
        if inside.count == 2 {
            let ring = [
                crossing(inside[0], outside[0]), crossing(inside[0], outside[1]), crossing(inside[1], outside[1]),
                crossing(inside[1], outside[0]),
            ]
            return [triangle(ring[0], ring[1], ring[2]), triangle(ring[0], ring[2], ring[3])].compactMap { $0 }
        }
        let (apex, base) = inside.count == 1 ? (inside[0], outside) : (outside[0], inside)
        return [triangle(crossing(apex, base[0]), crossing(apex, base[1]), crossing(apex, base[2]))].compactMap { $0 }
    }

    /// The piece over a triangle, from a square one side of which is shrunk to a corner (Duffy 1982).
    ///
    /// Points are lifted along the interpolated normals of the corners: neighbours lift their common edge alike, so that
    /// the pieces neither overlap nor leave gaps.
    private func triangle(_ a: [Double], _ b: [Double], _ c: [Double]) -> BoundaryCell? {
        let (first, second) = (b.minus(a), c.minus(b))
        let reach = first.norm + second.norm
        guard first.cross(second).norm > 1e-14 * reach * reach else { return nil }
        let normals = [a, b, c].map { outwardNormal(at: $0) }
        let (firstTurn, secondTurn) = (normals[1].minus(normals[0]), normals[2].minus(normals[1]))
        return BoundaryCell(parameterCount: 2) { [self] parameters in
            let (u, v) = (parameters[0], parameters[1])
            let flat = a.adding(u, first).adding(u * v, second)
            let direction = normals[0].adding(u, firstTurn).adding(u * v, secondTurn)
            let place = lifted(flat, along: direction, reach: reach)
            let shift = place.minus(flat).dot(direction) / direction.dot(direction)
            let slope = gradient(at: place)
            // Tangents of the lifted surface: what the level's gradient leaves of a step along a parameter.
            let tangents = [first.adding(v, second).adding(shift, firstTurn.adding(v, secondTurn)),
                second.adding(shift, secondTurn)].map { step in
                    step.adding(-slope.dot(step) / slope.dot(direction), direction)
                }
            let area = u * tangents[0].cross(tangents[1]).norm
            return BoundaryCell.Place(point: place, normal: slope.normalised, measure: area.isFinite ? area : 0)
        }
    }

    /// A point of the boundary on a line, by Newton's iteration from its start; the last one within `reach`.
    private func lifted(_ start: [Double], along direction: [Double], reach: Double) -> [Double] {
        var shift = 0.0
        var last = reach
        for _ in 0..<20 {
            let place = start.adding(shift, direction)
            let slope = gradient(at: place).dot(direction)
            let step = level(at: place) / slope
            guard step.isFinite, abs(shift - step) <= reach else { break }
            shift -= step
            // Steps that no longer shrink are rounding.
            if abs(step) <= 1e-15 * reach || abs(step) <= 1e-9 * reach && abs(step) > 0.1 * last { break }
            last = abs(step)
        }
        return start.adding(shift, direction)
    }
}
