extension DualCells {
    /// Area (length, or 1 for a point) and middle of the part of the boundary in the dual cell of a node, taken as straight in
    /// each simplex of its division; nil if the boundary does not cut it.
    func wall(_ node: Int) -> (area: Double, centre: [Double])? {
        let start = lattice.indices(of: node)
        var total = 0.0, sum = [Double](repeating: 0, count: corners.count)
        for order in Self.permutations(Array(corners.indices)) {
            var indices = start
            var vertices = [vertex(indices)]
            for axis in order {
                indices[axis] += 1
                vertices.append(vertex(indices))
            }
            for part in Self.section(vertices) {
                total += part.area
                for axis in sum.indices { sum[axis] += part.area * part.centre[axis] }
            }
        }
        return total > 0 ? (total, sum.map { $0 / total }) : nil
    }

    /// Whether the corners of the face at which a dual cell ends at a side of the box lie on both sides of the shape's boundary, and
    /// whether all lie in the shape or on its boundary.
    func sideLevels(_ node: Int, axis: Int, step: Int) -> (isCut: Bool, isOpen: Bool) {
        let levels = faceIndices(node, axis: axis, step: step).map { vertex($0).level }
        return (levels.contains { $0 > 0 } && levels.contains { $0 <= 0 }, levels.allSatisfy { $0 <= 0 })
    }

    /// Corners of the face of a dual cell across an axis: the first, then its neighbours along the other axes, then the last.
    func faceCorners(_ node: Int, axis: Int, step: Int) -> [[Double]] {
        faceIndices(node, axis: axis, step: step).map { vertex($0).point }
    }

    private func faceIndices(_ node: Int, axis: Int, step: Int) -> [[Int]] {
        var first = lattice.indices(of: node)
        if step > 0 { first[axis] += 1 }
        return corners.indices.filter { $0 != axis }.reduce([first]) { list, other in
            list + list.map { indices in indices.enumerated().map { $0 == other ? $1 + 1 : $1 } }
        }
    }

    private typealias Vertex = (point: [Double], level: Double)

    private func vertex(_ indices: [Int]) -> Vertex {
        let index = zip(indices, strides).reduce(0) { $0 + $1.0 * $1.1 }
        return (indices.enumerated().map { corners[$0][$1] }, levels[index])
    }

    /// Where a linear function on a simplex is zero, as a point, segments or triangles.
    private static func section(_ vertices: [Vertex]) -> [(area: Double, centre: [Double])] {
        let inside = vertices.filter { $0.level < 0 }, outside = vertices.filter { $0.level >= 0 }
        guard !inside.isEmpty && !outside.isEmpty else { return [] }
        let ends = inside.flatMap { a in outside.map { b in crossing(a, b) } }
        // With two corners each way the ends are those of a quadrilateral, opposite ones being the second and the third.
        let parts = ends.count < 4 ? [ends] : [[ends[0], ends[1], ends[2]], [ends[3], ends[1], ends[2]]]
        return parts.map { ends in
            (area(ends), ends[0].indices.map { axis in ends.reduce(0) { $0 + $1[axis] } / Double(ends.count) })
        }
    }

    private static func crossing(_ a: Vertex, _ b: Vertex) -> [Double] {
        let fraction = a.level / (a.level - b.level)
        return zip(a.point, b.point).map { $0 + fraction * ($1 - $0) }
    }

    /// Length of a segment or area of a triangle; 1 for a point.
    private static func area(_ ends: [[Double]]) -> Double {
        guard ends.count > 1 else { return 1 }
        let edges = ends.dropFirst().map { end in zip(end, ends[0]).map { $0 - $1 } }
        func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
        let first = product(edges[0], edges[0])
        guard edges.count > 1 else { return first.squareRoot() }
        let mixed = product(edges[0], edges[1])
        return 0.5 * max(0, first * product(edges[1], edges[1]) - mixed * mixed).squareRoot()
    }
}
