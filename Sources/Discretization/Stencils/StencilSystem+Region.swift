import Expressions
import NumericsCore

extension StencilSystem {
    /// Values the conditions give at the places on the boundary of the shape.
    func evaluatePlaces(_ time: Double, _ workspace: inout StencilWorkspace) {
        guard let boundary, !boundary.region.places.isEmpty, boundary.values.outputCount > 0 else { return }
        var memory = workspace.placeMemory
        workspace.placeMemory = memory.emptied
        for (row, source) in boundary.values.sources.enumerated() {
            for (index, place) in boundary.region.places.enumerated() {
                memory.inputs[row, index] = placeInput(source, place, node: nil, time)
            }
        }
        boundary.values.run(&memory)
        for (index, place) in boundary.region.places.enumerated() {
            if let output = boundary.outputs[place.condition], output < boundary.values.outputCount {
                workspace.placeValues[index] = memory.outputs[output, index]
            }
        }
        workspace.placeMemory = memory
    }

    private func placeInput(_ source: StencilInput, _ place: StencilRegion.Place, node: Int?, _ time: Double) -> Double {
        switch source {
        case .time: time
        case .coordinate(let axis, _): place.point[axis]
        case .normal(let axis): place.normal[axis]
        case .input(let index, _): inputs.nodes[index][node ?? nearestNode(place.point)]
        case .value, .slope, .distance, .tangent: 0
        }
    }

    private func nearestNode(_ point: [Double]) -> Int {
        point.indices.reduce(0) { sum, axis in
            let index = Int(((point[axis] - lattice.lower[axis]) / lattice.spacing[axis]).rounded())
            return sum + min(max(index, 0), lattice.shape[axis] - 1) * lattice.strides[axis]
        }
    }

    /// Fluxes along the arms that end on the boundary.
    func addCuts(_ state: UnsafeBufferPointer<Double>, _ time: Double, _ target: StencilTarget, _ workspace: inout StencilWorkspace) {
        guard let boundary, !boundary.region.cuts.isEmpty else { return }
        for (index, face) in faces.enumerated() {
            let cuts = boundary.region.cuts.filter { $0.axis == face.axis }
            guard !cuts.isEmpty else { continue }
            var memory = face.program.makeWorkspace(lanes: cuts.count)
            for (row, source) in face.program.sources.enumerated() {
                for (lane, cut) in cuts.enumerated() { memory.inputs[row, lane] = cutInput(source, cut, state, time, workspace) }
            }
            faces[index].program.run(&memory)
            for (lane, cut) in cuts.enumerated() { addCut(cut, face, memory.outputs, lane, target, workspace) }
        }
    }

    private func cutInput(
        _ source: StencilInput, _ cut: StencilRegion.Cut, _ state: UnsafeBufferPointer<Double>, _ time: Double,
        _ workspace: StencilWorkspace
    ) -> Double {
        let given = workspace.placeValues[cut.place]
        switch source {
        case .time: return time
        case .value: return 0.5 * (state[cut.node] + given)
        case .slope(let axis) where axis == cut.axis: return Double(cut.step) * (given - state[cut.node]) / cut.length
        case .slope(let axis): return slope(cut.node, axis: axis, state, workspace)
        case .input(let index, _): return inputs.nodes[index][cut.node]
        case .normal, .distance, .tangent: return 0
        case .coordinate(let axis, let shift):
            let position = lattice.point(axis, cut.node / lattice.strides[axis] % lattice.shape[axis])
            guard axis == cut.axis else { return position + shift * lattice.spacing[axis] }
            return position + (cut.step > 0 ? shift : shift - 1) * cut.length
        }
    }

