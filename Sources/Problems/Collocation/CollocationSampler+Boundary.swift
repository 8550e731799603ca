import Fields
import NumericsCore

/// Points where conditions hold. They are drawn over the whole side or boundary, evenly by length or area, and those of the
/// condition are kept; where these are too few, more are drawn until there are enough, so that short parts have points too.
extension CollocationSampler {
    /// Points drawn before a part counts as empty: parts down to some 1e-5 of the boundary are found.
    private static let mostTrials = 1 << 18

    /// The fewest points of a condition for which nothing is drawn again.
    private static func fewest(_ count: Int) -> Int { min(max(count / 4, 1), 16) }

    /// Calls `draw` with growing numbers until it returns enough; what it returns is kept as it is.
    /// - Throws: `PointRuleError.emptyPart` when nothing is found.
    private func enough<Points>(
        _ condition: Int, _ count: Int, counted: (Points) -> Int, draw: (Int) throws -> Points
    ) throws -> Points {
        var trials = max(count, 1)
        while true {
            let points = try draw(trials)
            let found = counted(points)
            if found >= Self.fewest(count) || (found > 0 && trials >= Self.mostTrials) { return points }
            guard trials < Self.mostTrials else {
                throw PointRuleError.emptyPart(condition: problem.conditions[condition].name, trials: trials)
            }
            // A fifth more than the share so far asks for: it is known from few points.
            let wanted = found > 0 ? Int(1.2 * Double(trials) * Double(Self.fewest(count)) / Double(found)) + 1 : 8 * trials
            trials = min(max(wanted, 2 * trials), Self.mostTrials)
        }
    }

    func sidePoints(
        _ condition: Int, _ side: BoundarySide, _ count: Int, using stream: inout RandomStream
    ) throws -> CollocationPoints {
        let coordinate = problem.coordinates[side.coordinate]
        let end = side.isUpper ? coordinate.upper : coordinate.lower
        let extent = problem.conditions[condition].extent
        var own = stream
        func drawn(_ trials: Int) throws -> [[Double]] {
            let all = try face(side.coordinate, at: end, trials, using: &own)
            guard let extent else { return all }
            return all.filter { row in extent.value { problem.value(of: $0, at: row) } ?? false }
        }
        // The end of a line is a single point.
        let rows = extent == nil ? try drawn(count) : try enough(condition, count, counted: \.count, draw: drawn)
        stream = own
        let normal = problem.spaceIndices.map { $0 == side.coordinate ? side.outwardSign : 0 }
        return CollocationPoints(rows: rows, normals: rows.map { _ in normal })
    }

    /// Points of the boundary of a shape where the condition holds, each at an instant of its own.
    func boundaryPoints(
        _ condition: Int, _ count: Int, using stream: inout RandomStream
    ) throws -> CollocationPoints {
        guard let region = problem.region else { throw PointRuleError.noBoundary }
        var own = stream
        let (samples, chosen) = try enough(condition, count, counted: { $0.1.count }) { trials -> (BoundarySamples, [Int]) in
            let samples = try rule.boundaryPoints(trials, of: region, using: &own)
            let held = resolver.conditions(at: samples.points, normals: samples.normals)
            return (samples, held.indices.filter { held[$0].contains(condition) })
        }
        stream = own
        let times = try instants(chosen.count, using: &stream)
        let rows = chosen.enumerated().map { place, index in
            var row = problem.coordinates.map(\.lower)
            for (axis, coordinate) in problem.spaceIndices.enumerated() { row[coordinate] = samples.points[index, axis] }
            if let time = problem.timeIndex { row[time] = times[place] }
            return row
        }
        return CollocationPoints(rows: rows, normals: chosen.map { samples.normal($0) })
    }
}
