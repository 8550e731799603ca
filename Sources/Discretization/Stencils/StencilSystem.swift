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
    /// The boundary of the problem's shape; nil on boxes.
    let boundary: RegionProgram?
    /// Values of the input fields; may be replaced by those of another sample.
    public var inputs: StencilInputs
    /// Whether the matrix is symmetric whatever the coefficients are.
    public let isSymmetric: Bool
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
        let faces = form.terms.map { FluxProgram($0, of: form) }
        let node = NodeProgram(form)
        let needsSlopes = !node.slopes.isEmpty || faces.contains { !$0.otherSlopes.isEmpty }
        let boundary = try problem.region.map { shape throws(DiscretizationError) in
            try RegionProgram(problem, shape: shape, form: form, lattice: lattice, needsSlopes: needsSlopes)
        }
        self.boundary = boundary
        self.form = form
        self.lattice = lattice
        self.faces = faces
        self.node = node
        self.sides = sides
        sideOf = (0..<lattice.dimension).map { axis in
            [false, true].map { upper in sides.firstIndex { $0.axis == axis && $0.isUpper == upper } }
        }
        pattern = StencilPattern(dimension: lattice.dimension, isFull: faces.contains { !$0.otherSlopes.isEmpty })
        var fixed = Set(sides.flatMap { side in zip(side.nodes, side.active).filter { side.givesValue[$0.1] }.map(\.0) })
        if let region = boundary?.region { fixed.formUnion((0..<lattice.count).filter { !region.isFree($0) }) }
        fixedNodes = fixed.sorted()
        inputs = StencilInputs(nodes: try Self.inputs(problem, form, lattice))
        isAffine = form.isAffine && sides.allSatisfy(\.isAffine) && boundary?.isAffine ?? true
        isSymmetric = !needsSlopes && boundary?.rules.isEmpty ?? true
            && faces.allSatisfy { !$0.hasCoefficient && !$0.dependsOnValue }
        linesPerBatch = max(1, min(1024 / lattice.shape[lattice.dimension - 1], lattice.lineCount))
    }

    /// Input fields whose values at nodes are needed, and those at faces.
    public var usedInputs: (nodes: Set<Int>, faces: Set<Int>) {
        func inputs(_ programs: [StencilProgram]) -> Set<Int> {
            Set(programs.flatMap(\.sources).compactMap { if case .input(let index, _) = $0 { index } else { nil } })
        }
        let region = boundary.map { [$0.values, $0.fluxes] } ?? []
        return (inputs([node.program] + sides.map(\.program) + region), inputs(faces.map(\.program)))
    }

    /// Number of unknowns: one a node, given values included.
    public var count: Int { lattice.count }

    /// The nodes as a grid; points outside the problem's shape are masked.
    public var grid: Grid { boundary.map { Grid(lattice.grid.axes, mask: $0.region.isInside) } ?? lattice.grid }

    /// The first node with a balance.
    var heldNode: Int { boundary.flatMap { boundary in (0..<count).first { boundary.region.isFree($0) } } ?? 0 }

    /// Whether no node has a given value: then constants may be undetermined.
    var givesNoValue: Bool {
        guard let region = boundary?.region else { return fixedNodes.isEmpty }
        guard region.given.isEmpty && region.cuts.isEmpty else { return false }
        return sides.allSatisfy { side in
            zip(side.nodes, side.active).allSatisfy { !side.givesValue[$0.1] || !region.isFree($0.0) }
        }
    }

    /// Part of a whole dual cell that belongs to a node: 1 inside, less at the boundary, 0 outside.
    public func volume(_ node: Int) -> Double {
        let whole = lattice.indices(of: node).enumerated().reduce(1.0) { $0 * lattice.share($1.offset, $1.element) }
        return whole * (boundary?.region.volumes[node] ?? 1)
    }

    private static func sides(
        _ problem: Problem, _ form: EllipticForm, _ lattice: Lattice, _ time: Double
    ) throws(DiscretizationError) -> [SideProgram] {
        var sides: [SideProgram] = []
        for axis in 0..<lattice.dimension where !lattice.isPeriodic[axis] {
            for isUpper in [false, true] {
                let side = BoundarySide(coordinate: form.spaceIndices[axis], isUpper: isUpper)
                var conditions: [SideCondition] = []
                var numbers: [Int] = []
                for (number, condition) in problem.conditions.enumerated()
                where condition.holds(on: side, ofShape: problem.region != nil) {
                    conditions.append(
                        try SideCondition(condition.facing(side), axis: axis, form: form, parameters: problem.parameters))
                    numbers.append(number)
                }
                // Where the shape does not reach the side.
                if problem.region != nil { conditions.append(SideCondition(name: "outside", kind: .value(.zero), extent: nil)) }
                let chooser = problem.region.map { RegionSides(problem, shape: $0, lattice: lattice, numbers: numbers) }
                sides.append(
                    try SideProgram(
                        conditions, axis: axis, isUpper: isUpper, form: form, lattice: lattice, time: time,
                        chosen: chooser.map { chooser in { chooser.active($0) } }))
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

/// Values of the input fields where a stencil system needs them.
public struct StencilInputs: Sendable {
    /// At the nodes [input][node].
    public var nodes: [Tensor<Double>]
    /// In the middle of both halves of the way through each face [axis][half][input][node before the face]; nil takes the
    /// values of the nodes, each constant on its dual cell.
    public var faces: [[[Tensor<Double>]]]?

    public init(nodes: [Tensor<Double>], faces: [[[Tensor<Double>]]]? = nil) {
        self.nodes = nodes
        self.faces = faces
    }
}
