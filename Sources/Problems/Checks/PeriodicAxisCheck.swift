/// Conditions at the ends of a coordinate that has none.
struct PeriodicAxisCheck {
    let problem: Problem

    init(_ problem: Problem) {
        self.problem = problem
    }

    func diagnostics() -> [Diagnostic] {
        problem.conditions.compactMap { condition in
            guard case .side(let side) = condition.place, problem.coordinates[side.coordinate].isPeriodic else { return nil }
            let name = problem.coordinates[side.coordinate].name
            return Diagnostic(
                .posing(.conditionOnPeriodicAxis(coordinate: name, end: problem.text(side))),
                at: condition.placeOrigin ?? condition.origin,
                related: [problem.origins["coordinates.\(name)"]].compactMap { $0 })
        }
    }
}

extension Problem {
    /// `x = -1`.
    func text(_ side: BoundarySide) -> String {
        let coordinate = coordinates[side.coordinate]
        return "\(coordinate.name) = \(NumberText.short(side.isUpper ? coordinate.upper : coordinate.lower))"
    }

    /// `t = 0`.
    var startText: String {
        timeIndex.map { "t = \(NumberText.short(coordinates[$0].lower))" } ?? "t"
    }

    /// Where the unknown with a component was declared.
    func origin(ofComponent component: Int) -> SourceOrigin? {
        let name = unknowns.first { $0.components.contains(component) }?.name ?? ""
        return origins["unknowns.\(name)"] ?? origins["unknowns"]
    }
}
