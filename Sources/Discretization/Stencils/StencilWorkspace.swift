import NumericsCore

/// Memory for evaluating a `StencilSystem`; one per thread.
public struct StencilWorkspace: Sendable {
    var node: StencilProgram.Workspace
    var faces: [StencilProgram.Workspace]
    var sides: [StencilProgram.Workspace]
    /// Slope along the side's own axis and its derivative by the unknown, at the nodes of each side where a condition gives
    /// them [side][node of the side].
    var slopes: [[Double]]
    var slopeRates: [[Double]]
    /// Given values at the places on the boundary of the shape [place].
    var placeValues: [Double]
    var placeMemory: StencilProgram.Workspace
    var wallMemory: StencilProgram.Workspace

    init(_ system: StencilSystem) {
        let lanes = system.linesPerBatch * system.lattice.shape[system.lattice.dimension - 1]
        node = system.node.program.makeWorkspace(lanes: lanes)
        faces = system.faces.map { $0.program.makeWorkspace(lanes: lanes) }
        sides = system.sides.map { $0.program.makeWorkspace(lanes: $0.nodes.count) }
        slopes = system.sides.map { [Double](repeating: 0, count: $0.nodes.count) }
        slopeRates = slopes
        placeValues = [Double](repeating: 0, count: system.boundary?.region.places.count ?? 0)
        let empty = StencilProgram([], source: { _ in .time })
        placeMemory = (system.boundary?.values ?? empty).makeWorkspace(lanes: placeValues.count)
        wallMemory = (system.boundary?.fluxes ?? empty).makeWorkspace(lanes: system.boundary?.region.walls.count ?? 0)
    }
}

extension StencilSystem {
    /// Makes the memory evaluations need.
    public func makeWorkspace() -> StencilWorkspace { StencilWorkspace(self) }

    /// An empty matrix for the Jacobian.
    public func makeMatrix() -> StencilMatrix {
        StencilMatrix(shape: lattice.shape, periodic: lattice.isPeriodic, stencil: pattern.stencil)
    }
}
