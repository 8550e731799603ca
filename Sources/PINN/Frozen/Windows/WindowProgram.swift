import Expressions
import NumericsCore

/// The right sides F of all components and their derivatives by the jets, compiled.
///
/// Inputs of a batch are [jets, then the space coordinates, then t][point].
final class WindowProgram {
    /// A space derivative of a component.
    struct Entry: Hashable {
        var component: Int
        /// Along each space coordinate.
        var orders: [Int]
    }

    let jets: [Entry]
    let componentCount: Int
    private let dimension: Int
    /// Which derivative dF/djet each row of slopes is; those that vanish are left out.
    let slopePlaces: [(component: Int, jet: Int)]
    private let program, slopeProgram, dataProgram, dataRates: BatchProgram
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
        // In a fixed order: the iteration of a set is not the same twice.
        let ordered = found.sorted { left, right in
            if left.component != right.component { return left.component < right.component }
            return equations.orders(left.derivative).lexicographicallyPrecedes(equations.orders(right.derivative))
        }
        jets = ordered.map { Entry(component: $0.component, orders: equations.orders($0.derivative)) }
        componentCount = sides.count
        earliest = known.earliest
        let inputs = ordered.map { Symbol.jet($0) } + (equations.spaces + [equations.time]).map { .coordinate($0) }
        dimension = equations.spaces.count
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
        dataRates = BatchProgram(
            driven.map { $0.derivative(by: .coordinate(equations.time)).simplified() }, inputs: [.coordinate(equations.time)])
        workspace = program.makeWorkspace()
        slopeWorkspace = slopeProgram.makeWorkspace()
        dataWorkspace = dataProgram.makeWorkspace()
        clock = Tensor(shape: [1, 1], repeating: 0)
        rows = Tensor(shape: [driven.count, 1], repeating: 0)
    }

    var slopeCount: Int { slopePlaces.count }

    /// Inputs with the places [point][space coordinate] filled in.
    func makeInputs(points: Tensor<Double>) -> Tensor<Double> {
        var inputs = Tensor(shape: [jets.count + dimension + 1, points.shape[0]], repeating: 0.0)
        for point in 0..<points.shape[0] {
            for axis in 0..<dimension { inputs[jets.count + axis, point] = points[point, axis] }
        }
        return inputs
    }

    func setTime(_ time: Double, in inputs: inout Tensor<Double>) {
        let (row, count, instant) = (jets.count + dimension, inputs.shape[1], max(time, earliest))
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

    /// Their rates of change at an instant, [condition].
    func dataRates(_ time: Double) -> Tensor<Double> {
        var workspace = dataRates.makeWorkspace()
        clock[0, 0] = max(time, earliest)
        dataRates.evaluate(inputs: clock, outputs: &rows, workspace: &workspace)
        return rows.reshaped([rows.count])
    }
}
