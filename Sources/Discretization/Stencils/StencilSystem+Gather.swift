import NumericsCore

extension StencilSystem {
    /// A line of nodes along the last axis, and the one it shares faces with.
    struct Line {
        /// Node at its start.
        let base: Int
        /// Index along each axis but the last.
        let indices: [Int]
    }

    /// The line of a number.
    func line(_ number: Int) -> Line {
        let last = lattice.dimension - 1
        let base = number * lattice.shape[last]
        return Line(base: base, indices: (0..<last).map { base / lattice.strides[$0] % lattice.shape[$0] })
    }

    /// Product of the shares of dual cells along the axes but the last and `axis`.
    func share(_ line: Line, without axis: Int) -> Double {
        line.indices.indices.reduce(1) { $1 == axis ? $0 : $0 * lattice.share($1, line.indices[$1]) }
    }

    /// The node behind the face of a line along an axis: its distance from the node before, for all nodes but the last of the
    /// line and for that one; nil where the box ends.
    func steps(_ line: Line, axis: Int) -> (inner: Int?, last: Int?) {
        let stride = lattice.strides[axis]
        if axis == lattice.dimension - 1 { return (1, lattice.isPeriodic[axis] ? 1 - lattice.shape[axis] : nil) }
        if line.indices[axis] < lattice.shape[axis] - 1 { return (stride, stride) }
        let wrap = lattice.isPeriodic[axis] ? -stride * (lattice.shape[axis] - 1) : nil
        return (wrap, wrap)
    }

    /// Slope at a node.
    @inline(__always) func slope(
        _ node: Int, axis: Int, _ state: UnsafeBufferPointer<Double>, _ workspace: StencilWorkspace
    ) -> Double {
        let stride = lattice.strides[axis], size = lattice.shape[axis]
        if let boundary, !boundary.rules.isEmpty, boundary.ruleOf[axis][node] >= 0 {
            return boundarySlope(boundary.rules[boundary.ruleOf[axis][node]], node, stride, state, workspace)
        }
        let index = node / stride % size
        if index > 0 && index < size - 1 {
            return (state[node + stride] - state[node - stride]) / (2 * lattice.spacing[axis])
        }
        return endSlope(node, index: index, axis: axis, state, workspace)
    }

    private func boundarySlope(
        _ rule: RegionProgram.SlopeRule, _ node: Int, _ stride: Int, _ state: UnsafeBufferPointer<Double>, _ workspace: StencilWorkspace
    ) -> Double {
        rule.steps.reduce(0) { $0 + $1.weight * state[node + $1.step * stride] }
            + rule.places.reduce(0) { $0 + $1.weight * workspace.placeValues[$1.place] }
    }

    private func endSlope(
        _ node: Int, index: Int, axis: Int, _ state: UnsafeBufferPointer<Double>, _ workspace: StencilWorkspace
    ) -> Double {
        let stride = lattice.strides[axis], size = lattice.shape[axis], spacing = lattice.spacing[axis]
        if lattice.isPeriodic[axis] {
            let after = index == size - 1 ? node - stride * (size - 1) : node + stride
            let before = index == 0 ? node + stride * (size - 1) : node - stride
            return (state[after] - state[before]) / (2 * spacing)
        }
        if let (side, place) = slopePlace(node, index: index, axis: axis) { return workspace.slopes[side][place] }
        return index == 0 ? (state[node + stride] - state[node]) / spacing : (state[node] - state[node - stride]) / spacing
    }

    /// The side and the place on it of a node at an end of an axis where a condition gives the slope; nil elsewhere.
    func slopePlace(_ node: Int, index: Int, axis: Int) -> (side: Int, place: Int)? {
        guard !lattice.isPeriodic[axis], let side = sideOf[axis][index == 0 ? 0 : 1] else { return nil }
        let stride = lattice.strides[axis]
        let place = node / (stride * lattice.shape[axis]) * stride + node % stride
        return sides[side].givesValue[sides[side].active[place]] ? nil : (side, place)
    }

    /// The slope at a node as a sum over nodes: offsets along the axis and their weights.
    func slopeRow(_ node: Int, axis: Int, _ workspace: StencilWorkspace) -> [(step: Int, weight: Double)] {
        if let boundary, !boundary.rules.isEmpty, boundary.ruleOf[axis][node] >= 0 {
            return boundary.rules[boundary.ruleOf[axis][node]].steps
        }
        let size = lattice.shape[axis], spacing = lattice.spacing[axis]
        let index = node / lattice.strides[axis] % size
        if lattice.isPeriodic[axis] || index > 0 && index < size - 1 {
            return [(1, 0.5 / spacing), (-1, -0.5 / spacing)]
        }
        if let (side, place) = slopePlace(node, index: index, axis: axis) { return [(0, workspace.slopeRates[side][place])] }
        return index == 0 ? [(1, 1 / spacing), (0, -1 / spacing)] : [(0, 1 / spacing), (-1, -1 / spacing)]
    }

