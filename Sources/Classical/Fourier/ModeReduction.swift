import NumericsCore

/// Eliminates the constrained components at one mode.
///
/// From M u' = A u + A_c c + N and 0 = D u + C c + g: elimination in C gives c = K0 u + H0 g + F f with free f, and
/// conditions D' u + g' = 0 that no c can meet. Differentiated in time these fix f through S = D' M^-1 A_c F where S is
/// regular (pressure from incompressibility); what S leaves free stays at zero, the mean-zero convention.
struct ModeReduction {
    /// L, T, G, K, H, B and P of `FourierSymbols`.
    let matrices: [(name: String, value: ModeMatrix)]
    /// Requirements on state and constraint forcing that remain.
    let conditions: [(onState: [Complex<Double>], onConstraint: [Complex<Double>])]

    init(_ blocks: SymbolTable.Blocks) {
        let inverseMass = ModeElimination(blocks.mass).inverse
        let constraint = ModeElimination(blocks.constraintOnConstrained)
        // Solutions of C c = -(D u + g).
        let fromState = -(constraint.inverse * blocks.constraintOnEvolved)
        let fromForcing = -constraint.inverse
        let restOnState = constraint.conditions * blocks.constraintOnEvolved
        let coupled = blocks.onEvolved + blocks.onConstrained * fromState
        let free = inverseMass * (blocks.onConstrained * constraint.null)
        let schur = ModeElimination(restOnState * free)
        // f = -S^-1 D' M^-1 (...), written as a matrix on the right side of the evolution equations.
        let release = -(schur.inverse * restOnState)
        let projection = ModeMatrix.identity(inverseMass.rows) + free * release
        let map = projection * inverseMass
        let lift = constraint.null * (release * inverseMass)
        matrices = [
            ("L", map * coupled), ("T", map), ("G", map * (blocks.onConstrained * fromForcing)),
            ("K", fromState + lift * coupled), ("H", fromForcing), ("B", lift), ("P", projection),
        ]
        let remaining = schur.conditions * restOnState
        let forcing = constraint.conditions
        var conditions: [(onState: [Complex<Double>], onConstraint: [Complex<Double>])] = []
        for row in 0..<remaining.rows {
            let combined = schur.conditions * forcing
            conditions.append((
                (0..<remaining.columns).map { remaining[row, $0] }, (0..<combined.columns).map { combined[row, $0] }))
        }
        self.conditions = conditions.filter { ($0.onState + $0.onConstraint).contains { $0 != Complex(0, 0) } }
    }
}
