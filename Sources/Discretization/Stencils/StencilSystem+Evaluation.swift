import NumericsCore

extension StencilSystem {
    /// Rows at a state, and their Jacobian if asked for.
    ///
    /// - Parameters:
    ///   - state: the unknown at the nodes [node], the last axis fastest.
    ///   - rows: balances of the dual cells, divided by the volume of a whole one [node]; of nodes with a given value its defect.
    ///   - matrix: overwritten with the Jacobian. Rows and columns of nodes with a given value are those of the identity.
    public func evaluate(
        _ state: Tensor<Double>, time: Double = 0, into rows: inout Tensor<Double>, matrix: inout StencilMatrix?,
        workspace: inout StencilWorkspace
    ) {
        rows.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
        matrix?.withUnsafeMutableCoefficients { $0.update(repeating: 0) }
        state.withUnsafeBufferPointer { state in
            rows.withUnsafeMutableBufferPointer { rows in
                var target = StencilTarget(rows: rows.baseAddress!, entries: nil, count: count)
                if matrix != nil {
                    matrix!.withUnsafeMutableCoefficients { entries in
                        target.entries = entries.baseAddress!
                        accumulate(state, time, target, &workspace)
                    }
                } else {
                    accumulate(state, time, target, &workspace)
                }
            }
        }
    }

    /// Rows only.
    public func evaluate(
        _ state: Tensor<Double>, time: Double = 0, into rows: inout Tensor<Double>, workspace: inout StencilWorkspace
    ) {
        var none: StencilMatrix?
        evaluate(state, time: time, into: &rows, matrix: &none, workspace: &workspace)
    }

    /// Sets the nodes with a given value to it.
    public func insertGivenValues(into state: inout Tensor<Double>, time: Double = 0, workspace: inout StencilWorkspace) {
        evaluatePlaces(time, &workspace)
        state.withUnsafeBufferPointer { evaluateSides($0, time, &workspace) }
        for (index, side) in sides.enumerated().reversed() {
            for (place, node) in side.nodes.enumerated() where side.givesValue[side.active[place]] {
                state[node] = workspace.sides[index].outputs[side.active[place] * side.rowsPerCondition, place]
            }
        }
        guard let region = boundary?.region else { return }
        for node in fixedNodes where !region.isFree(node) { state[node] = 0 }
        for (node, place) in region.given { state[node] = workspace.placeValues[place] }
    }

    private func accumulate(
        _ state: UnsafeBufferPointer<Double>, _ time: Double, _ target: StencilTarget, _ workspace: inout StencilWorkspace
    ) {
        evaluatePlaces(time, &workspace)
        evaluateSides(state, time, &workspace)
        var number = 0
        while number < lattice.lineCount {
            let lines = number..<min(number + linesPerBatch, lattice.lineCount)
            addNodes(lines, state, time, target, &workspace)
            for face in faces.indices { addFaces(face, lines, state, time, target, &workspace) }
            number = lines.upperBound
        }
        addSides(target, workspace)
        addCuts(state, time, target, &workspace)
        addWalls(state, time, target, &workspace)
        fixNodes(state, target, workspace)
    }

    /// Runs the conditions of all sides and keeps the slopes they give. Where sides meet, fluxes through one may hold the
    /// slope that the other one gives: then a second pass is needed.
    private func evaluateSides(_ state: UnsafeBufferPointer<Double>, _ time: Double, _ workspace: inout StencilWorkspace) {
        let passes = sides.contains { $0.program.sources.contains { if case .slope = $0 { true } else { false } } } ? 2 : 1
        for side in sides.indices { workspace.slopes[side].withUnsafeMutableBufferPointer { $0.update(repeating: 0) } }
        for _ in 0..<passes { passSides(state, time, &workspace) }
    }

    private func passSides(_ state: UnsafeBufferPointer<Double>, _ time: Double, _ workspace: inout StencilWorkspace) {
        for (index, side) in sides.enumerated() {
            var memory = workspace.sides[index]
            for (row, source) in side.program.sources.enumerated() {
                for (place, node) in side.nodes.enumerated() {
                    memory.inputs[row, place] = sideInput(source, node, state, time, workspace)
                }
            }
            side.program.run(&memory)
            for place in side.nodes.indices where !side.givesValue[side.active[place]] {
                let row = side.active[place] * side.rowsPerCondition
                workspace.slopes[index][place] = memory.outputs[row, place]
                workspace.slopeRates[index][place] = memory.outputs[row + 1, place]
            }
            workspace.sides[index] = memory
        }
    }

