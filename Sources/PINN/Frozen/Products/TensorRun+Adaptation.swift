import NumericsCore
import Solving
import TimeIntegration

extension TensorRun {
    /// A step that leaves a tail this many times too large is repeated with more functions.
    private static let repeatLimit = 10.0

    /// Root mean square over the box of each component.
    func norms(_ coefficients: [Tensor<Double>]) -> [Double] {
        coefficients.map { LinearAlgebra.norm($0) / volume.squareRoot() }
    }

    /// Tail over what the tolerance allows, the worst component of each window of each axis, [axis][window].
    ///
    /// The tail of a window is the root mean square of its last functions over the slab that it is of the box.
    func ratios(_ coefficients: [Tensor<Double>], scales: [Double]) -> [[Double]] {
        axes.enumerated().map { axis, own in
            let layout = own.layout
            let inner = axes[(axis + 1)...].reduce(1) { $0 * $1.layout.count }
            var squares = [[Double]](repeating: [Double](repeating: 0, count: layout.windowCount), count: coefficients.count)
            for (component, values) in coefficients.enumerated() {
                values.withUnsafeBufferPointer { buffer in
                    for index in buffer.indices {
                        let place = index / inner % layout.count
                        guard place % layout.modes.count >= layout.modes.count - layout.modes.tailCount else { continue }
                        squares[component][place / layout.modes.count] += buffer[index] * buffer[index]
                    }
                }
            }
            return (0..<layout.windowCount).map { window in
                let slab = volume / own.length * 2 * layout.halfLength(window)
                return zip(squares, scales).map { ($0[window] / slab).squareRoot() / ($1 * options.tolerance) }.max() ?? 0
            }
        }
    }

    /// Checks the tails after a step; takes more functions, and repeats the step if it left too much out.
    func adaptAfterStep() throws {
        let (old, before, now) = (axes, system!, time)
        let coefficients = before.coefficients(integrator!.state, time: now, equations)
        let norms = norms(coefficients)
        if zip(norms, scales).contains(where: { $0 > 2 * $1 }) {
            scales = zip(norms, scales).map(max)
            integrator!.setAbsoluteTolerance(absoluteTolerance)
        }
        let ratios = ratios(coefficients, scales: scales)
        guard ratios.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
            throw SolverError.diverged(
                field: equations.names.components[0], location: "t = \(now)", step: stepCount, likelyKnob: "tolerance")
        }
        worstTail = ratios.flatMap { $0 }.max() ?? 0
        guard options.refines, try refine(ratios) else { return }
        refinements += 1
        if worstTail > Self.repeatLimit { integrator!.undoStep() }
        try move(from: old, before)
    }

    /// Goes on in the present axes.
    private func move(from old: [TensorAxis], _ before: TensorSystem) throws {
        let (now, equations, axes) = (time, equations, axes)
        let system = TensorSystem(equations, program, axes)
        integrator = integrator!.transferred(
            to: system, tolerance: options.stepTolerances,
            map: { system.unknowns(TensorSystem.transferred(before.coefficients($0, time: now, equations), from: old, to: axes)) },
            increments: { system.unknowns(TensorSystem.transferred(before.increments($0), from: old, to: axes)) })
        self.system = system
        integrator!.setAbsoluteTolerance(absoluteTolerance)
    }
}
