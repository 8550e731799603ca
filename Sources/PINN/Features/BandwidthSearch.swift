import Foundation

/// Finds the bandwidths with the smallest residual at points held out: a sweep where nothing is known, then steps along
/// one coordinate after the other.
///
/// The residual tracks the error, and its minimum lies where the error's does; no reference is needed.
struct BandwidthSearch {
    /// Where bandwidths count whole waves.
    let isPeriodic: [Bool]
    /// Values of a sweep, ascending.
    let sweep: [Double]
    let residual: ([Double]) throws -> Double

    struct Result {
        var bandwidths: [Double]
        var residual: Double
    }

    /// - Parameter guesses: by coordinate; nil where the sweep must find one.
    func run(from guesses: [Double?]) throws -> Result {
        var best = Result(bandwidths: [], residual: .infinity)
        for value in guesses.contains(where: { $0 == nil }) ? sweep : [1] {
            let trial = guesses.indices.map { guesses[$0] ?? (isPeriodic[$0] ? max((value / 2).rounded(), 1) * Double.pi : value) }
            let found = try residual(trial)
            if best.bandwidths.isEmpty || found < best.residual { best = Result(bandwidths: trial, residual: found) }
        }
        try refine(&best, 1.5)
        return best
    }

    private func refine(_ best: inout Result, _ factor: Double) throws {
        for coordinate in best.bandwidths.indices {
            let start = best.bandwidths[coordinate]
            for direction in [factor, 1 / factor] {
                // Narrow bands pay with large coefficients later on: go down only for a clear gain.
                let gain = direction > 1 ? 0.8 : 0.4
                while let moved = moved(best.bandwidths[coordinate], coordinate, direction) {
                    var trial = best.bandwidths
                    trial[coordinate] = moved
                    let found = try residual(trial)
                    guard found < gain * best.residual else { break }
                    best = Result(bandwidths: trial, residual: found)
                }
                if best.bandwidths[coordinate] != start { break }
            }
        }
    }

    /// The next bandwidth in a direction; nil at the end of the range.
    private func moved(_ bandwidth: Double, _ coordinate: Int, _ direction: Double) -> Double? {
        guard isPeriodic[coordinate] else {
            let next = bandwidth * direction
            return next > 0.2 && next < 2000 ? next : nil
        }
        let waves = (bandwidth / Double.pi).rounded()
        let next = direction > 1 ? max((waves * direction).rounded(), waves + 1) : min((waves * direction).rounded(), waves - 1)
        return next >= 0 && next < 2000 ? next * Double.pi : nil
    }
}
