import NumericsCore
import Problems

extension CollocationSampler {
    /// Points inside with a given density, from a pool of even ones taken at equal steps of the summed density along a curve that
    /// fills space, so that they stay evenly spread where the density is even.
    ///
    /// Their shares are those of density^(-1/2): half-way between integrals over the domain and equal weight for each point.
    /// - Parameter factor: points of the pool for each that is taken.
    func interior(
        _ count: Int, density: some DensityFunction, pool factor: Int = 64, using stream: inout RandomStream
    ) throws -> CollocationPoints {
        let pool = try interior(factor * count, using: &stream)
        let densities = try density.values(at: pool.coordinates)
        let order = pool.orderAlongCurve(problem)
        let total = densities.reduce(0, +)
        var rows: [[Double]] = [], shares: [Double] = []
        var sum = 0.0
        for index in order {
            sum += densities[index]
            guard sum * Double(count) >= (Double(rows.count) + 0.5) * total else { continue }
            rows.append((0..<pool.coordinates.shape[0]).map { pool.coordinates[$0, index] })
            shares.append((total / Double(densities.count) / densities[index]).squareRoot())
        }
        var points = CollocationPoints(rows: rows)
        points.shares = shares.map { $0 / Double(rows.count) }
        return points
    }
}
