import NumericsCore

extension FieldError {
    /// Error of one field against a reference of the same shape at one time.
    ///
    /// On different grids both are brought to `Grid.comparisonGrid` first.
    public init(of field: Field, against reference: Field) throws(FieldComparisonError) {
        var resamplers = ResamplerCache()
        let pair = try FieldPair(field, reference, time: nil, resamplers: &resamplers)
        self = FieldError(pairs: [pair], weights: [1])
    }

    /// Error in space-time of the field `name` in a series of snapshots against a reference series.
    /// - Parameters:
    ///   - snapshots: ascending times, or one snapshot of a steady problem.
    ///   - reference: snapshots at the same times (up to rounding).
    ///   - referenceName: name of the field in the reference, if it differs.
    ///
    /// Weights in time are those of the trapezoidal rule over the snapshot times; one snapshot has weight 1.
    public init(
        of name: String, in snapshots: [Snapshot], against reference: [Snapshot], named referenceName: String? = nil
    ) throws(FieldComparisonError) {
        let times = try Snapshot.commonTimes(snapshots, reference)
        var pairs: [FieldPair] = []
        var resamplers = ResamplerCache()
        for (left, right) in zip(snapshots, reference) {
            guard let field = left.field(named: name) else { throw .fieldMissing(name) }
            guard let other = right.field(named: referenceName ?? name) else {
                throw .fieldMissing(referenceName ?? name)
            }
            pairs.append(try FieldPair(field, other, time: left.time, resamplers: &resamplers))
        }
        self = FieldError(pairs: pairs, weights: GridAxis.trapezoidWeights(times))
    }

    /// Gathers the figures of pairs with their weights in time.
    private init(pairs: [FieldPair], weights: [Double]) {
        let largest = pairs.max { $0.maximum < $1.maximum } ?? pairs[0]
        let errorScale = largest.maximum
        let referenceScale = pairs.map(\.referenceMaximum).max() ?? 0
        let broken = pairs.reduce(0) { $0 + $1.nonFiniteCount }
        var errorSquares = 0.0
        var referenceSquares = 0.0
        for (pair, weight) in zip(pairs, weights) {
            let sums = pair.squares(errorScale: errorScale, referenceScale: referenceScale)
            errorSquares += weight * sums.error
            referenceSquares += weight * sums.reference
        }
        let isFinite = broken == 0 && errorScale.isFinite
        let absolute = isFinite ? errorScale * errorSquares.squareRoot() : .infinity
        let norm = referenceScale * referenceSquares.squareRoot()
        let isRelative = norm > 0
        // Ratios first: the norms themselves may overflow where their quotient does not.
        let ratio = (errorScale / referenceScale) * (errorSquares / referenceSquares).squareRoot()
        let relative = isFinite ? ratio : .infinity
        let place = largest.largestPosition
        self.init(
            relativeL2: isRelative ? relative : absolute, isRelative: isRelative, absoluteL2: absolute,
            referenceL2: norm, maximum: errorScale,
            component: largest.field.componentNames[place / max(largest.field.grid.count, 1)],
            point: largest.field.grid.point(at: place % max(largest.field.grid.count, 1)), time: largest.time,
            nonFiniteCount: broken)
    }
}

extension Snapshot {
    /// The field of this name, or nil.
    public func field(named name: String) -> Field? { fields.first { $0.name == name } }

    /// Times of two series that agree up to rounding; [0] for steady ones.
    static func commonTimes(_ left: [Snapshot], _ right: [Snapshot]) throws(FieldComparisonError) -> [Double] {
        let mismatch = FieldComparisonError.timesDiffer(count: left.count, referenceCount: right.count)
        guard left.count == right.count, !left.isEmpty else { throw mismatch }
        let times = left.map { $0.time ?? 0 }
        let others = zip(right, times).map { $0.time ?? $1 }
        let span = max((times.last ?? 0) - times[0], abs(times[0]), abs(times.last ?? 0))
        guard zip(times, others).allSatisfy({ abs($0 - $1) <= 1e-9 * span }) else { throw mismatch }
        guard zip(times, times.dropFirst()).allSatisfy(<) else { throw mismatch }
        return times
    }
}
