import Discretization
import Expressions
import NumericsCore
import Problems
import Solving

/// The initial values of a family, compiled for values of its input fields on the grid of some modes.
struct FourierInitialProgram {
    /// Input fields and derivatives that the initial values hold, in the order in which `coefficients` takes them.
    let inputs: [(index: Int, derivative: MultiIndex)]
    private let modes: FourierModes
    private let program: BatchProgram
    /// Values [coordinate][point], after the rows of the inputs.
    private let positions: [Double]

    init(_ equations: FourierEquations, _ modes: FourierModes) throws {
        self.modes = modes
        let symbols = equations.initialValues.reduce(into: Set<Symbol>()) { $0.formUnion($1.symbols) }.sorted { "\($0)" < "\($1)" }
        var inputs: [(index: Int, derivative: MultiIndex)] = []
        var others: [Symbol] = []
        var positions: [Double] = []
        for symbol in symbols {
            switch symbol {
            case .input(let index, let derivative): inputs.append((index, derivative))
            case .coordinate(let index) where equations.axes.contains(index):
                let axis = equations.axes.firstIndex(of: index)!
                let points = modes.points(along: axis)
                positions += modes.gridValues { $0 == axis ? points : nil }
                others.append(symbol)
            default:
                throw SolverError.unsupported(
                    term: Expression(.symbol(symbol)).printed(equations.names),
                    because: "initial values must be given in the space coordinates", try: nil)
            }
        }
        self.inputs = inputs
        self.positions = positions
        program = BatchProgram(equations.initialValues, inputs: inputs.map { .input($0.index, $0.derivative) } + others)
    }

    /// Coefficients [component][mode…] for values [grid…] of the inputs. Throws `SolverError.diverged` if they are not finite.
    func coefficients(_ values: [Tensor<Double>]) throws -> Tensor<Complex<Double>> {
        let points = modes.pointCount
        let rows = Tensor(shape: [program.inputs.count, points], elements: values.flatMap(\.elements) + positions)
        var outputs = Tensor(shape: [program.outputCount, points], repeating: 0.0)
        var workspace = program.makeWorkspace()
        program.evaluate(inputs: rows, outputs: &outputs, workspace: &workspace)
        let elements = outputs.elements
        guard elements.allSatisfy(\.isFinite) else {
            throw SolverError.diverged(field: "the initial data", location: "some points", step: 0, likelyKnob: "the given formula")
        }
        let series = (0..<program.outputCount).flatMap { row in
            modes.coefficients(of: Tensor(shape: modes.counts, elements: elements[row * points..<(row + 1) * points])).elements
        }
        return Tensor(shape: [program.outputCount] + modes.shape, elements: series)
    }
}
