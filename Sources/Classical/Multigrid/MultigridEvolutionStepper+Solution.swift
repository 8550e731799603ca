import Discretization
import Fields
import NumericsCore
import Problems
import Solving
import TimeIntegration

extension MultigridEvolutionStepper {
    /// The answer on the finest grid that is finished, or what has been reached on the first one.
    func solution() throws -> Solution {
        guard let series = finished.last ?? evolution?.series else {
            throw SolverError.checkpointMismatch("no time step has been taken yet")
        }
        let unknown = problem.unknowns[0]
        let convergence = try convergence()
        var notes = [series.lattice.text + ", implicit steps of order 4 with an error of \(NumberText.short(setup.stepTolerance)) each"]
        if let note = convergence.note { notes.append(note) }
        let grid = Grid(series.lattice.grid.axes, mask: series.mask)
        return Solution(
            method: MultigridSolver.name, outcome: outcome ?? .interrupted, snapshots: series.snapshots(unknown),
            evaluator: LatticeEvaluator(
                snapshots: series.states.map { (grid: grid, values: $0) }, spaceIndices: problem.spaceIndices),
            estimates: convergence.estimate.map { [unknown.name: $0] } ?? [:], notes: notes,
            counts: [
                (name: "unknowns", value: Double(series.lattice.count)), (name: "steps", value: Double(timeSteps)),
                (name: "rejected steps", value: Double(rejectedSteps)),
                (name: "iterations", value: Double(counts.newtonIterations)),
                (name: "Jacobians", value: Double(counts.jacobians)), (name: "cycles", value: Double(counts.cycles)),
            ])
    }

    private static var kind: String { "multigrid, in time" }

    func checkpoint() -> Checkpoint {
        var checkpoint = Checkpoint(strings: ["kind": Self.kind])
        checkpoint.integers["step"] = stepCount
        checkpoint.integers["finished"] = finished.count
        checkpoint.tensors["cells"] = Tensor(cells.map(Double.init))
        for (index, series) in finished.enumerated() { series.save(to: &checkpoint, prefix: "finished \(index) ") }
        checkpoint.integers["is under way"] = evolution == nil ? 0 : 1
        evolution?.save(to: &checkpoint)
        return checkpoint
    }

    func restore(_ checkpoint: Checkpoint) throws {
        guard checkpoint.strings["kind"] == Self.kind else {
            throw SolverError.checkpointMismatch("it is not one of a problem in time")
        }
        stepCount = checkpoint.integers["step"] ?? 0
        cells = try storedCells(checkpoint, "cells")
        finished = try (0..<(checkpoint.integers["finished"] ?? 0)).map { index in
            let prefix = "finished \(index) "
            let coordinates = problem.spaceIndices.map { problem.coordinates[$0] }
            var series = LatticeSeries(lattice: Lattice(coordinates, cells: try storedCells(checkpoint, prefix + "cells")))
            try series.restore(from: checkpoint, prefix: prefix)
            return series
        }
        evolution = nil
        guard checkpoint.integers["is under way"] == 1 else { return }
        do {
            evolution = try LatticeEvolution(setup, cells: cells)
            try evolution!.restore(from: checkpoint)
        } catch let error as DiscretizationError {
            throw SolverError(error)
        } catch IntegrationError.checkpointMismatch(let reason) {
            throw SolverError.checkpointMismatch(reason)
        }
    }

    private func storedCells(_ checkpoint: Checkpoint, _ name: String) throws -> [Int] {
        guard let stored = checkpoint.tensors[name]?.elements.map({ Int($0) }), stored.count == problem.spaceIndices.count,
            stored.allSatisfy({ $0 >= 2 })
        else { throw SolverError.checkpointMismatch("'\(name)' is missing") }
        return stored
    }
}
