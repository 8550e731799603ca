import Problems

extension Problem {
    /// Why neither method of this target takes the problem; nil if they do.
    var collocationObjection: String? {
        if energy != nil { return "the problem is an energy, not equations" }
        if shape != nil && region == nil { return "the shape has not been resolved" }
        if !enrichment.isEmpty { return "'enrich' adds functions that it does not take yet" }
        return isFamily ? "the problem is a family, and no sample was chosen" : nil
    }
}

extension Problem {
    /// Functionals that equations, conditions and gauges hold; probes have their own.
    var functionalsInLaws: Set<Int> {
        let laws = equations.map(\.residual) + conditions.map(\.residual) + gauges.map(\.residual)
        return Set(laws.flatMap(\.symbols).compactMap { if case .functional(let index) = $0 { index } else { nil } })
    }
}
