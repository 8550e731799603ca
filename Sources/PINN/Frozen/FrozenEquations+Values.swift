import Expressions
import NumericsCore
import Problems
import Solving

extension FrozenEquations {
    /// Initial values less the known part at points [point][space coordinate], [component][point].
    /// - Throws: `SolverError.diverged` where they are not finite.
    func initialValues(at points: Tensor<Double>, known: KnownPart) throws -> [[Double]] {
        var values = try self.values(of: initial, at: points, time: times[0])
        if !known.offsets.allSatisfy(\.isZero) {
            for (component, row) in try self.values(of: known.offsets, at: points, time: known.earliest).enumerated() {
                for index in row.indices { values[component][index] -= row[index] }
            }
        }
        for (component, row) in values.enumerated() {
            guard let index = row.firstIndex(where: { !$0.isFinite }) else { continue }
            let place = spaces.enumerated().map { "\(names.coordinates[$1]) = \(points[index, $0])" }.joined(separator: ", ")
            throw SolverError.diverged(
                field: names.components[component], location: place, step: 0,
                likelyKnob: "the initial value is not a finite number there")
        }
        return values
    }

    /// The same at places along the range of a problem along one coordinate.
    func initialValues(at places: [Double], known: KnownPart) throws -> [[Double]] {
        try initialValues(at: Tensor(shape: [places.count, 1], elements: places), known: known)
    }

    /// Formulas without unknowns at points [point][space coordinate], [formula][point].
    func values(of formulas: [Expression], at points: Tensor<Double>, time: Double) throws -> [[Double]] {
        let found = try FormulaSampler(formulas, problem: problem).values(at: points, time: time)
        return formulas.indices.map { formula in (0..<points.shape[0]).map { found[formula, $0] } }
    }

    func values(of formulas: [Expression], at places: [Double], time: Double) throws -> [[Double]] {
        try values(of: formulas, at: Tensor(shape: [places.count, 1], elements: places), time: time)
    }

    /// Whether an exponential integrator in Fourier modes takes the problem: all coordinates are periodic, and the derivatives of highest order
    /// have constant coefficients.
    var takesFourierModes: Bool {
        guard isPeriodic else { return false }
        return nonlinear.indices.allSatisfy { component in
            let stiff = linear[component].map { $0.derivative.total }.max() ?? 0
            return nonlinear[component].symbols.allSatisfy { symbol in
                guard case .jet(let jet) = symbol else { return true }
                // First derivatives are not stiff beyond what accuracy asks for.
                return spaces.reduce(0) { $0 + jet.derivative[$1] } <= max(1, stiff - 1)
            }
        }
    }

    /// The mirror image that the problem goes over into itself under, if there is one for the whole evolution.
    func mirror() -> WindowMirror? {
        guard spaces.count == 1, problem.enrichment.isEmpty, let found = SymmetryFinder(problem).reflections().first(where: { $0.coordinates == [space] })
        else { return nil }
        return WindowMirror(
            centre: 0.5 * (range.lower + range.upper),
            isOdd: form.components.map { found.oddComponents.contains($0.origin) })
    }
}
