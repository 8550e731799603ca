import NumericsCore

extension StencilSystem {
    /// Remainders of a batch of lines.
    func addNodes(
        _ lines: Range<Int>, _ state: UnsafeBufferPointer<Double>, _ time: Double, _ target: StencilTarget,
        _ workspace: inout StencilWorkspace
    ) {
        var memory = workspace.node
        workspace.node = memory.emptied
        gather(node.program, &memory, lines: lines, face: nil, time: time, state: state, workspace: workspace)
        node.program.run(&memory)
        let length = lattice.shape[lattice.dimension - 1]
        let lanes = linesPerBatch * length
        let centre = pattern.centre * target.count
        memory.outputs.withUnsafeBufferPointer { outputs in
            for (position, number) in lines.enumerated() {
                let line = line(number)
                let whole = share(line, without: -1)
                for place in 0..<length {
                    let node = line.base + place, lane = position * length + place
                    let inside = boundary?.region.volumes[node] ?? 1
                    // Outside formulas need not have a value.
                    if inside == 0 { continue }
                    let volume = whole * lattice.share(lattice.dimension - 1, place) * inside
                    target.rows[node] += volume * outputs[NodeProgram.remainderRow * lanes + lane]
                    guard let entries = target.entries else { continue }
                    if self.node.dependsOnValue { entries[centre + node] += volume * outputs[self.node.valueRow * lanes + lane] }
                    for (index, axis) in self.node.slopes.enumerated() {
                        let rate = volume * outputs[self.node.slopeRow(index) * lanes + lane]
                        if rate != 0 { addSlope(rate, of: node, axis: axis, toRow: node, offset: nil, target, workspace) }
                    }
                }
            }
        }
        workspace.node = memory
    }

    /// Fluxes of one divergence term through the faces behind a batch of lines.
    func addFaces(
        _ index: Int, _ lines: Range<Int>, _ state: UnsafeBufferPointer<Double>, _ time: Double, _ target: StencilTarget,
        _ workspace: inout StencilWorkspace
    ) {
        let face = faces[index]
        var memory = workspace.faces[index]
        workspace.faces[index] = memory.emptied
        gather(face.program, &memory, lines: lines, face: face.axis, time: time, state: state, workspace: workspace)
        face.program.run(&memory)
        let length = lattice.shape[lattice.dimension - 1]
        memory.outputs.withUnsafeBufferPointer { outputs in
            for (position, number) in lines.enumerated() {
                let line = line(number)
                let (inner, last) = steps(line, axis: face.axis)
                let flux = FluxLine(
                    outputs: outputs.baseAddress! + position * length, lanes: linesPerBatch * length,
                    weight: share(line, without: face.axis) / lattice.spacing[face.axis])
                if let inner { addLine(flux, face, line, 0..<length - 1, step: inner, target, workspace) }
                if let last { addLine(flux, face, line, length - 1..<length, step: last, target, workspace) }
            }
        }
        workspace.faces[index] = memory
    }

    /// Outputs of the faces of a line [row][lane], and the area of its faces over the volume of a dual cell.
    private struct FluxLine {
        let outputs: UnsafePointer<Double>
        let lanes: Int
        let weight: Double

        func row(_ number: Int) -> UnsafePointer<Double> { outputs + number * lanes }
    }

    private func addLine(
        _ flux: FluxLine, _ face: FluxProgram, _ line: Line, _ places: Range<Int>, step: Int, _ target: StencilTarget,
        _ workspace: StencilWorkspace
    ) {
        let last = lattice.dimension - 1
        let values = flux.row(FluxProgram.fluxRow), own = flux.row(FluxProgram.slopeRow)
        let centre = pattern.centre * target.count
        let plus = pattern.entry(axis: face.axis, step: 1) * target.count
        let minus = pattern.entry(axis: face.axis, step: -1) * target.count
        let inverse = 1 / lattice.spacing[face.axis]
        for place in places {
            let before = line.base + place, behind = before + step
            let open = boundary?.region.apertures[face.axis][before] ?? 1
            if open == 0 { continue }
            let area = flux.weight * (face.axis == last ? 1 : lattice.share(last, place)) * open
            let first = face.hasCoefficient ? area * flux.row(face.coefficientRow)[place] : area
            let second = face.hasCoefficient ? area * flux.row(face.coefficientRow + 1)[place] : area
            target.rows[before] += first * values[place]
            target.rows[behind] -= second * values[place]
            guard let entries = target.entries else { continue }
            let slope = own[place] * inverse
            let mean = face.dependsOnValue ? 0.5 * flux.row(face.valueRow)[place] : 0
            entries[centre + before] += first * (mean - slope)
            entries[plus + before] += first * (mean + slope)
            entries[centre + behind] -= second * (mean + slope)
            entries[minus + behind] -= second * (mean - slope)
            for (position, other) in face.otherSlopes.enumerated() {
                let rate = 0.5 * flux.row(face.otherRow(position))[place]
                addSlope(first * rate, of: before, axis: other, toRow: before, offset: nil, target, workspace)
                addSlope(first * rate, of: behind, axis: other, toRow: before, offset: (face.axis, 1), target, workspace)
                addSlope(-second * rate, of: before, axis: other, toRow: behind, offset: (face.axis, -1), target, workspace)
                addSlope(-second * rate, of: behind, axis: other, toRow: behind, offset: nil, target, workspace)
            }
        }
    }
}

extension StencilProgram.Workspace {
    /// A placeholder while the memory itself is in use, so that it is not copied.
    var emptied: StencilProgram.Workspace {
        StencilProgram.Workspace(inputs: Tensor(shape: [0, 0], repeating: 0), outputs: Tensor(shape: [0, 0], repeating: 0), registers: registers)
    }
}