    private func addCut(
        _ cut: StencilRegion.Cut, _ face: FluxProgram, _ outputs: Tensor<Double>, _ lane: Int, _ target: StencilTarget,
        _ workspace: StencilWorkspace
    ) {
        let indices = lattice.indices(of: cut.node)
        let share = indices.indices.reduce(1.0) { $1 == cut.axis ? $0 : $0 * lattice.share($1, indices[$1]) }
        let factor = face.hasCoefficient ? outputs[face.coefficientRow + (cut.step > 0 ? 0 : 1), lane] : 1
        let area = factor * share * Double(cut.step) / lattice.spacing[cut.axis]
        target.rows[cut.node] += area * outputs[FluxProgram.fluxRow, lane]
        guard let entries = target.entries else { return }
        let mean = face.dependsOnValue ? 0.5 * outputs[face.valueRow, lane] : 0
        let slope = -Double(cut.step) * outputs[FluxProgram.slopeRow, lane] / cut.length
        entries[pattern.centre * target.count + cut.node] += area * (mean + slope)
        for (position, other) in face.otherSlopes.enumerated() {
            let rate = area * outputs[face.otherRow(position), lane]
            addSlope(rate, of: cut.node, axis: other, toRow: cut.node, offset: nil, target, workspace)
        }
    }

    /// Fluxes through the walls where conditions give the slope.
    func addWalls(_ state: UnsafeBufferPointer<Double>, _ time: Double, _ target: StencilTarget, _ workspace: inout StencilWorkspace) {
        guard let boundary, !boundary.region.walls.isEmpty else { return }
        var memory = workspace.wallMemory
        workspace.wallMemory = memory.emptied
        for (row, source) in boundary.fluxes.sources.enumerated() {
            for (lane, wall) in boundary.region.walls.enumerated() {
                memory.inputs[row, lane] =
                    switch source {
                    case .value: state[wall.node]
                    case .distance: wall.distance
                    case .tangent(let axis): wall.tangent[axis]
                    case .slope(let axis): slope(wall.node, axis: axis, state, workspace)
                    default: placeInput(source, boundary.region.places[wall.place], node: wall.node, time)
                    }
            }
        }
        boundary.fluxes.run(&memory)
        for (lane, wall) in boundary.region.walls.enumerated() {
            guard let output = boundary.outputs[boundary.region.places[wall.place].condition] else { continue }
            let row = output * (2 + lattice.dimension)
            target.rows[wall.node] += wall.area * memory.outputs[row, lane]
            guard let entries = target.entries else { continue }
            entries[pattern.centre * target.count + wall.node] += wall.area * memory.outputs[row + 1, lane]
            for axis in 0..<lattice.dimension {
                let rate = wall.area * memory.outputs[row + 2 + axis, lane]
                if rate != 0 { addSlope(rate, of: wall.node, axis: axis, toRow: wall.node, offset: nil, target, workspace) }
            }
        }
        workspace.wallMemory = memory
    }

    /// Rows of nodes of the shape's boundary whose value is given, and of nodes without a balance.
    func fixRegion(_ state: UnsafeBufferPointer<Double>, _ target: StencilTarget, _ workspace: StencilWorkspace) {
        guard let boundary else { return }
        for node in 0..<count where !boundary.region.isFree(node) { target.rows[node] = state[node] }
        for (node, place) in boundary.region.given { target.rows[node] = state[node] - workspace.placeValues[place] }
    }

    /// A state with values at the nodes outside the shape that have neighbours inside: continued along straight lines, so
    /// that interpolation next to the boundary finds something to hold on to.
    ///
    /// - Parameter fromInsideOnly: replace the values of nodes just outside with a balance of their own too.
    public func continued(_ state: Tensor<Double>, fromInsideOnly: Bool = false) -> Tensor<Double> {
        guard let region = boundary?.region else { return state }
        var result = state
        var isKnown = (0..<count).map { region.isInside[$0] || (!fromInsideOnly && region.isFree($0)) }
        for _ in 0..<3 {
            let before = isKnown
            for node in 0..<count where !before[node] {
                var sum = 0.0, weight = 0.0
                for axis in 0..<lattice.dimension {
                    for step in [-1, 1] {
                        func neighbour(_ distance: Int) -> Int? {
                            let index = node / lattice.strides[axis] % lattice.shape[axis] + step * distance
                            guard (0..<lattice.shape[axis]).contains(index) else { return nil }
                            let other = node + step * distance * lattice.strides[axis]
                            return before[other] ? other : nil
                        }
                        guard let first = neighbour(1), let second = neighbour(2) else { continue }
                        sum += 2 * result[first] - result[second]
                        weight += 1
                    }
                }
                guard weight > 0 else { continue }
                result[node] = sum / weight
                isKnown[node] = true
            }
        }
        return result
    }
}
