import Expressions
import NumericsCore

/// Expressions compiled with all their partial derivatives, as a solver would.
struct BenchmarkCase {
    let name: String
    let program: BatchProgram

    init(_ name: String, _ residuals: [Expression], withPartials: Bool = true) {
        self.name = name
        let symbols = residuals.reduce(into: Set<Symbol>()) { $0.formUnion($1.symbols) }
        let inputs = symbols.sorted { "\($0)" < "\($1)" }
        let partials = residuals.flatMap { residual in
            inputs.filter(\.isJet).map { residual.derivative(by: $0) }.filter { $0.constantValue == nil }
        }
        program = BatchProgram(withPartials ? residuals + partials : residuals, inputs: inputs)
    }

    /// Additions, subtractions and multiplications for each point; a multiply-add is two.
    var simpleOperations: Int {
        program.program.instructions.reduce(0) { count, instruction in
            switch instruction.opcode {
            case .add, .subtract, .multiply, .negate, .addConstant, .multiplyConstant, .square: count + 1
            case .multiplyAdd: count + 2
            default: count
            }
        }
    }

    /// u_t + u u_x - nu u_xx.
    static let burgers: BenchmarkCase = {
        let u = Expression.jet(0)
        let slope = Expression.jet(0, MultiIndex([1]))
        let curvature = Expression.jet(0, MultiIndex([2]))
        return BenchmarkCase("Burgers, value and partials", [.jet(0, MultiIndex([0, 1])) + u * slope - .parameter(0) * curvature])
    }()

    /// Momentum and continuity in three dimensions.
    static let navierStokes: BenchmarkCase = {
        var residuals: [Expression] = []
        for component in 0..<3 {
            var terms: [Expression] = [.jet(component, MultiIndex([0, 0, 0, 1]))]
            for axis in 0..<3 {
                terms.append(.jet(axis) * .jet(component, MultiIndex.none.raised(along: axis)))
                terms.append(-.parameter(0) * .jet(component, MultiIndex.none.raised(along: axis, by: 2)))
            }
            terms.append(.jet(3, MultiIndex.none.raised(along: component)))
            residuals.append(.sum(terms))
        }
        residuals.append(.sum((0..<3).map { .jet($0, MultiIndex.none.raised(along: $0)) }))
        return BenchmarkCase("Navier-Stokes 3-D, values and partials", residuals)
    }()

    /// A product of ten cubic polynomials in two variables.
    static let polynomial: BenchmarkCase = {
        let (x, y) = (Expression.jet(0), Expression.jet(1))
        let factors = (1...10).map { index -> Expression in
            let scale = Expression.constant(1 / Double(index + 1))
            return 1 + scale * x * y + x * x * y - scale * y * y * x
        }
        return BenchmarkCase("polynomial of degree 30, value", [.product(factors)], withPartials: false)
    }()
}
