import Expressions

extension SymbolNames {
    /// The names that a problem's expressions are printed with.
    public init(_ problem: Problem) {
        let space = problem.spaceIndices.map { problem.coordinates[$0].name }
        let components = problem.unknowns.flatMap { unknown in
            unknown.isVector ? space.map { "\(unknown.name).\($0)" } : [unknown.name]
        }
        self.init(
            coordinates: problem.coordinates.map(\.name), parameters: problem.parameters.map(\.name), components: components,
            inputs: problem.inputs.map(\.name), sites: problem.sites.map(\.fixed))
        functionals = problem.functionals.map { ($0.isMean ? "mean(" : "integral(") + $0.integrand.printed(self) + ")" }
    }
}
