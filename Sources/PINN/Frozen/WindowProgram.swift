import Expressions
import NumericsCore

/// The right sides F of all components and their derivatives by the jets, compiled.
///
/// Inputs of a batch are [jets, then x, then t][point].
final class WindowProgram {
    /// A space derivative of a component.
    struct Entry: Hashable {
        var component: Int
        var order: Int
    }

    let jets: [Entry]
    let componentCount: Int
    /// Which derivative dF/djet each row of slopes is; those that vanish are left out.
    let slopePlaces: [(component: Int, jet: Int)]
    private let program, slopeProgram, dataProgram: BatchProgram
    private var workspace, slopeWorkspace, dataWorkspace: InstructionProgram.Workspace
    private var clock, rows: Tensor<Double>
    /// Formulas with singular functions have no value at the first instant itself.
    private let earliest: Double

    /// - Parameters:
    ///   - known: added to every component.
    ///   - driven: data of the conditions that have any.
    init(_ equations: FrozenEquations, known: KnownPart, driven: [Expression]) {
        let sides = known.rightSides
        let symbols = sides.reduce(into: Set<Symbol>()) { $0.formUnion($1.symbols) }
        let found = symbols.compactMap { if case .jet(let jet) = $0 { jet } else { nil } }
        let ordered = found.sorted { ($0.component, $0.derivative.total) < ($1.component, $1.derivative.total) }
        jets = ordered.map { Entry(component: $0.component, order: $0.derivative[equations.space]) }
        componentCount = sides.count
        earliest = known.earliest
        let inputs = ordered.map { Symbol.jet($0) } + [.coordinate(equations.space), .coordinate(equations.time)]
        program = BatchProgram(sides, inputs: inputs)
        var slopes: [Expression] = []
        var places: [(component: Int, jet: Int)] = []
        for (component, side) in sides.enumerated() {
            for (place, jet) in ordered.enumerated() {
                let slope = side.derivative(by: .jet(jet)).simplified()
                if slope.isZero { continue }
                slopes.append(slope)
                places.append((component, place))
            }
        }
        slopePlaces = places
        slopeProgram = BatchProgram(slopes, inputs: inputs)
        dataProgram = BatchProgram(driven, inputs: [.coordinate(equations.time)])
        workspace = program.makeWorkspace()
        slopeWorkspace = slopeProgram.makeWorkspace()
        dataWorkspace = dataProgram.makeWorkspace()
        clock = Tensor(shape: [1, 1], repeating: 0)
        rows = Tensor(shape: [driven.count, 1], repeating: 0)
    }

    var slopeCount: Int { slopePlaces.count }

    /// Inputs with the places filled in.
    func makeInputs(points: [Double]) -> Tensor<Double> {
        var inputs = Tensor(shape: [jets.count + 2, points.count], repeating: 0.0)
        for (point, x) in points.enumerated() { inputs[jets.count, point] = x }
        return inputs
    }

    func setTime(_ time: Double, in inputs: inout Tensor<Double>) {
        let (row, count, instant) = (jets.count + 1, inputs.shape[1], max(time, earliest))
        inputs.withUnsafeMutableBufferPointer { buffer in
            for point in 0..<count { buffer[row * count + point] = instant }
        }
    }

    /// F, [component][point].
    func evaluate(_ inputs: Tensor<Double>, into outputs: inout Tensor<Double>) {
        program.evaluate(inputs: inputs, outputs: &outputs, workspace: &workspace)
    }

    /// dF/djet, [slope][point].
    func evaluateSlopes(_ inputs: Tensor<Double>, into outputs: inout Tensor<Double>) {
        guard slopeCount > 0 else { return }
        slopeProgram.evaluate(inputs: inputs, outputs: &outputs, workspace: &slopeWorkspace)
    }

    /// Data of the conditions at an instant, [condition].
    func data(_ time: Double, into data: inout Tensor<Double>) {
        clock[0, 0] = max(time, earliest)
        dataProgram.evaluate(inputs: clock, outputs: &rows, workspace: &dataWorkspace)
        for index in 0..<rows.count { data[index] = rows[index, 0] }
    }
}
