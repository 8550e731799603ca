import Foundation

/// Evenly spaced streamlines (Jobard and Lefer 1997): each new line starts at the separation from one that is there, and
/// ends where it comes closer than half of it to another.
///
/// Works in the plane scaled so that the longer side is 1; lines are integrated by the classical Runge-Kutta method in the
/// direction of the field, with a fixed step of a tenth of the separation.
public struct StreamlinePlacement {
    private let field: VectorPlane
    private let separation: Double
    private let testDistance: Double
    private let step: Double
    private let scale: Double
    private let smallest: Double
    private var grid: PointBuckets

    /// - Parameter separation: distance between lines as a part of the longer side of the plane.
    public init(_ field: VectorPlane, separation: Double) {
        let plane = field.horizontalPart
        let width = plane.horizontal[plane.columns - 1] - plane.horizontal[0]
        let height = plane.vertical[plane.rows - 1] - plane.vertical[0]
        self.field = field
        scale = max(width, height)
        self.separation = separation * scale
        testDistance = self.separation / 2
        step = self.separation / 10
        smallest = 1e-6 * (field.magnitude.values.filter(\.isFinite).max() ?? 0)
        grid = PointBuckets(cell: self.separation)
    }

    /// The lines, each in the direction of the field.
    public static func lines(of field: VectorPlane, separation: Double = 0.045) -> [[PlotPoint]] {
        var placement = StreamlinePlacement(field, separation: separation)
        return placement.run()
    }

    private mutating func run() -> [[PlotPoint]] {
        guard scale > 0, smallest > 0 else { return [] }
        var lines: [[PlotPoint]] = []
        var queue = 0
        for seed in coarseSeeds {
            // All room beside known lines is used up before the next seed of the coarse lattice is tried.
            place(seed, into: &lines)
            while queue < lines.count {
                for candidate in neighbours(of: lines[queue]) { place(candidate, into: &lines) }
                queue += 1
            }
        }
        return lines
    }

    private mutating func place(_ seed: PlotPoint, into lines: inout [[PlotPoint]]) {
        guard lines.count < 2000, grid.isFree(seed, distance: separation * 0.999), direction(at: seed) != nil else { return }
        let forward = integrate(from: seed, sign: 1, own: [])
        let isClosed = forward.last == seed
        let backward = isClosed ? [] : integrate(from: seed, sign: -1, own: forward)
        let line = backward.reversed() + [seed] + forward
        // Scraps between long lines and walls show nothing.
        guard isClosed || Double(line.count) * step > 2.5 * separation else { return }
        for point in line { grid.insert(point) }
        lines.append(line)
    }

    /// Points of the line from the seed on, nearest first; a line that comes back to its seed ends in it.
    private func integrate(from seed: PlotPoint, sign: Double, own: [PlotPoint]) -> [PlotPoint] {
        var points: [PlotPoint] = []
        var ownGrid = PointBuckets(cell: separation)
        var waiting: [PlotPoint] = [seed] + own
        var position = seed
        for _ in 0..<Int(6 * scale / step) {
            guard let next = advanced(position, by: sign * step), grid.isFree(next, distance: testDistance) else { break }
            if !ownGrid.isFree(next, distance: testDistance) {
                if own.isEmpty, next.distance(to: seed) < testDistance, isParallel(next, seed) { points += bridge(position, seed) }
                break
            }
            points.append(next)
            waiting.append(next)
            // A line may not come back to itself; the last stretch is always near.
            if waiting.count > 12 { ownGrid.insert(waiting.removeFirst()) }
            position = next
        }
        return points
    }

    private func isParallel(_ a: PlotPoint, _ b: PlotPoint) -> Bool {
        guard let first = direction(at: a), let second = direction(at: b) else { return false }
        return first.x * second.x + first.y * second.y > 0.95
    }

    /// Even steps from the end of a line that closed to its seed, the seed last.
    private func bridge(_ end: PlotPoint, _ seed: PlotPoint) -> [PlotPoint] {
        let count = max(Int((end.distance(to: seed) / step).rounded()), 1)
        return (1...count).map { k in
            if k == count { return seed }
            let part = Double(k) / Double(count)
            return PlotPoint(end.x + part * (seed.x - end.x), end.y + part * (seed.y - end.y))
        }
    }

    private func direction(at point: PlotPoint) -> PlotPoint? {
        let vector = field.value(at: point)
        let length = (vector.x * vector.x + vector.y * vector.y).squareRoot()
        guard length > smallest else { return nil }
        return PlotPoint(vector.x / length, vector.y / length)
    }

    private func advanced(_ start: PlotPoint, by step: Double) -> PlotPoint? {
        func moved(_ direction: PlotPoint, _ part: Double) -> PlotPoint {
            PlotPoint(start.x + part * step * direction.x, start.y + part * step * direction.y)
        }
        guard let a = direction(at: start), let b = direction(at: moved(a, 0.5)), let c = direction(at: moved(b, 0.5)),
            let d = direction(at: moved(c, 1))
        else { return nil }
        let mean = PlotPoint((a.x + 2 * b.x + 2 * c.x + d.x) / 6, (a.y + 2 * b.y + 2 * c.y + d.y) / 6)
        let end = moved(mean, 1)
        return direction(at: end) == nil ? nil : end
    }

    private func neighbours(of line: [PlotPoint]) -> [PlotPoint] {
        stride(from: 0, to: line.count, by: 5).flatMap { index -> [PlotPoint] in
            let point = line[index]
            guard let along = direction(at: point) else { return [] }
            return [1.0, -1.0].map { PlotPoint(point.x - $0 * separation * along.y, point.y + $0 * separation * along.x) }
        }
    }

    /// A lattice that reaches parts no line leads to, the middle first.
    private var coarseSeeds: [PlotPoint] {
        let plane = field.horizontalPart
        let (x, y) = (plane.horizontal, plane.vertical)
        let (width, height) = (x[x.count - 1] - x[0], y[y.count - 1] - y[0])
        let count = 12
        let parts: [Double] = (0..<count).map { (Double($0) + 0.5) / Double(count) }.sorted { abs($0 - 0.5) < abs($1 - 0.5) }
        var seeds: [PlotPoint] = []
        for v in parts {
            for u in parts { seeds.append(PlotPoint(x[0] + u * width, y[0] + v * height)) }
        }
        return seeds
    }
}

/// Points by the square cells they lie in, to find near ones quickly.
struct PointBuckets {
    private struct Key: Hashable {
        var x: Int
        var y: Int
    }

    private let cell: Double
    private var buckets: [Key: [PlotPoint]] = [:]

    init(cell: Double) { self.cell = cell }

    private func key(_ point: PlotPoint) -> Key {
        Key(x: Int((point.x / cell).rounded(.down)), y: Int((point.y / cell).rounded(.down)))
    }

    mutating func insert(_ point: PlotPoint) { buckets[key(point), default: []].append(point) }

    /// Whether no point lies nearer than a distance of at most one cell.
    func isFree(_ point: PlotPoint, distance: Double) -> Bool {
        let centre = key(point)
        for x in (centre.x - 1)...(centre.x + 1) {
            for y in (centre.y - 1)...(centre.y + 1) {
                guard let points = buckets[Key(x: x, y: y)] else { continue }
                if points.contains(where: { $0.distance(to: point) < distance }) { return false }
            }
        }
        return true
    }
}
