extension StencilMatrix {
    /// The operator with constant coefficients whose matrix this is, with equations on walls weighted by the part of a cell they
    /// stand for (one half for each wall a node lies on), all spacings being 1; nil if it is none.
    ///
    /// Given values are identity rows all over an end; coefficients may differ from the operator's by 1e-12 of them.
    /// Precondition: general storage.
    public func latticeOperator() -> LatticeOperator? {
        precondition(storage == .general, "the whole matrix is needed")
        guard stencil == .star, shape.allSatisfy({ $0 >= 4 }) else { return nil }
        let middle = shape.map { $0 / 2 }
        let node = zip(middle, strides).reduce(0) { $0 + $1.0 * $1.1 }
        let couplings = shape.indices.map { -self[ahead($0), node] }
        guard couplings.allSatisfy({ $0 > 0 }) else { return nil }
        let total = couplings.reduce(0) { $0 + 2 * $1 }
        var reaction = self[centre, node] - total
        if abs(reaction) <= Self.latticeTolerance * total { reaction = 0 }
        guard reaction >= 0 else { return nil }
        var axes: [LatticeOperator.Axis] = []
        for axis in shape.indices {
            guard let low = end(axis, isHigh: false, middle, couplings, reaction), let high = end(axis, isHigh: true, middle, couplings, reaction)
            else { return nil }
            axes.append(.init(
                cells: periodic[axis] ? shape[axis] : shape[axis] - 1, spacing: 1, coefficient: couplings[axis], low: low, high: high))
        }
        let found = LatticeOperator(axes: axes, reaction: reaction)
        return agrees(with: found) ? found : nil
    }

    private static let latticeTolerance = 1e-12

    private var strides: [Int] {
        shape.indices.map { axis in shape[(axis + 1)...].reduce(1, *) }
    }

    /// The entry for the next node along an axis.
    private func ahead(_ axis: Int) -> Int { entry(at: shape.indices.map { $0 == axis ? 1 : 0 })! }
    private func behind(_ axis: Int) -> Int { entry(at: shape.indices.map { $0 == axis ? -1 : 0 })! }

    /// What is known at an end, from the row in the middle of it.
    private func end(_ axis: Int, isHigh: Bool, _ middle: [Int], _ couplings: [Double], _ reaction: Double) -> LatticeEnd? {
        if periodic[axis] { return .periodic }
        var indices = middle
        indices[axis] = isHigh ? shape[axis] - 1 : 0
        let node = zip(indices, strides).reduce(0) { $0 + $1.0 * $1.1 }
        if isIdentityRow(node) { return .value }
        let others = couplings.indices.reduce(0) { $1 == axis ? $0 : $0 + couplings[$1] }
        let factor = (self[centre, node] - couplings[axis] - others - 0.5 * reaction) / couplings[axis]
        if abs(factor) <= Self.latticeTolerance * self[centre, node] / couplings[axis] { return .flux }
        return factor > 0 ? .mixed(factor: factor) : nil
    }

    private func isIdentityRow(_ node: Int) -> Bool {
        offsets.indices.allSatisfy { self[$0, node] == ($0 == centre ? 1 : 0) }
    }

    /// Compares all rows.
    private func agrees(with lattice: LatticeOperator) -> Bool {
        let strides = strides, count = nodeCount, centre = centre
        let places = shape.indices.map { (behind: behind($0), ahead: ahead($0)) }
        return coefficients.withUnsafeBufferPointer { values in
            var indices = [Int](repeating: 0, count: shape.count)
            for node in 0..<count {
                if node > 0 { advance(&indices) }
                guard rowAgrees(node, indices, lattice, places, strides, values, centre) else { return false }
            }
            return true
        }
    }

    private func advance(_ indices: inout [Int]) {
        for axis in indices.indices.reversed() {
            indices[axis] += 1
            if indices[axis] < shape[axis] { return }
            indices[axis] = 0
        }
    }

    private func rowAgrees(
        _ node: Int, _ indices: [Int], _ lattice: LatticeOperator, _ places: [(behind: Int, ahead: Int)], _ strides: [Int],
        _ values: UnsafeBufferPointer<Double>, _ centre: Int
    ) -> Bool {
        let count = nodeCount
        func isGiven(_ axis: Int, _ index: Int) -> Bool {
            let ends = lattice.axes[axis]
            return index == 0 && ends.low == .value || index == shape[axis] - 1 && ends.high == .value
        }
        func isWall(_ axis: Int) -> Bool { !periodic[axis] && (indices[axis] == 0 || indices[axis] == shape[axis] - 1) }
        if indices.indices.contains(where: { isGiven($0, indices[$0]) }) { return isIdentityRow(node) }
        let share = indices.indices.reduce(1.0) { isWall($1) ? 0.5 * $0 : $0 }
        var diagonal = lattice.reaction * share
        let scale = abs(values[centre * count + node])
        for axis in indices.indices {
            let ends = lattice.axes[axis]
            let coupling = ends.coupling * (isWall(axis) ? 2 * share : share)
            for (step, place) in [(-1, places[axis].behind), (1, places[axis].ahead)] {
                let other = indices[axis] + step
                let exists = periodic[axis] || (0..<shape[axis]).contains(other)
                if exists { diagonal += coupling } else { diagonal += coupling * (step < 0 ? ends.low.factor : ends.high.factor) }
                let wanted = exists && !(isGiven(axis, other) && !periodic[axis]) ? -coupling : 0
                guard abs(values[place * count + node] - wanted) <= Self.latticeTolerance * scale else { return false }
            }
        }
        return abs(values[centre * count + node] - diagonal) <= Self.latticeTolerance * scale
    }
}
