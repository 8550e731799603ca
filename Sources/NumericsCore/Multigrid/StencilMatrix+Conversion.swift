extension StencilMatrix {
    /// Calls `body` with row, column and coefficient of all entries, those implied by symmetric storage too.
    ///
    /// On periodic axes of one or two nodes several entries may belong to the same place: they add up.
    func forEachEntry(_ body: (_ row: Int, _ column: Int, _ value: Double) -> Void) {
        for (entry, offset) in offsets.enumerated() {
            for node in 0..<nodeCount {
                guard let other = neighbour(of: node, at: offset) else { continue }
                let value = coefficients[entry, node]
                body(node, other, value)
                if storage == .symmetric && entry != centre { body(other, node, value) }
            }
        }
    }

    /// The same matrix by rows, without its zeros (the diagonal is always there).
    public var sparse: SparseMatrix {
        var triplets: [SparseMatrix.Triplet] = []
        triplets.reserveCapacity(nodeCount * offsets.count)
        forEachEntry { row, column, value in
            if value != 0 || row == column { triplets.append(.init(row, column, value)) }
        }
        return SparseMatrix(rows: nodeCount, columns: nodeCount, triplets: triplets)
    }

    /// The diagonal, [node].
    public var diagonal: [Double] { (0..<nodeCount).map { coefficients[centre, $0] } }

    /// The transpose; a matrix in symmetric storage is its own.
    public var transposed: StencilMatrix {
        guard storage == .general else { return self }
        return mapped { matrix, node, entry in matrix.opposite(entry, node) }
    }

    /// (A + Aᵀ) / 2.
    public var symmetricPart: StencilMatrix {
        guard storage == .general else { return self }
        return mapped { matrix, node, entry in (matrix.coefficients[entry, node] + matrix.opposite(entry, node)) / 2 }
    }

    /// Whether opposite coefficients differ by no more than `tolerance` times the larger diagonal entry of the two nodes.
    public func isSymmetric(tolerance: Double = 0) -> Bool {
        guard storage == .general else { return true }
        for entry in 0..<centre {
            for node in 0..<nodeCount {
                guard let other = neighbour(of: node, at: offsets[entry]) else { continue }
                let scale = max(abs(coefficients[centre, node]), abs(coefficients[centre, other]))
                let difference = abs(coefficients[entry, node] - coefficients[offsets.count - 1 - entry, other])
                guard difference <= tolerance * scale else { return false }
            }
        }
        return true
    }

    /// The same matrix by half of its entries. Precondition: it is symmetric, as `isSymmetric` tells; the lower half is ignored.
    public var symmetricStorage: StencilMatrix {
        guard storage == .general else { return self }
        var result = StencilMatrix(shape: shape, periodic: periodic, stencil: stencil, storage: .symmetric)
        let kept = centre * nodeCount..<offsets.count * nodeCount
        result.coefficients = Tensor(
            shape: [result.offsets.count, nodeCount], elements: coefficients.withUnsafeBufferPointer { Array($0[kept]) })
        return result
    }

    /// The coefficient that couples the neighbour of `node` at an entry back to it; zero beyond an edge.
    private func opposite(_ entry: Int, _ node: Int) -> Double {
        guard let other = neighbour(of: node, at: offsets[entry]) else { return 0 }
        return coefficients[offsets.count - 1 - entry, other]
    }

    private func mapped(_ coefficient: (_ matrix: StencilMatrix, _ node: Int, _ entry: Int) -> Double) -> StencilMatrix {
        var result = self
        result.withUnsafeMutableCoefficients { values in
            for entry in offsets.indices {
                for node in 0..<nodeCount { values[entry * nodeCount + node] = coefficient(self, node, entry) }
            }
        }
        return result
    }
}
