import Expressions
import Fields
import NumericsCore
import Problems

/// Conservative second-order differences of an elliptic equation on the nodes of a box: rows, and their exact Jacobian as a
/// stencil.
///
/// A node's row is the balance of its dual cell: fluxes through the faces half-way to its neighbours, plus the remainder at the
/// node. Dual cells of nodes on the boundary are cut by it; there the flux follows from the condition. Rows are divided by the
/// volume of a whole dual cell. Rows of nodes whose value is given are value minus condition.
public struct StencilSystem: Sendable {
    public let lattice: Lattice
    public let form: EllipticForm
    let faces: [FluxProgram]
    let node: NodeProgram
    let sides: [SideProgram]
    /// Position in `sides` [axis][lower, upper]; nil on periodic axes.
    let sideOf: [[Int?]]
    let pattern: StencilPattern
    /// Nodes whose value is given, rising.
    public let fixedNodes: [Int]
    /// Values of the input fields at the nodes [input][node]; may be replaced by those of another sample.
    public var inputs: [Tensor<Double>]
    /// Whether rows are affine in the unknown.
    public let isAffine: Bool
    /// Lines of nodes in a batch.
    let linesPerBatch: Int

    /// - Parameter time: when extents of conditions are looked at.
    /// - Throws: `DiscretizationError.unsupported` that names what does not fit.
    public init(_ problem: Problem, cells: [Int], time: Double = 0) throws(DiscretizationError) {
        let form = try EllipticForm(problem)
        let lattice = Lattice(form.spaceIndices.map { problem.coordinates[$0] }, cells: cells)
        let sides = try Self.sides(problem, form, lattice, time)
        self.form = form
        self.lattice = lattice
        faces = form.terms.map { FluxProgram($0, of: form) }
        node = NodeProgram(form)
        self.sides = sides
        sideOf = (0..<lattice.dimension).map { axis in
            [false, true].map { upper in sides.firstIndex { $0.axis == axis && $0.isUpper == upper } }
        }
        pattern = StencilPattern(dimension: lattice.dimension, isFull: faces.contains { !$0.otherSlopes.isEmpty })
        fixedNodes = Set(sides.flatMap { side in zip(side.nodes, side.active).filter { side.givesValue[$0.1] }.map(\.0) }).sorted()
        inputs = try Self.inputs(problem, form, lattice)
        isAffine = form.isAffine && sides.allSatisfy(\.isAffine)
        linesPerBatch = max(1, min(1024 / lattice.shape[lattice.dimension - 1], lattice.lineCount))
    }

    /// Number of unknowns: one a node, given values included.
    public var count: Int { lattice.count }

    private static func sides(
        _ problem: Problem, _ form: EllipticForm, _ lattice: Lattice, _ time: Double
    ) throws(DiscretizationError) -> [SideProgram] {
        var sides: [SideProgram] = []
        for axis in 0..<lattice.dimension where !lattice.isPeriodic[axis] {
            for isUpper in [false, true] {
                let side = BoundarySide(coordinate: form.spaceIndices[axis], isUpper: isUpper)
                var conditions: [SideCondition] = []
                for condition in problem.conditions where condition.place == .side(side) {
                    conditions.append(try SideCondition(condition, axis: axis, form: form, parameters: problem.parameters))
                }
                sides.append(
                    try SideProgram(conditions, axis: axis, isUpper: isUpper, form: form, lattice: lattice, time: time))
            }
        }
        return sides
    }

    /// Values at the nodes of the input fields that occur.
    private static func inputs(
        _ problem: Problem, _ form: EllipticForm, _ lattice: Lattice
    ) throws(DiscretizationError) -> [Tensor<Double>] {
        guard !problem.inputs.isEmpty else { return [] }
        let points = lattice.grid.pointCoordinates
        return try problem.inputs.map { input throws(DiscretizationError) in
            guard case .sampled = input.kind else { return Tensor(shape: [lattice.count], repeating: .nan) }
            do {
                return Tensor(try input.nodalValues(at: points, coordinates: problem.coordinates))
            } catch {
                throw .unsupported(term: input.name, because: "its samples are too few")
            }
        }
    }
}
