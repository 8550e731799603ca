import Expressions
import NumericsCore

/// Where a row of a stencil program's inputs comes from; positions are relative to a node or to the face behind it.
enum StencilInput: Hashable, Sendable {
    /// A coordinate, moved by a part of the spacing along its own axis. Moves that would leave the box are reflected.
    case coordinate(axis: Int, shift: Double)
    case time
    /// The unknown at the node, or its mean over the two nodes of the face.
    case value
    /// A first derivative of the unknown along an axis.
    case slope(axis: Int)
    /// An input field at the node (0) or at the one behind the face (1).
    case input(index: Int, end: Int)
    /// A component of the outward normal, on the boundary of a shape.
    case normal(axis: Int)
    /// From the node to the boundary of a shape along its normal.
    case distance
    /// The rest of the way to a point of the boundary, along an axis.
    case tangent(axis: Int)
}

/// Expressions compiled for batches of nodes or faces.
struct StencilProgram: Sendable {
    let program: BatchProgram
    let sources: [StencilInput]

    /// Precondition: `source` knows every symbol that occurs.
    init(_ outputs: [Expression], source: (Symbol) -> StencilInput) {
        let symbols = outputs.reduce(into: Set<Symbol>()) { $0.formUnion($1.symbols) }.sorted { "\($0)" < "\($1)" }
        program = BatchProgram(outputs, inputs: symbols)
        sources = symbols.map(source)
    }

    var outputCount: Int { program.outputCount }

    /// Memory for batches of a fixed size.
    struct Workspace: Sendable {
        var inputs: Tensor<Double>
        var outputs: Tensor<Double>
        var registers: InstructionProgram.Workspace
    }

    func makeWorkspace(lanes: Int) -> Workspace {
        Workspace(
            inputs: Tensor(shape: [sources.count, lanes], repeating: 0),
            outputs: Tensor(shape: [outputCount, lanes], repeating: 0), registers: program.makeWorkspace())
    }

    /// Runs the program on the inputs that stand in the workspace.
    func run(_ workspace: inout Workspace) {
        program.evaluate(inputs: workspace.inputs, outputs: &workspace.outputs, workspace: &workspace.registers)
    }
}
