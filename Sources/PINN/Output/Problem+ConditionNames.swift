import Problems

extension Problem {
    /// Names of conditions for notes: their places, and in systems the unknowns that they are about, `u, v at x = 0`; each place once.
    func names(ofConditions indices: [Int]) -> [String] {
        guard unknowns.count > 1 else { return indices.map { conditions[$0].name }.uniqued }
        var (places, found) = ([String](), [String: [String]]())
        for index in indices {
            let components = conditions[index].residual.symbols.compactMap { if case .jet(let jet) = $0 { jet.component } else { nil } }
            let place = conditions[index].name
            if found[place] == nil { places.append(place) }
            found[place, default: []] += unknowns.filter { $0.components.contains(where: components.contains) }.map(\.name)
        }
        return places.map { "\((found[$0] ?? []).uniqued.joined(separator: ", ")) at \($0)" }
    }
}

extension [String] {
    /// Without repetitions, in order.
    fileprivate var uniqued: [String] {
        var seen = Set<String>()
        return filter { seen.insert($0).inserted }
    }
}
