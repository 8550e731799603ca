import Discretization
import Fields
import NumericsCore
import Problems
import Solving

extension MultigridStepper {
    func solution() throws -> Solution {
        var answer = answers.last
        if answer == nil, let newton { answer = LatticeAnswer(lattice: newton.system.lattice, state: newton.state, mask: newton.system.grid.mask) }
        guard let answer else {
            throw SolverError.notConverged(
                residual: .infinity, tolerance: settings.tolerance, likelyKnob: "more time: no iteration has been finished")
        }
        let unknown = problem.unknowns[0]
        let field = answer.field(unknown)
        let convergence = try convergence()
        let kind = isOfConstantCoefficients ? " (coefficients are constant)" : ""
        var notes = [answer.text, "multigrid cycles on the last grid: \(cycles)\(kind), residual \(NumberText.short(relativeResidual)) of norm(A) norm(u) + norm(f)"]
        if let note = convergence.note { notes.append(note) }
        if let missedData { notes.append(missedData.remark) }
        if let imbalance, imbalance != 0 {
            notes.append("a constant source of \(NumberText.short(imbalance)) makes the discrete data compatible")
        }
        return Solution(
            method: MultigridSolver.name, outcome: outcome ?? .interrupted,
            snapshots: [Snapshot(time: nil, fields: [field])],
            evaluator: LatticeEvaluator(snapshots: [(field.grid, answer.state)], spaceIndices: problem.spaceIndices),
            estimates: convergence.estimate.map { [unknown.name: $0] } ?? [:], notes: notes,
            counts: [
                (name: "unknowns", value: Double(answer.lattice.count)), (name: "iterations", value: Double(newtonIterations)),
                (name: "cycles", value: Double(cycles)),
            ])
    }
}

/// A checkpoint holds the answers of finished grids and the cells of the one that comes next; the grid under way is solved
/// again from its start, so that the answer is the same bit for bit.
extension MultigridStepper {
    func checkpoint() -> Checkpoint {
        var checkpoint = Checkpoint()
        checkpoint.strings["kind"] = Self.kind
        checkpoint.integers["step"] = stepCount
        checkpoint.integers["iterations"] = newtonIterations
        checkpoint.integers["cycles"] = cycles
        checkpoint.integers["constant coefficients"] = isOfConstantCoefficients ? 1 : 0
        checkpoint.integers["answers"] = answers.count
        checkpoint.scalars["residual"] = relativeResidual
        checkpoint.scalars["imbalance"] = imbalance
        checkpoint.tensors["cells"] = Tensor(cells.map(Double.init))
        for (index, answer) in answers.enumerated() {
            checkpoint.tensors["cells\(index)"] = Tensor(answer.lattice.cells.map(Double.init))
            checkpoint.tensors["state\(index)"] = answer.state
            if let mask = answer.mask { checkpoint.tensors["mask\(index)"] = Tensor(mask.map { $0 ? 1.0 : 0 }) }
        }
        return checkpoint
    }

    private static var kind: String { "multigrid, steady" }

    func restore(_ checkpoint: Checkpoint) throws {
        let coordinates = problem.spaceIndices.map { problem.coordinates[$0] }
        func cells(_ name: String) throws -> [Int] {
            guard let stored = checkpoint.tensors[name]?.elements.map({ Int($0) }), stored.count == coordinates.count else {
                throw SolverError.checkpointMismatch("'\(name)' is missing")
            }
            return stored
        }
        guard checkpoint.strings["kind"] == Self.kind else {
            throw SolverError.checkpointMismatch("it is not one of a boundary-value problem")
        }
        stepCount = checkpoint.integers["step"] ?? 0
        newtonIterations = checkpoint.integers["iterations"] ?? 0
        cycles = checkpoint.integers["cycles"] ?? 0
        isOfConstantCoefficients = checkpoint.integers["constant coefficients"] == 1
        relativeResidual = checkpoint.scalars["residual"] ?? 0
        imbalance = checkpoint.scalars["imbalance"]
        self.cells = try cells("cells")
        newton = nil
        answers = try (0..<(checkpoint.integers["answers"] ?? 0)).map { index in
            let lattice = Lattice(coordinates, cells: try cells("cells\(index)"))
            guard let state = checkpoint.tensors["state\(index)"], state.count == lattice.count else {
                throw SolverError.checkpointMismatch("the number of unknowns differs")
            }
            let mask = checkpoint.tensors["mask\(index)"]?.elements.map { $0 == 1 }
            return LatticeAnswer(lattice: lattice, state: state, mask: mask)
        }
    }
}
