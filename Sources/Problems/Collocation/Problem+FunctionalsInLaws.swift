extension Problem {
    /// Functionals that equations, conditions and gauges hold; probes have their own.
    package var functionalsInLaws: Set<Int> {
        let laws = equations.map(\.residual) + conditions.map(\.residual) + gauges.map(\.residual)
        return Set(laws.flatMap(\.symbols).compactMap { if case .functional(let index) = $0 { index } else { nil } })
    }
}
