import NumericsCore
import Problems
import TrialFunctions

extension NetworkDesign {
    /// The design with outputs and rows in natural units.
    /// - Throws: `InputField.SamplingError`, `PointRuleError`.
    func scaled(_ problem: Problem, functionals: (NetworkDesign) throws -> FunctionalValues?, seed: UInt64, pool: ThreadPool) throws -> NetworkDesign {
        var design = self
        let sizes = try OutputSizes(problem: problem, forms: space.forms, met: met, seed: seed, pool: pool).sizes()
        design.scales.outputs = sizes.map(NaturalScales.rounded)
        design.space = space.scaled(by: design.scales.outputs)
        var stream = RandomStream(seed: seed, name: "scales.network")
        let starts = ParameterMap.all(of: problem).map { $0.free(problem.parameters[$0.parameter].value) }
        let untrained = Tensor(design.space.initialParameters(from: &stream).elements + starts)
        let plan = CollocationPlan(interiorCount: 256, conditionCount: 64, faces: faces, seams: seams)
        let blocks = try plan.blocks(of: problem, omitting: met, seed: seed, stage: "scales of rows")
        design.scales.rows = NaturalScales.rows(blocks, design.space, untrained: untrained, try functionals(design), pool: pool)
        design.scales.observations = NaturalScales.observations(problem)
        return design
    }

    /// What the scales are where they are not one; nil where all are.
    func scaleNote(_ problem: Problem) -> String? {
        let names = problem.unknowns.compactMap { unknown -> String? in
            guard let scale = unknown.components.map({ scales.outputs[$0] }).first, scale != 1 else { return nil }
            return "\(unknown.name) in units of \(NumberText.short(scale))"
        }
        let isScaled = !names.isEmpty || scales.observations != 1 || scales.rows.contains { $0.contains { $0 != 1 } }
        return isScaled ? "scaled: " + (names + ["residuals by their size"]).joined(separator: ", ") : nil
    }
}
