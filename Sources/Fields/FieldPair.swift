import NumericsCore

/// A field and its reference on one grid at one time, with the place of the largest difference.
struct FieldPair {
    let field: Field
    let reference: Field
    let time: Double?
    /// Largest absolute difference; infinite when a value is finite in one of the two only.
    private(set) var maximum = 0.0
    /// Position of the maximum in the values [component][grid…].
    private(set) var largestPosition = 0
    private(set) var referenceMaximum = 0.0
    private(set) var nonFiniteCount = 0

    /// - Parameter resamplers: maps between grids made so far; a series needs each once.
    init(
        _ field: Field, _ reference: Field, time: Double?, resamplers: inout ResamplerCache
    ) throws(FieldComparisonError) {
        guard field.componentNames.count == reference.componentNames.count else {
            throw .componentsDiffer(
                field: field.name, counts: [field.componentNames.count, reference.componentNames.count])
        }
        if field.grid.isSame(as: reference.grid) {
            (self.field, self.reference) = (field, reference)
        } else {
            let grid = try field.grid.comparisonGrid(with: reference.grid, field: field.name)
            self.field = try resamplers.resample(field, to: grid)
            self.reference = try resamplers.resample(reference, to: grid)
        }
        self.time = time
        measure()
    }

    /// Points outside the shape of either grid count nowhere. Where neither has a mask, as in fields from files, points
    /// that are NaN in both are taken to be outside.
    private mutating func measure() {
        let (left, right) = (field.values, reference.values)
        let (mask, count) = (mask, field.grid.count)
        left.withUnsafeBufferPointer { a in
            right.withUnsafeBufferPointer { b in
                for i in a.indices {
                    if let mask {
                        guard mask[i % count] else { continue }
                    } else if a[i].isNaN && b[i].isNaN {
                        continue
                    }
                    if b[i].isFinite { referenceMaximum = max(referenceMaximum, abs(b[i])) }
                    guard a[i].isFinite && b[i].isFinite else {
                        // NaN differs from everything, itself included.
                        if a[i] != b[i] { recordBroken(i) }
                        continue
                    }
                    let difference = abs(a[i] - b[i])
                    if difference > maximum { (maximum, largestPosition) = (difference, i) }
                }
            }
        }
    }

    /// Points that belong to the shapes of both; nil if neither has one.
    private var mask: [Bool]? { field.grid.intersectingMask(reference.grid.mask).mask }

    private mutating func recordBroken(_ position: Int) {
        if nonFiniteCount == 0 { (maximum, largestPosition) = (.infinity, position) }
        nonFiniteCount += 1
    }

    /// Quadrature of the squared difference and reference, each divided by its scale first so that nothing overflows.
    func squares(errorScale: Double, referenceScale: Double) -> (error: Double, reference: Double) {
        let weights = field.grid.intersectingMask(reference.grid.mask).quadratureWeights
        var sums = (error: 0.0, reference: 0.0)
        field.values.withUnsafeBufferPointer { a in
            reference.values.withUnsafeBufferPointer { b in
                weights.withUnsafeBufferPointer { weight in
                    for start in stride(from: 0, to: a.count, by: weight.count) {
                        for k in 0..<weight.count where weight[k] != 0 && a[start + k].isFinite && b[start + k].isFinite {
                            let difference = errorScale > 0 ? (a[start + k] - b[start + k]) / errorScale : 0
                            let size = referenceScale > 0 ? b[start + k] / referenceScale : 0
                            sums.error += weight[k] * difference * difference
                            sums.reference += weight[k] * size * size
                        }
                    }
                }
            }
        }
        return sums
    }
}
