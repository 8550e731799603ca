import Discretization
import NumericsCore
import Problems
import Solving

/// Newton's method for a steady periodic problem, at a resolution raised until the spectrum has decayed.
///
/// Corrections come from GMRES preconditioned by the symbol with mean coefficients; a problem with constant coefficients
/// is solved by one division.
struct FourierSteadySolve {
    let equations: FourierEquations
    let options: FourierRunOptions
    let problem: Problem
    private(set) var system: FourierSteadySystem
    /// [component][mode…].
    private(set) var state: Tensor<Complex<Double>>
    private(set) var isFinished = false
    private(set) var iterations = 0
    private(set) var krylovSteps = 0
    /// Size of the last correction over that of the state.
    private(set) var correction = 1.0
    private(set) var tailRatio = 0.0
    /// Components whose mean nothing fixes; it was set to zero.
    private(set) var freeMeans: Set<Int> = []

    private static let iterationLimit = 50

    init(_ equations: FourierEquations, _ options: FourierRunOptions, problem: Problem) throws {
        self.equations = equations
        self.options = options
        self.problem = problem
        let modes = FourierModes(lower: equations.lower, lengths: equations.lengths, counts: options.counts)
        system = try FourierSteadySystem(equations, modes, problem: problem, dealiases: options.dealiases)
        state = Tensor(shape: [equations.constrained.count] + modes.shape, repeating: Complex(0, 0))
        for (position, mean) in equations.means { state[position * modes.storedCount] = Complex(mean, 0) }
    }

    var modes: FourierModes { system.modes }

    /// One Newton correction, followed by a look at the spectrum when the corrections have become small.
    mutating func advance() throws {
        let residual = system.residual(state)
        let inverse = system.symbolInverse(at: state)
        let size = system.norm(residual)
        guard size.isFinite else {
            throw SolverError.diverged(
                field: equations.names.components[0], location: "everywhere", step: iterations, likelyKnob: "the formulas, which are not finite")
        }
        freeMeans = inverse.freeMeans.subtracting(equations.means.keys)
        if system.isDirect {
            try check(inverse, residual, size)
            // Prescribed means sit in modes the symbol leaves free, which the correction does not touch.
            state = difference(state, inverse.apply(residual), factor: 1)
            correction = 0
        } else {
            try correct(residual, inverse, size)
        }
        iterations += 1
        if correction <= 0.1 * options.tolerance { try finishResolution() }
        if !isFinished, iterations >= Self.iterationLimit {
            throw SolverError.notConverged(
                residual: correction, tolerance: options.tolerance, likelyKnob: "`modes`, or a method with continuation")
        }
    }

    private func check(_ inverse: FourierSymbolInverse, _ residual: Tensor<Complex<Double>>, _ size: Double) throws {
        guard inverse.violation(residual, norm: size) <= 1e-10 else {
            throw SolverError.singular(
                what: "the periodic problem: the right side must have mean zero where the equations leave a mean free")
        }
    }

    private mutating func correct(_ residual: Tensor<Complex<Double>>, _ inverse: FourierSymbolInverse, _ size: Double) throws {
        if size == 0 { return correction = 0 }
        let system = system
        let base = state
        let jacobian = FunctionOperator(order: system.order) { vector, result in
            result = system.packed(system.derivative(base, along: system.unpacked(vector)))
        }
        let preconditioner = FunctionPreconditioner { vector, result in
            result = system.packed(inverse.apply(system.unpacked(vector)))
        }
        var iteration = GMRES(
            jacobian, right: system.packed(residual), preconditioner: preconditioner, restart: 60,
            limits: KrylovLimits(relative: 1e-10, iterations: 600))
        iteration.run()
        krylovSteps += iteration.history.count - 1
        let step = system.unpacked(iteration.solution)
        var factor = 1.0
        var trial = difference(state, step, factor: 1)
        while factor > 1e-4, !(system.norm(system.residual(trial)) < size), system.norm(step) > 1e-14 * system.norm(state) {
            factor /= 2
            trial = difference(state, step, factor: factor)
        }
        let (change, whole) = (factor * system.norm(step), system.norm(trial))
        state = trial
        correction = whole > 0 ? change / whole : change
        if iteration.status != .converged, factor == 1, correction <= options.tolerance {
            throw SolverError.notConverged(
                residual: iteration.history.last ?? 0, tolerance: 1e-10 * size,
                likelyKnob: "the problem: its linearisation may be singular, as when a mean is left free and the right side has none to match")
        }
    }

    private func difference(
        _ state: Tensor<Complex<Double>>, _ step: Tensor<Complex<Double>>, factor: Double
    ) -> Tensor<Complex<Double>> {
        Tensor(shape: state.shape, elements: zip(state.elements, step.elements).map {
            Complex($0.real - factor * $1.real, $0.imaginary - factor * $1.imaginary)
        })
    }

    /// Ends here if the spectrum has decayed along every axis, or goes on with more modes.
    private mutating func finishResolution() throws {
        let tail = SpectralTail(modes)
        let count = modes.storedCount
        var crowded: Set<Int> = []
        tailRatio = 0
        for component in 0..<system.size {
            let (tails, total) = state.withUnsafeBufferPointer {
                tail.measure(UnsafeBufferPointer(rebasing: $0[component * count..<(component + 1) * count]))
            }
            for axis in tails.indices where total > 0 {
                tailRatio = max(tailRatio, tails[axis] / total)
                if tails[axis] > options.tailTolerance(afterSteps: 0) * total { crowded.insert(axis) }
            }
        }
        guard options.refines, !crowded.isEmpty else { return isFinished = true }
        var counts = modes.counts
        for axis in crowded {
            counts[axis] = Dealiasing.smoothEvenCount(atLeast: 2 * counts[axis])
            if counts[axis] > options.maximumCounts[axis] { return isFinished = true }
        }
        try use(modes.resized(counts))
    }

    /// Continues at another resolution.
    mutating func use(_ finer: FourierModes) throws {
        state = modes.moved(state, to: finer)
        system = try FourierSteadySystem(equations, finer, problem: problem, dealiases: options.dealiases)
        correction = 1
        isFinished = false
    }
}
