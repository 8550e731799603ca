import Problems

extension Problem {
    /// The residuals of the equations, left side minus right side, as fields: `residual`, or `residual_<equation>` where there
    /// are several. A name that the problem has taken gets a line behind it.
    public var residualFields: [DerivedField] {
        var taken = Set(unknowns.map(\.name) + output.fields.map(\.name) + coordinates.map(\.name))
        return equations.map { equation in
            var name = equations.count == 1 ? "residual" : "residual_\(equation.name)"
            while !taken.insert(name).inserted { name += "_" }
            return DerivedField(name: name, isVector: false, components: [equation.residual])
        }
    }
}
