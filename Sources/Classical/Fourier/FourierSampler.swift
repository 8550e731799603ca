import Discretization
import Expressions
import Fields
import NumericsCore
import Problems
import Solving

/// Puts frames on one grid as fields of the problem's unknowns.
struct FourierSampler {
    let problem: Problem
    let equations: FourierEquations
    /// Modes of the grid all snapshots are given on, unless the problem asks for another grid.
    let modes: FourierModes

    /// The grid of the snapshots.
    var grid: Grid {
        let names = equations.axes.map { problem.coordinates[$0].name }
        guard let counts = problem.output.grid else { return modes.grid(names: names) }
        return Grid(counts.enumerated().map { axis, count in
            .periodic(names[axis], from: modes.lower[axis], to: modes.lower[axis] + modes.lengths[axis], count: count)
        })
    }

    /// Values [component][point…] of the problem's components on the grid.
    func values(_ frame: FourierRun.Frame, _ evaluator: FourierEvaluator, snapshot: Int) throws -> Tensor<Double> {
        let components = problem.componentCount
        let grid = grid
        guard problem.output.grid == nil, evaluator.initialValues.isEmpty || snapshot > 0 else {
            let jets = (0..<components).map { Jet(component: $0) }
            return try evaluator.evaluate(jets, at: grid.pointCoordinates, snapshot: snapshot).reshaped([components] + grid.shape)
        }
        let moved = frame.modes.moved(frame.coefficients, to: modes)
        let count = modes.storedCount
        var result: [Double] = []
        for component in 0..<components {
            let series = moved.withUnsafeBufferPointer {
                Tensor(shape: modes.shape, elements: $0[component * count..<(component + 1) * count])
            }
            result += modes.gridValues(of: series).elements
        }
        return Tensor(shape: [components] + grid.shape, elements: result)
    }

    /// The fields of all unknowns from values [component][point…].
    func fields(_ values: Tensor<Double>) -> [Field] {
        let grid = grid
        return problem.unknowns.map { unknown in
            let range = unknown.components.lowerBound * grid.count..<unknown.components.upperBound * grid.count
            let own = values.withUnsafeBufferPointer {
                Tensor(shape: [unknown.components.count] + grid.shape, elements: $0[range])
            }
            return Field(
                name: unknown.name, componentNames: problem.componentNames(of: unknown), isVector: unknown.isVector, grid: grid,
                values: own)
        }
    }
}
