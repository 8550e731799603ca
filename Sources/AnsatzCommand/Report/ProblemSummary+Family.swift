import Ansatz

extension ProblemSummary {
    /// What is drawn for each sample of a family, a line each.
    var randomInputs: [String] {
        let fields = problem.inputs.compactMap { input -> String? in
            guard case .family(let recipe) = input.kind else { return nil }
            return "\(input.name)  \(Self.describe(recipe.law))" + (recipe.transform == nil ? "" : ", transformed")
        }
        let numbers = problem.parameters.compactMap { parameter -> String? in
            guard let law = parameter.sampling, let range = parameter.range else { return nil }
            return "\(parameter.name)  \(law.rawValue) in [\(range.lowerBound), \(range.upperBound)]"
        }
        return fields + numbers
    }

    private static func describe(_ law: RandomInput.Law) -> String {
        switch law {
        case .spectral(let law):
            "Gaussian random field, \(law.boundaries.map(\.rawValue).joined(separator: " and ")), wavenumbers up to "
                + law.wavenumbers.map(String.init).joined(separator: " and ")
        case .kernel(let law): "Gaussian random field, \(law.function.rawValue) of length \(law.length)"
        case .series(let law): "\(law.functions.rawValue) series of degree \(law.degree)"
        case .box: "random box"
        }
    }

    /// `1000 + 100 + 200 samples on 128 points, solved on 1024`.
    func describe(_ dataset: DatasetRequest) -> String {
        let counts = DatasetSplit.allCases.map { "\(dataset.counts[$0, default: 0])" }.joined(separator: " + ")
        guard !dataset.grid.isEmpty else { return "\(counts) samples" }
        let solved = dataset.solvePoints(problem.spaceIndices.map { problem.coordinates[$0] })
        func text(_ points: [Int]) -> String { points.map(String.init).joined(separator: " x ") }
        return "\(counts) samples on \(text(dataset.grid)) points, solved on \(text(solved))"
    }
}
