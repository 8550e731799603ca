import Expressions
import NumericsCore
import Problems

/// Expressions collocated at the points of a tensor grid, with the row of the system each value belongs to.
struct CollocationBlock: Sendable {
    let grid: PointGrid
    /// Outward normal on a side: coordinate and sign.
    let normal: (coordinate: Int, sign: Double)?
    let program: CompiledResidual
    /// Row of the system [output][point]; -1 where a condition does not hold.
    let rows: [[Int]]
    /// The jets of the program: their input row, maps along three axes, and whether they belong to the rates.
    let jets: [JetInput]
    /// Inputs that never change [symbol][point]; rows of jets, functionals and time are filled at every evaluation.
    let constants: Tensor<Double>
    /// Rows of the inputs that hold the time, and those that hold functionals.
    let timeRows: [Int]
    let functionalRows: [(row: Int, functional: Int)]

    struct JetInput: Sendable {
        var row: Int
        var component: Int
        var isRate: Bool
        /// Three maps, the padded axes first.
        var operators: [AxisOperator]
    }

    init(
        _ expressions: [Expression], grid: PointGrid, rows: [[Int]], problem: CollocationProblem,
        layout: CollocationLayout, normal: (coordinate: Int, sign: Double)? = nil
    ) throws(DiscretizationError) {
        self.grid = grid
        self.normal = normal
        self.rows = rows
        let program = CompiledResidual(expressions)
        self.program = program
        var jets: [JetInput] = []
        for (row, jet) in zip(program.inputRows.jetRows, program.jets) {
            let rate = problem.timeIndex.map { jet.derivative[$0] } ?? 0
            try Self.check(jet, rate: rate, problem)
            jets.append(
                JetInput(
                    row: row, component: jet.component, isRate: rate == 1,
                    operators: grid.operators(for: jet, problem: problem, layout: layout)))
        }
        self.jets = jets
        timeRows = problem.timeIndex.flatMap { program.inputRows.row(of: .coordinate($0)) }.map { [$0] } ?? []
        functionalRows = zip(program.inputRows.functionalRows, program.functionals).map { (row: $0, functional: $1) }
        constants = try ConstantInputs(problem, grid, normal).rows(program.inputRows.symbols)
    }

    private static func check(_ jet: Jet, rate: Int, _ problem: CollocationProblem) throws(DiscretizationError) {
        if rate > 1 {
            throw .unsupported(term: problem.names.text(.jet(jet)), because: "it is of higher than first order in time")
        }
        let fixed = problem.sites.indices.contains(jet.site) ? problem.sites[jet.site].fixed : [:]
        if let time = problem.timeIndex, fixed[time] != nil {
            throw .unsupported(
                term: problem.names.text(.jet(jet)), because: "a value at another time cannot enter a march in time")
        }
    }

    /// Scratch of one block.
    struct Workspace: Sendable {
        var inputs: Tensor<Double>
        var values: Tensor<Double>
        var partials: Tensor<Double>
        var first: Tensor<Double>
        var second: Tensor<Double>
        var third: Tensor<Double>
        var program: CompiledResidual.Workspace
    }

    func makeWorkspace() -> Workspace {
        let first = jets.map { $0.operators[0].rows * $0.operators[1].columns * $0.operators[2].columns }
        let second = jets.map { $0.operators[0].rows * $0.operators[1].rows * $0.operators[2].columns }
        return Workspace(
            inputs: constants, values: Tensor(shape: [program.valueCount, grid.count], repeating: 0),
            partials: Tensor(shape: [program.partialCount, grid.count], repeating: 0),
            first: Tensor(shape: [first.max() ?? 0], repeating: 0),
            second: Tensor(shape: [second.max() ?? 0], repeating: 0),
            third: Tensor(shape: [grid.count], repeating: 0), program: program.makeWorkspace())
    }
}
