import Expressions
import NumericsCore

extension CollocationSystem {
    /// Whether all rows are affine in the unknowns.
    public var isAffine: Bool {
        blocks.allSatisfy { $0.program.isAffine } && (functionals?.block.program.isAffine ?? true)
    }

    /// Words for the first row whose value is NaN or infinite: equation or condition, and the point.
    func placeOfFirstNonFinite(_ residual: Tensor<Double>) -> String {
        guard let row = (0..<count).first(where: { !residual[$0].isFinite }) else { return "the collocation rows" }
        let name: String
        switch rowKinds[row] {
        case .equation(let index): name = "equation '\(problem.equations[index].name)'"
        case .condition(let index): name = "condition '\(problem.conditions[index].name)'"
        case .gauge(let index): name = "gauge '\(problem.gauges[index].name)'"
        case .interface(let component): name = "'\(problem.names.text(.jet(Jet(component: component))))' between elements"
        }
        for block in blocks {
            for rows in block.rows {
                guard let point = rows.firstIndex(of: row) else { continue }
                let names = problem.spaceIndices.map { problem.coordinates[$0].name }
                let values = zip(names, block.grid.point(at: point)).map { "\($0) = \($1)" }
                return name + " at " + values.joined(separator: ", ")
            }
        }
        return name
    }
}
