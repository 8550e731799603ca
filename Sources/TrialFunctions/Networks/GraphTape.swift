import NumericsCore

/// A tape over a graph of steps on features.
final class GraphTape: JetTape, @unchecked Sendable {
    private let workspace: JetWorkspace
    private(set) var jets: Tensor<Double>
    private var parameters: Tensor<Double>?

    init(graph: JetGraph, layout: JetLayout, capacity: Int, directionOrder: Int) {
        precondition(layout.coordinateCount == graph.coordinates.count, "a layout for another number of coordinates")
        workspace = JetWorkspace(
            graph: graph, algebra: layout.algebra(directionOrder: directionOrder), capacity: capacity,
            coordinateChannels: layout.coordinateChannels)
        jets = Tensor(shape: [directionOrder + 1, graph.output.count, layout.count, workspace.capacity], repeating: 0)
    }

    var capacity: Int { workspace.capacity }

    func forward(parameters: Tensor<Double>, direction: Tensor<Double>?, points: Tensor<Double>, range: Range<Int>) {
        self.parameters = parameters
        workspace.forward(parameters: parameters, direction: direction, points: points, range: range)
        workspace.copyJets(into: &jets)
    }

    func pullback(cotangents: Tensor<Double>, gradients: SharedMatrix, row: Int) {
        workspace.pullback(parameters: lastParameters, cotangents: cotangents, gradients: gradients, row: row)
    }

    func jacobian(cotangents: Tensor<Double>, jacobian: SharedMatrix, firstParameter: Int, firstRow: Int, adding: Bool) {
        workspace.jacobian(
            parameters: lastParameters, cotangents: cotangents, jacobian: jacobian, firstParameter: firstParameter,
            firstRow: firstRow, adding: adding)
    }

    private var lastParameters: Tensor<Double> {
        guard let parameters else { preconditionFailure("a tape goes forward before it goes back") }
        return parameters
    }
}