    private func sideInput(
        _ source: StencilInput, _ node: Int, _ state: UnsafeBufferPointer<Double>, _ time: Double, _ workspace: StencilWorkspace
    ) -> Double {
        switch source {
        case .time: time
        case .coordinate(let axis, _): lattice.point(axis, node / lattice.strides[axis] % lattice.shape[axis])
        case .value: state[node]
        case .slope(let axis): slope(node, axis: axis, state, workspace)
        case .input(let index, _): inputs.nodes[index][node]
        case .normal, .distance, .tangent: 0
        }
    }

    /// Fluxes through the sides where conditions give the slope.
    private func addSides(_ target: StencilTarget, _ workspace: StencilWorkspace) {
        for (index, side) in sides.enumerated() {
            let memory = workspace.sides[index]
            let sign = (side.isUpper ? 1 : -1) / lattice.spacing[side.axis]
            for (place, node) in side.nodes.enumerated() where !side.givesValue[side.active[place]] {
                let indices = lattice.indices(of: node)
                let open = boundary?.region.cutSides[.init(node: node, axis: side.axis, isUpper: side.isUpper)] ?? 1
                let area = side.tangents.reduce(sign * open) { $0 * lattice.share($1, indices[$1]) }
                let row = side.active[place] * side.rowsPerCondition
                target.rows[node] += area * memory.outputs[row + 2, place]
                guard let entries = target.entries else { continue }
                entries[pattern.centre * target.count + node] += area * memory.outputs[row + 3, place]
                for (position, tangent) in side.tangents.enumerated() {
                    let rate = area * memory.outputs[row + 4 + position, place]
                    if rate != 0 { addSlope(rate, of: node, axis: tangent, toRow: node, offset: nil, target, workspace) }
                }
            }
        }
    }

    /// Adds `factor` times the slope at a node to a row; `offset` leads from the row's node to it along an axis.
    func addSlope(
        _ factor: Double, of node: Int, axis: Int, toRow row: Int, offset: (axis: Int, step: Int)?, _ target: StencilTarget,
        _ workspace: StencilWorkspace
    ) {
        guard let entries = target.entries else { return }
        let base = StencilPattern.base(offset)
        let index = node / lattice.strides[axis] % lattice.shape[axis]
        if boundary == nil && index > 0 && index < lattice.shape[axis] - 1 {
            let weight = 0.5 * factor / lattice.spacing[axis]
            entries[pattern.slopeEntry(base, axis, 1) * target.count + row] += weight
            entries[pattern.slopeEntry(base, axis, -1) * target.count + row] -= weight
            return
        }
        for (step, weight) in slopeRow(node, axis: axis, workspace) where weight != 0 {
            entries[pattern.slopeEntry(base, axis, step) * target.count + row] += factor * weight
        }
    }

    /// Rows of given values, and the columns that belong to them.
    private func fixNodes(_ state: UnsafeBufferPointer<Double>, _ target: StencilTarget, _ workspace: StencilWorkspace) {
        // In reverse, so that where sides meet the first one with a value decides.
        for (index, side) in sides.enumerated().reversed() {
            let memory = workspace.sides[index]
            for (place, node) in side.nodes.enumerated() where side.givesValue[side.active[place]] {
                target.rows[node] = state[node] - memory.outputs[side.active[place] * side.rowsPerCondition, place]
            }
        }
        fixRegion(state, target, workspace)
        guard let entries = target.entries else { return }
        for node in fixedNodes {
            for entry in pattern.offsets.indices {
                entries[entry * target.count + node] = entry == pattern.centre ? 1 : 0
                if entry != pattern.centre, let other = lattice.neighbour(node, pattern.offsets[entry]) {
                    entries[pattern.entry(pattern.offsets[entry].map { -$0 }) * target.count + other] = 0
                }
            }
        }
    }
}

/// Where an evaluation writes: rows [node], and entries [entry][node] if the Jacobian is wanted.
struct StencilTarget {
    let rows: UnsafeMutablePointer<Double>
    var entries: UnsafeMutablePointer<Double>?
    let count: Int
}
