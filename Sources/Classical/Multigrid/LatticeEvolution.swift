import Discretization
import Fields
import NumericsCore
import Problems
import Solving
import TimeIntegration

/// One integration in time on one grid.
struct LatticeEvolution {
    let setup: LatticeEvolutionSetup
    private(set) var series: LatticeSeries
    let evolution: StencilEvolution
    private(set) var integrator: ESDIRK43
    /// Largest value so far: the measure of errors.
    private var scale = 0.0

    /// Makes the initial state and records it.
    /// - Throws: `SolverError`, `DiscretizationError`, `IntegrationError`.
    init(_ setup: LatticeEvolutionSetup, cells: [Int]) throws {
        self.setup = setup
        let start = setup.times[0]
        let system = try StencilSystem(setup.problem, cells: cells, time: start)
        series = LatticeSeries(lattice: system.lattice, mask: system.grid.mask)
        evolution = StencilEvolution(system)
        let state = evolution.consistent(try setup.initialState(of: system), time: start)
        let length = setup.times[setup.times.count - 1] - start
        integrator = try ESDIRK43(
            system: evolution, tolerance: ErrorTolerance(relative: setup.stepTolerance, absolute: [setup.stepTolerance]),
            time: start, state: state, firstStep: length * Self.firstStep)
        updateScale()
        record()
    }

    /// First step as a part of the time range: rough data need steps this short, and others lengthen them eightfold each time.
    private static let firstStep = 1e-5

    var isFinished: Bool { series.times.count == setup.times.count }

    /// Takes one time step.
    /// - Throws: `IntegrationError`.
    mutating func advance() throws {
        let target = setup.times[series.times.count]
        integrator.maximumStep = min(
            target - setup.times[series.times.count - 1], setup.forcing.longestStep(at: integrator.time))
        try integrator.step(until: target)
        updateScale()
        if integrator.time == target { record() }
    }

    private mutating func record() {
        series.times.append(integrator.time)
        series.states.append(evolution.system.continued(integrator.state))
    }

    /// Errors are measured by the largest value of the unknown so far, so that small values far from the action do not ask
    /// for short steps.
    private mutating func updateScale() {
        let size = integrator.state.largestMagnitude
        guard scale == 0 || size > 2 * scale else { return }
        scale = size > 0 ? size : 1
        integrator.tolerance = ErrorTolerance(relative: 1e-14, absolute: [setup.stepTolerance * scale])
    }
}

extension LatticeEvolution {
    func save(to checkpoint: inout Checkpoint) {
        integrator.save(to: &checkpoint, prefix: "integrator ")
        checkpoint.scalars["scale"] = scale
        series.save(to: &checkpoint, prefix: "series ")
    }

    /// Continues where `save` left off, bit for bit.
    ///
    /// Matrices are made anew at the start of the next step, as an uninterrupted run does after each checkpoint.
    mutating func restore(from checkpoint: Checkpoint) throws {
        try integrator.restore(from: checkpoint, prefix: "integrator ")
        scale = checkpoint.scalars["scale"] ?? 0
        integrator.tolerance = ErrorTolerance(relative: 1e-14, absolute: [setup.stepTolerance * scale])
        try series.restore(from: checkpoint, prefix: "series ")
    }
}

extension LatticeSeries {
    func save(to checkpoint: inout Checkpoint, prefix: String) {
        checkpoint.tensors[prefix + "cells"] = Tensor(lattice.cells.map(Double.init))
        checkpoint.tensors[prefix + "times"] = Tensor(times)
        if let mask { checkpoint.tensors[prefix + "mask"] = Tensor(mask.map { $0 ? 1.0 : 0 }) }
        for (index, state) in states.enumerated() { checkpoint.tensors[prefix + "state \(index)"] = state }
    }

    /// - Throws: `SolverError.checkpointMismatch`.
    mutating func restore(from checkpoint: Checkpoint, prefix: String) throws {
        guard let stored = checkpoint.tensors[prefix + "times"]?.elements else {
            throw SolverError.checkpointMismatch("'\(prefix)times' is missing")
        }
        times = stored
        mask = checkpoint.tensors[prefix + "mask"]?.elements.map { $0 == 1 }
        guard mask == nil || mask!.count == lattice.count else {
            throw SolverError.checkpointMismatch("the number of nodes of the shape differs")
        }
        states = try stored.indices.map { index in
            guard let state = checkpoint.tensors[prefix + "state \(index)"], state.count == lattice.count else {
                throw SolverError.checkpointMismatch("the number of unknowns differs")
            }
            return state
        }
    }
}
