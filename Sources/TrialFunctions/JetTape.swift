import NumericsCore

/// One evaluation of a trial function at a chunk of points, with what is needed to go back to the parameters.
///
/// A tape belongs to one thread at a time. It allocates nothing after it is made.
public protocol JetTape: AnyObject, Sendable {
    /// Number of points of a chunk, a multiple of 8.
    var capacity: Int { get }

    /// The jets of the last `forward`: [direction order][output][channel][point of the chunk].
    ///
    /// The leading axis has the length 1 + directionOrder: derivatives by s of u(x; θ + s v) at s = 0. Points beyond the
    /// chunk's hold values of its last point.
    var jets: Tensor<Double> { get }

    /// Evaluates at the points `range` of `points`, [coordinate][point]; at most `capacity` of them.
    /// - Parameter direction: v, [parameter]; needed if the tape carries derivatives along a direction.
    func forward(parameters: Tensor<Double>, direction: Tensor<Double>?, points: Tensor<Double>, range: Range<Int>)

    /// Adds the gradient of Σ cotangent · jet over the last chunk to row `row` of `gradients`, [row][parameter].
    ///
    /// Only on tapes without directions. `cotangents`: [output][channel][point of the chunk], zero beyond the chunk's points.
    func pullback(cotangents: Tensor<Double>, gradients: SharedMatrix, row: Int)

    /// Writes Jacobian rows: for each point of the last chunk the gradient of Σ cotangent · jet at that point.
    ///
    /// Only on tapes without directions. Entry [firstParameter + p][firstRow + i] of `jacobian`, [parameter][row], is the
    /// derivative by parameter p of the row of the chunk's point i.
    /// - Parameter adding: add to what is there instead of overwriting it.
    func jacobian(cotangents: Tensor<Double>, jacobian: SharedMatrix, firstParameter: Int, firstRow: Int, adding: Bool)

    /// The same for functions of several groups of parameters: the derivatives by group g start at `places[g]`. Groups without a place are
    /// left out; they must have no influence at the points of the chunk.
    func jacobian(cotangents: Tensor<Double>, jacobian: SharedMatrix, places: [Int?], firstRow: Int, adding: Bool)
}

extension JetTape {
    public func jacobian(cotangents: Tensor<Double>, jacobian: SharedMatrix, places: [Int?], firstRow: Int, adding: Bool) {
        guard let first = places[0] else { return }
        self.jacobian(cotangents: cotangents, jacobian: jacobian, firstParameter: first, firstRow: firstRow, adding: adding)
    }
}
