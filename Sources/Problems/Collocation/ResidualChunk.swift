import NumericsCore

/// Memory of one worker in which the residuals of a block are evaluated for a chunk of its points.
///
/// Load a chunk, write the jets into `inputs`, evaluate, read `rows`. Lanes beyond the chunk repeat its last point.
package struct ResidualChunk: Sendable {
    /// Number of points a chunk has room for.
    package let capacity: Int
    /// [input row][capacity]
    package var inputs: Tensor<Double>
    /// Values, then partials, [residual, then partial row][capacity].
    package var rows: Tensor<Double>
    /// Values alone, [residual][capacity].
    package var values: Tensor<Double>
    private var workspace: CompiledResidual.Workspace

    package init(_ block: ResidualBlock, capacity: Int) {
        self.capacity = capacity
        let residual = block.residual
        inputs = Tensor(shape: [residual.inputRows.count, capacity], repeating: 0)
        rows = Tensor(shape: [residual.valueCount + residual.partialCount, capacity], repeating: 0)
        values = Tensor(shape: [residual.valueCount, capacity], repeating: 0)
        workspace = residual.makeWorkspace()
    }

    /// Copies what does not depend on the unknowns at the points of `range`.
    package mutating func load(_ block: ResidualBlock, _ range: Range<Int>) {
        let total = block.points.count
        let layout = block.residual.inputRows
        let capacity = capacity
        block.inputs.withUnsafeBufferPointer { source in
            inputs.withUnsafeMutableBufferPointer { target in
                for row in 0..<layout.count where !layout.jetRows.contains(row) {
                    for lane in 0..<capacity {
                        target[row * capacity + lane] = source[row * total + min(range.lowerBound + lane, range.upperBound - 1)]
                    }
                }
            }
        }
    }

    /// Fills `rows` from `inputs`.
    package mutating func evaluate(_ block: ResidualBlock) {
        block.residual.evaluateAll(inputs: inputs, rows: &rows, workspace: &workspace)
    }

    /// Multiplies one row of `rows`.
    package mutating func scaleRow(_ row: Int, by factor: Double) {
        let places = row * capacity..<(row + 1) * capacity
        rows.withUnsafeMutableBufferPointer { for place in places { $0[place] *= factor } }
    }

    /// Fills `values` from `inputs`.
    package mutating func evaluateValues(_ block: ResidualBlock) {
        block.residual.evaluateValues(inputs: inputs, values: &values, workspace: &workspace)
    }
}
