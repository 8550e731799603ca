import Expressions
import NumericsCore
import Problems
import Solving

extension FrozenEquations {
    /// Initial values less the known part at places along the range, [component][place].
    /// - Throws: `SolverError.diverged` where they are not finite.
    func initialValues(at places: [Double], known: KnownPart) throws -> [[Double]] {
        var values = try self.values(of: initial, at: places, time: times[0])
        if !known.offsets.allSatisfy(\.isZero) {
            for (component, row) in try self.values(of: known.offsets, at: places, time: known.earliest).enumerated() {
                for index in row.indices { values[component][index] -= row[index] }
            }
        }
        for (component, row) in values.enumerated() {
            guard let index = row.firstIndex(where: { !$0.isFinite }) else { continue }
            throw SolverError.diverged(
                field: names.components[component], location: "\(names.coordinates[space]) = \(places[index])", step: 0,
                likelyKnob: "the initial value is not a finite number there")
        }
        return values
    }

    /// Formulas without unknowns at places along the range, [formula][place].
    func values(of formulas: [Expression], at places: [Double], time: Double) throws -> [[Double]] {
        let found = try FormulaSampler(formulas, problem: problem).values(
            at: Tensor(shape: [places.count, 1], elements: places), time: time)
        return formulas.indices.map { formula in places.indices.map { found[formula, $0] } }
    }

    /// Whether an exponential integrator in Fourier modes takes the problem: the coordinate is periodic, and the derivatives of highest order
    /// have constant coefficients.
    var takesFourierModes: Bool {
        guard isPeriodic else { return false }
        return nonlinear.indices.allSatisfy { component in
            let stiff = linear[component].map { $0.derivative[space] }.max() ?? 0
            return nonlinear[component].symbols.allSatisfy { symbol in
                guard case .jet(let jet) = symbol else { return true }
                // First derivatives are not stiff beyond what accuracy asks for.
                return jet.derivative[space] <= max(1, stiff - 1)
            }
        }
    }

    /// The mirror image that the problem goes over into itself under, if there is one for the whole evolution.
    func mirror() -> WindowMirror? {
        guard problem.enrichment.isEmpty, let found = SymmetryFinder(problem).reflections().first(where: { $0.coordinates == [space] })
        else { return nil }
        return WindowMirror(
            centre: 0.5 * (coordinate.lower + coordinate.upper),
            isOdd: form.components.map { found.oddComponents.contains($0.origin) })
    }
}
