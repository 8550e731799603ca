import Discretization
import Fields
import NumericsCore
import Problems
import Solving

extension MultigridSolver: FamilySolver {
    public static let gridSettings: Set<String> = ["cells", "error-estimate", "max-unknowns", "tolerance"]

    public func makeSampleSolver(for problem: Problem, request: SampleRequest) throws -> any SampleSolver {
        guard problem.timeIndex == nil else {
            throw SolverError.unsupported(term: problem.name, because: "samples of problems in time are solved one by one", try: nil)
        }
        let cells = zip(problem.spaceIndices, request.points).map { problem.coordinates[$0].isPeriodic ? $1 : $1 - 1 }
        do {
            return try MultigridSampleSolver(problem, cells: cells, settings: MultigridSettings(settings))
        } catch let error as DiscretizationError {
            throw SolverError(error)
        }
    }
}

/// Solves one boundary-value problem again and again for other input fields on one grid: formulas, matrices and the multigrid
/// hierarchy are made once.
final class MultigridSampleSolver: SampleSolver, @unchecked Sendable {
    let inputs: [SampledInput]
    let outputGrid: Grid
    private let problem: Problem
    private let lattice: Lattice
    private let tolerance: Double
    private let start: Tensor<Double>
    /// Which request holds what: fields at nodes [input], and in both halves of the way through faces [axis][half][input].
    private var nodeRequest: [Int: Int] = [:]
    private var faceRequest: [[[Int: Int]]]
    private var newton: StencilNewton
    private static let mostIterations = 50

    init(_ problem: Problem, cells: [Int], settings: MultigridSettings) throws {
        self.problem = problem
        let system = try StencilSystem(problem, cells: cells)
        lattice = system.lattice
        outputGrid = system.grid
        tolerance = settings.algebraicTolerance
        var start = Tensor(shape: [system.count], repeating: 0.0)
        if !system.isAffine { start = try HarmonicStart.state(problem, cells: cells) ?? start }
        self.start = start
        newton = StencilNewton(system, from: start, tolerance: tolerance)
        var requests: [SampledInput] = []
        let used = system.usedInputs
        for input in used.nodes.sorted() {
            nodeRequest[input] = requests.count
            requests.append(SampledInput(input: input, grid: Grid(lattice.grid.axes)))
        }
        faceRequest = lattice.cells.map { _ in [[:], [:]] }
        for input in used.faces.sorted() {
            for axis in lattice.cells.indices {
                for half in 0...1 {
                    faceRequest[axis][half][input] = requests.count
                    requests.append(SampledInput(input: input, grid: lattice.halfwayGrid(axis: axis, half: half)))
                }
            }
        }
        inputs = requests
    }

    func solve(_ values: [Tensor<Double>]) throws -> SampleAnswer {
        do {
            newton.restart(from: start, inputs: stencilInputs(values))
            while true {
                let status = try newton.step()
                if newton.imbalanceShare > Self.allowedImbalance { throw incompatible }
                switch status {
                case .converged:
                    let shape = [1, 1] + lattice.shape
                    let state = Field(
                        name: "", componentNames: [""], isVector: false, grid: outputGrid,
                        values: try newton.gauged(problem).reshaped([1] + lattice.shape)
                    ).maskingOutside().values
                    return SampleAnswer(values: state.reshaped(shape), residual: newton.relativeResidual)
                case .running where newton.iterations < Self.mostIterations: continue
                case .running, .stalled:
                    throw SolverError.notConverged(
                        residual: newton.relativeResidual, tolerance: tolerance, likelyKnob: "more points")
                }
            }
        } catch let error as DiscretizationError {
            throw SolverError(error)
        }
    }

    /// Share of the data that may miss to balance where only slopes are given: the error of differences on coarse grids.
    private static let allowedImbalance = 1e-2

    private var incompatible: SolverError {
        .singular(
            what: "a sample whose data do not balance: the sources and the slopes on the boundary must add up to zero, "
                + "and do not by \(NumberText.short(newton.imbalanceShare)) of their size")
    }

    private func stencilInputs(_ values: [Tensor<Double>]) -> StencilInputs {
        let empty = Tensor(shape: [0], repeating: 0.0)
        func gathered(_ requests: [Int: Int], _ body: (Tensor<Double>) -> Tensor<Double>) -> [Tensor<Double>] {
            problem.inputs.indices.map { input in requests[input].map { body(values[$0]) } ?? empty }
        }
        let faces = lattice.cells.indices.map { axis in
            (0...1).map { half in gathered(faceRequest[axis][half]) { lattice.paddedFaces($0, axis: axis) } }
        }
        return StencilInputs(nodes: gathered(nodeRequest) { $0 }, faces: faces)
    }
}

extension Lattice {
    /// The points a quarter or three quarters of the way from each node to the next one along an axis.
    func halfwayGrid(axis: Int, half: Int) -> Grid {
        var axes = grid.axes
        let shift = half == 0 ? 0.25 : 0.75
        let points = (0..<cells[axis]).map { lower[axis] + spacing[axis] * (Double($0) + shift) }
        axes[axis] = .points(names[axis], points)
        return Grid(axes)
    }

    /// Values at faces [cell along the axis] as values at nodes, the last one repeated where no face follows.
    func paddedFaces(_ values: Tensor<Double>, axis: Int) -> Tensor<Double> {
        if isPeriodic[axis] { return values }
        let inner = strides[axis], size = shape[axis]
        var result = Tensor(shape: [count], repeating: 0.0)
        values.withUnsafeBufferPointer { source in
            result.withUnsafeMutableBufferPointer { target in
                for node in target.indices {
                    let index = min(node / inner % size, size - 2)
                    target[node] = source[(node / (inner * size) * (size - 1) + index) * inner + node % inner]
                }
            }
        }
        return result
    }
}
