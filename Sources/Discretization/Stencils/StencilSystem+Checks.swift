import NumericsCore
import Problems

extension StencilSystem {
    /// Position of a node, `x = 0.5, y = 1`.
    public func place(_ node: Int) -> String {
        lattice.indices(of: node).enumerated()
            .map { "\(lattice.names[$0]) = \(NumberText.short(lattice.point($0, $1)))" }.joined(separator: ", ")
    }

    /// Position of the first row that is not a number.
    func place(ofFirstNonFinite rows: Tensor<Double>) -> String {
        "the equation at " + ((0..<rows.count).first { !rows[$0].isFinite }.map(place) ?? "an unknown place")
    }

    /// The couplings along the axes must have one sign: where a coefficient of a second derivative changes its sign, the
    /// equation is not elliptic.
    /// - Throws: `DiscretizationError.unsupported` with the place.
    func checkEllipticity(_ matrix: StencilMatrix) throws(DiscretizationError) {
        var sign = 0.0
        for node in stride(from: 0, to: count, by: max(1, count / 200_000)) {
            let centre = matrix[matrix.centre, node]
            for axis in 0..<lattice.dimension {
                let arms = [-1, 1].map { matrix[pattern.entry(axis: axis, step: $0), node] }
                // The sum of both arms is free of first derivatives.
                let pull = arms[0] + arms[1]
                guard arms[0] != 0, arms[1] != 0, pull.isFinite, pull != 0, abs(pull) > 1e-12 * abs(centre) else { continue }
                if sign == 0 { sign = pull < 0 ? -1 : 1 }
                guard pull * sign < 0 else { continue }
                throw .unsupported(
                    term: "the second derivative along \(lattice.names[axis])",
                    because: "its coefficient has not the same sign everywhere (it differs at \(place(node))): the equation is not elliptic there")
            }
        }
    }

    /// Assembles the system once, at zero, to look at the signs of its coefficients.
    /// - Throws: `DiscretizationError.unsupported`.
    public func checkSigns() throws(DiscretizationError) {
        var rows = Tensor(shape: [count], repeating: 0.0)
        var matrix: StencilMatrix? = makeMatrix()
        var workspace = makeWorkspace()
        evaluate(Tensor(shape: [count], repeating: 0.0), into: &rows, matrix: &matrix, workspace: &workspace)
        if let matrix { try checkEllipticity(matrix) }
    }
}
