import Discretization
import NumericsCore
import TimeIntegration

/// The equations at one resolution, mode by mode: u' = L u + T N(u) + G g, c = K u + H g + B N(u).
///
/// u are the evolved components, c the constrained ones, N and g what is evaluated on the grid in the evolution equations and
/// in the constraints. Constraints are solved for c where they can be; what is left of them restricts u (incompressibility),
/// and c then follows from differentiating it once in time, which projects L and N.
struct FourierSymbols: Sendable {
    typealias Column = (row: Int, column: Int, values: [Complex<Double>])

    let modes: FourierModes
    /// L as [evolved][evolved].
    let linear: ModeMatrices
    /// T [evolved][evolution equation]; nil for the identity.
    let evolutionMap: [Column]?
    /// G [evolved][constraint].
    let constraintMap: [Column]
    /// K [constrained][evolved], H [constrained][constraint], B [constrained][evolution equation].
    let fromState, fromConstraint, fromEvolution: [Column]
    /// Projection of a state onto what the constraints allow, [evolved][evolved]; nil for the identity.
    let projection: [Column]?
    /// What must vanish for the constraints to have a solution, at modes where they do not fix everything.
    let conditions: [Condition]

    /// sum of onState * u + onConstraint * g = 0 at one mode.
    struct Condition: Sendable {
        var mode: Int
        var onState, onConstraint: [Complex<Double>]
    }

    init(_ equations: FourierEquations, _ modes: FourierModes) {
        self.modes = modes
        let isPlain = equations.constrained.isEmpty && equations.evolution.enumerated().allSatisfy { row, equation in
            equation.mass == [FourierTerm(column: row, orders: equation.mass[0].orders.map { _ in 0 }, coefficient: 1)]
        }
        let table = SymbolTable(equations, modes)
        if isPlain {
            linear = ModeMatrices(size: equations.evolved.count, modeCount: modes.storedCount, columns: table.plainColumns())
            (evolutionMap, projection) = (nil, nil)
            (constraintMap, fromState, fromConstraint, fromEvolution, conditions) = ([], [], [], [], [])
            return
        }
        let (evolved, constrained) = (equations.evolved.count, equations.constrained.count)
        var collector = ModeCollector(
            modeCount: modes.storedCount,
            sizes: ["L": (evolved, evolved), "T": (evolved, evolved), "G": (evolved, constrained), "K": (constrained, evolved),
                    "H": (constrained, constrained), "B": (constrained, evolved), "P": (evolved, evolved)])
        var conditions: [Condition] = []
        for (mode, isRetained) in modes.retained.enumerated() where isRetained {
            let reduction = ModeReduction(table.blocks(mode))
            collector.store(reduction.matrices, mode: mode)
            conditions += reduction.conditions.map { Condition(mode: mode, onState: $0.onState, onConstraint: $0.onConstraint) }
        }
        self.conditions = conditions
        linear = ModeMatrices(size: evolved, modeCount: modes.storedCount, columns: collector.columns("L"))
        evolutionMap = collector.columns("T")
        constraintMap = collector.columns("G")
        (fromState, fromConstraint, fromEvolution) = (collector.columns("K"), collector.columns("H"), collector.columns("B"))
        let projection = collector.columns("P")
        let isIdentity = projection.allSatisfy { entry in
            zip(entry.values, modes.retained).allSatisfy { value, isRetained in
                !isRetained || value == Complex(entry.row == entry.column ? 1 : 0, 0)
            }
        }
        self.projection = isIdentity ? nil : projection
    }
}

/// Gathers per-mode matrices into arrays over the modes by entry.
private struct ModeCollector {
    let sizes: [String: (rows: Int, columns: Int)]
    private var values: [String: [[Complex<Double>]]]

    init(modeCount: Int, sizes: [String: (Int, Int)]) {
        self.sizes = sizes.mapValues { (rows: $0.0, columns: $0.1) }
        let zero = Array(repeating: Complex<Double>(0, 0), count: modeCount)
        values = sizes.mapValues { Array(repeating: zero, count: $0.0 * $0.1) }
    }

    mutating func store(_ matrices: [(name: String, value: ModeMatrix)], mode: Int) {
        for (name, matrix) in matrices {
            for index in matrix.values.indices { values[name]![index][mode] = matrix.values[index] }
        }
    }

    /// Entries that are not zero in every mode.
    func columns(_ name: String) -> [FourierSymbols.Column] {
        let width = sizes[name]!.columns
        return values[name]!.enumerated().compactMap { index, values in
            values.allSatisfy { $0 == Complex(0, 0) } ? nil : (index / width, index % width, values)
        }
    }
}