    /// Fills the inputs of a program for a batch of lines: at nodes (`face` nil) or at the faces behind them along an axis.
    func gather(
        _ program: StencilProgram, _ memory: inout StencilProgram.Workspace, lines: Range<Int>, face axis: Int?, time: Double,
        state: UnsafeBufferPointer<Double>, workspace: StencilWorkspace
    ) {
        let length = lattice.shape[lattice.dimension - 1]
        let lanes = memory.inputs.shape.count > 1 ? memory.inputs.shape[1] : 0
        memory.inputs.withUnsafeMutableBufferPointer { target in
            for (row, source) in program.sources.enumerated() {
                for (position, number) in lines.enumerated() {
                    let start = row * lanes + position * length
                    let part = UnsafeMutableBufferPointer(rebasing: target[start..<start + length])
                    fill(part, source, line(number), face: axis, time, state, workspace)
                }
            }
        }
    }

    private func fill(
        _ target: UnsafeMutableBufferPointer<Double>, _ source: StencilInput, _ line: Line, face axis: Int?, _ time: Double,
        _ state: UnsafeBufferPointer<Double>, _ workspace: StencilWorkspace
    ) {
        switch source {
        case .time: target.update(repeating: time)
        case .coordinate(let own, let shift): fillCoordinate(target, line, own, shift)
        case .normal, .distance, .tangent: target.update(repeating: 0)
        case .input(let index, let end):
            if let axis, let faces = inputs.faces {
                faces[axis][end][index].withUnsafeBufferPointer { fillEnd(target, line, axis, end: 0, $0) }
            } else {
                inputs.nodes[index].withUnsafeBufferPointer { fillEnd(target, line, axis, end: end, $0) }
            }
        case .value:
            fillEnd(target, line, axis, end: 0, state)
            guard let axis else { return }
            let (inner, last) = steps(line, axis: axis)
            let final = target.count - 1
            for position in 0..<final { target[position] = 0.5 * (target[position] + state[line.base + position + (inner ?? 0)]) }
            target[final] = 0.5 * (target[final] + state[line.base + final + (last ?? 0)])
        case .slope(let own): fillSlope(target, line, own, face: axis, state, workspace)
        }
    }

    private func fillCoordinate(_ target: UnsafeMutableBufferPointer<Double>, _ line: Line, _ axis: Int, _ shift: Double) {
        let size = lattice.shape[axis]
        func place(_ index: Int) -> Double {
            guard shift != 0 else { return lattice.point(axis, index) }
            let isOutside = !lattice.isPeriodic[axis] && (index == 0 && shift < 0 || index == size - 1 && shift > 0)
            return lattice.lower[axis] + lattice.spacing[axis] * (Double(index) + (isOutside ? -shift : shift))
        }
        if axis == lattice.dimension - 1 {
            for position in 0..<target.count { target[position] = place(position) }
        } else {
            target.update(repeating: place(line.indices[axis]))
        }
    }

    private func fillEnd(
        _ target: UnsafeMutableBufferPointer<Double>, _ line: Line, _ axis: Int?, end: Int, _ values: UnsafeBufferPointer<Double>
    ) {
        var inner = 0, last = 0
        if end == 1, let axis {
            let steps = steps(line, axis: axis)
            (inner, last) = (steps.inner ?? 0, steps.last ?? 0)
        }
        let final = target.count - 1
        for position in 0..<final { target[position] = values[line.base + position + inner] }
        target[final] = values[line.base + final + last]
    }

    private func fillSlope(
        _ target: UnsafeMutableBufferPointer<Double>, _ line: Line, _ own: Int, face axis: Int?,
        _ state: UnsafeBufferPointer<Double>, _ workspace: StencilWorkspace
    ) {
        let final = target.count - 1
        guard let axis else {
            for position in 0...final { target[position] = slope(line.base + position, axis: own, state, workspace) }
            return
        }
        let (inner, last) = steps(line, axis: axis)
        if own == axis {
            let inverse = 1 / lattice.spacing[axis]
            for position in 0..<final {
                let node = line.base + position
                target[position] = (state[node + (inner ?? 0)] - state[node]) * inverse
            }
            let node = line.base + final
            target[final] = (state[node + (last ?? 0)] - state[node]) * inverse
            return
        }
        for position in 0...final {
            let node = line.base + position
            let behind = node + ((position == final ? last : inner) ?? 0)
            target[position] = 0.5 * (slope(node, axis: own, state, workspace) + slope(behind, axis: own, state, workspace))
        }
    }
}
