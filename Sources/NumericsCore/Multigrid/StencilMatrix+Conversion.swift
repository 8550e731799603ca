extension StencilMatrix {
    /// Calls `body` with row, column and coefficient of all entries, those implied by symmetric storage too.
    ///
    /// On periodic axes of one or two nodes several entries may belong to the same place: they add up.
    func forEachEntry(_ body: (_ row: Int, _ column: Int, _ value: Double) -> Void) {
        coefficients.withUnsafeBufferPointer { values in
            for (entry, offset) in offsets.enumerated() {
                forEachNeighbour(at: offset) { node, other in
                    let value = values[entry * nodeCount + node]
                    body(node, other, value)
                    if storage == .symmetric && entry != centre { body(other, node, value) }
                }
            }
        }
    }

    /// Calls `body` with every node that has a neighbour at an offset, and that neighbour, in rising order.
    @inline(__always) private func forEachNeighbour(at offset: [Int], _ body: (_ node: Int, _ other: Int) -> Void) {
        let columns = shape[shape.count - 1]
        let (reach, wraps) = (offset[offset.count - 1], periodic[periodic.count - 1])
        let aside = Array(offset.dropLast()) + [0]
        for line in 0..<nodeCount / columns {
            let start = line * columns
            guard let across = neighbour(of: start, at: aside) else { continue }
            for column in 0..<columns {
                var place = column + reach
                if place < 0 || place >= columns {
                    guard wraps else { continue }
                    place = (place + columns) % columns
                }
                body(start + column, across + place)
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
    public var transposed: StencilMatrix { combined(own: 0, opposite: 1) }

    /// (A + Aᵀ) / 2.
    public var symmetricPart: StencilMatrix { combined(own: 0.5, opposite: 0.5) }

    /// Whether opposite coefficients differ by no more than `tolerance` times the larger diagonal entry of the two nodes.
    public func isSymmetric(tolerance: Double = 0) -> Bool {
        guard storage == .general else { return true }
        return coefficients.withUnsafeBufferPointer { values in
            let (diagonal, last) = (centre * nodeCount, offsets.count - 1)
            for entry in 0..<centre {
                var isSymmetric = true
                forEachNeighbour(at: offsets[entry]) { node, other in
                    let scale = max(abs(values[diagonal + node]), abs(values[diagonal + other]))
                    let difference = abs(values[entry * nodeCount + node] - values[(last - entry) * nodeCount + other])
                    isSymmetric = isSymmetric && difference <= tolerance * scale
                }
                guard isSymmetric else { return false }
            }
            return true
        }
    }

    /// The same matrix by half of its entries. Precondition: it is symmetric, as `isSymmetric` tells; the lower half is ignored.
    public var symmetricStorage: StencilMatrix {
        guard storage == .general else { return self }
        var result = StencilMatrix(shape: shape, periodic: periodic, stencil: stencil, storage: .symmetric)
        coefficients.withUnsafeBufferPointer { source in
            result.withUnsafeMutableCoefficients { target in
                target.baseAddress!.update(from: source.baseAddress! + centre * nodeCount, count: target.count)
            }
        }
        return result
    }

    /// own · A + opposite · Aᵀ of a matrix in general storage.
    private func combined(own: Double, opposite: Double) -> StencilMatrix {
        guard storage == .general else { return self }
        var result = self
        coefficients.withUnsafeBufferPointer { source in
            result.withUnsafeMutableCoefficients { target in
                for index in target.indices { target[index] = own * source[index] }
                for (entry, offset) in offsets.enumerated() {
                    let mirrored = (offsets.count - 1 - entry) * nodeCount
                    forEachNeighbour(at: offset) { node, other in
                        target[entry * nodeCount + node] += opposite * source[mirrored + other]
                    }
                }
            }
        }
        return result
    }
}
