import Fields

/// Whether the standard deviations of a solution say how wrong it is, against a reference.
public struct Calibration: Sendable, Hashable {
    /// Part of all points at which the reference lies within 1.96 deviations.
    public var coverage: Double
    /// Median of the deviation over the error's size: 1 to 2 for honest bands, large for cautious ones.
    public var medianRatio: Double
    /// Mean of the squared error over the variance: 1 for honest bands.
    public var meanSquare: Double

    /// Half the width of a normal distribution's 95 % band in deviations.
    static let band = 1.959963984540054

    /// From errors and deviations at the same points; points that are not numbers are left out. Nil without any point.
    public init?(errors: [Double], deviations: [Double]) {
        let pairs = zip(errors, deviations).filter { $0.isFinite && $1.isFinite }.map { (error: abs($0), deviation: $1) }
        guard !pairs.isEmpty else { return nil }
        coverage = Double(pairs.count { $0.error <= Self.band * $0.deviation }) / Double(pairs.count)
        let ratios = pairs.map { $0.error > 0 ? $0.deviation / $0.error : .greatestFiniteMagnitude }.sorted()
        medianRatio = ratios[ratios.count / 2]
        let squares = pairs.filter { $0.deviation > 0 }.map { ($0.error / $0.deviation) * ($0.error / $0.deviation) }
        meanSquare = squares.reduce(0, +) / Double(max(squares.count, 1))
    }
}

extension Solution {
    /// How well the deviations of an unknown cover the errors against a reference series with the same times; nil without deviations.
    func calibration(of unknown: String, against reference: [Snapshot]) throws -> Calibration? {
        guard !deviations.isEmpty else { return nil }
        var errors: [Double] = [], spreads: [Double] = []
        for (index, snapshot) in snapshots.enumerated() where index < reference.count && index < deviations.count {
            guard let field = snapshot.field(named: unknown), let spread = deviations[index].field(named: unknown),
                let known = reference[index].field(named: unknown)
            else { continue }
            errors += try field.subtracting(known.resampled(to: field.grid).placed(on: field.grid)).values.elements
            spreads += spread.values.elements
        }
        return Calibration(errors: errors, deviations: spreads)
    }
}
