/// Lines of equal value of a plane by marching squares (Lorensen and Cline 1987, in two dimensions), joined to polylines.
///
/// Cells with a corner without value have no lines. In saddle cells the mean of the corners decides which corners belong
/// together.
public struct ContourLines: Hashable, Sendable {
    public let level: Double
    /// Polylines; a closed one ends in its first point.
    public let lines: [[PlotPoint]]

    private init(level: Double, lines: [[PlotPoint]]) {
        self.level = level
        self.lines = lines
    }

    /// The stretches of the lines whose points lie where they may.
    func clipped(to isInside: (PlotPoint) -> Bool) -> ContourLines {
        let pieces = lines.flatMap { line in
            line.split(omittingEmptySubsequences: true) { !isInside($0) }.filter { $0.count > 1 }.map(Array.init)
        }
        return ContourLines(level: level, lines: pieces)
    }

    /// The lines of one level.
    public init(of plane: PlaneValues, level: Double) {
        self.level = level
        var builder = ContourBuilder(plane, level)
        lines = builder.polylines()
    }
}

/// Segments between cell edges and how they join.
private struct ContourBuilder {
    private let plane: PlaneValues
    private let level: Double
    /// The up to two neighbours along the line [edge][2]; −1 for none.
    private var links: [Int32]
    private var order: [Int] = []

    init(_ plane: PlaneValues, _ level: Double) {
        self.plane = plane
        self.level = level
        links = [Int32](repeating: -1, count: 4 * plane.values.count)
        let columns = plane.columns
        for row in 0..<max(plane.rows - 1, 0) {
            for column in 0..<max(columns - 1, 0) {
                let base = row * columns + column
                let a = plane.values[base], b = plane.values[base + 1]
                let c = plane.values[base + columns + 1], d = plane.values[base + columns]
                let first = a >= level
                // Most cells lie on one side; NaN compares as below and is sorted out later.
                if first == (b >= level), first == (c >= level), first == (d >= level) { continue }
                addCell(row, column, [a, b, c, d])
            }
        }
    }

    // Edges are numbered by the point at their lower end: even along the row, odd along the column.
    private func edge(_ row: Int, _ column: Int, alongRow: Bool) -> Int { 2 * (row * plane.columns + column) + (alongRow ? 0 : 1) }

    private mutating func addCell(_ row: Int, _ column: Int, _ corners: [Double]) {
        guard !corners.contains(where: { $0.isNaN }) else { return }
        let above = corners.map { $0 >= level }
        // In turn around the cell: edge k joins corners k and k + 1.
        let edges = [
            edge(row, column, alongRow: true), edge(row, column + 1, alongRow: false),
            edge(row + 1, column, alongRow: true), edge(row, column, alongRow: false),
        ]
        let crossed = (0..<4).filter { above[$0] != above[($0 + 1) % 4] }
        if crossed.count == 2 { return join(edges[crossed[0]], edges[crossed[1]]) }
        let isMiddleAbove = corners.reduce(0) { $0 + $1 / 4 } >= level
        if isMiddleAbove == above[0] {
            join(edges[0], edges[1])
            join(edges[2], edges[3])
        } else {
            join(edges[3], edges[0])
            join(edges[1], edges[2])
        }
    }

    private mutating func join(_ first: Int, _ second: Int) {
        link(first, to: second)
        link(second, to: first)
    }

    private mutating func link(_ edge: Int, to other: Int) {
        if links[2 * edge] < 0 {
            links[2 * edge] = Int32(other)
            order.append(edge)
        } else {
            links[2 * edge + 1] = Int32(other)
        }
    }

    /// Follows the links from open ends first, then around closed lines.
    mutating func polylines() -> [[PlotPoint]] {
        var visited = [Bool](repeating: false, count: links.count / 2)
        var result: [[PlotPoint]] = []
        let ends = order.filter { links[2 * $0 + 1] < 0 }
        for start in ends + order where !visited[start] {
            var chain = [start]
            visited[start] = true
            while let last = chain.last {
                let next = [links[2 * last], links[2 * last + 1]].first { $0 >= 0 && !visited[Int($0)] }
                guard let next else { break }
                chain.append(Int(next))
                visited[Int(next)] = true
            }
            let isClosed = links[2 * start + 1] >= 0
            result.append((isClosed ? chain + [start] : chain).map(point))
        }
        return result
    }

    private func point(_ edge: Int) -> PlotPoint {
        let (row, column) = ((edge / 2) / plane.columns, (edge / 2) % plane.columns)
        let isAlongRow = edge % 2 == 0
        let (first, second) = (plane[row, column], isAlongRow ? plane[row, column + 1] : plane[row + 1, column])
        // Halves first: the difference of two huge values may leave the numbers.
        let part = second == first ? 0.5 : min(max((level / 2 - first / 2) / (second / 2 - first / 2), 0), 1)
        func between(_ points: [Double], _ index: Int) -> Double {
            points[index] + part * (points[index + 1] - points[index])
        }
        return isAlongRow
            ? PlotPoint(between(plane.horizontal, column), plane.vertical[row])
            : PlotPoint(plane.horizontal[column], between(plane.vertical, row))
    }
}
