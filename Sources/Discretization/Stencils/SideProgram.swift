import Expressions
import NumericsCore
import Problems

/// The conditions on one side, compiled: which one holds at each node, values, slopes and the flux through the side.
struct SideProgram: Sendable {
    let axis: Int
    let isUpper: Bool
    /// Nodes of the side, rising.
    let nodes: [Int]
    /// The condition that holds at each node; values win over slopes where both do.
    let active: [Int]
    /// Whether each condition gives the value.
    let givesValue: [Bool]
    /// Axes other than the side's own: their slopes may occur in conditions and fluxes.
    let tangents: [Int]
    let program: StencilProgram

    /// Outputs of each condition: value or slope, its derivative by the unknown; then the sum of coefficient times flux and its
    /// derivatives by the unknown and by each tangential slope.
    var rowsPerCondition: Int { 4 + tangents.count }

    /// - Parameter chosen: tells the condition that holds at each of some nodes; nil looks at the conditions' extents.
    init(
        _ conditions: [SideCondition], axis: Int, isUpper: Bool, form: EllipticForm, lattice: Lattice, time: Double,
        chosen: (([Int]) -> [Int])? = nil
    ) throws(DiscretizationError) {
        self.axis = axis
        self.isUpper = isUpper
        tangents = form.spaceIndices.indices.filter { $0 != axis }
        let end = isUpper ? lattice.shape[axis] - 1 : 0
        nodes = (0..<lattice.count).filter { $0 / lattice.strides[axis] % lattice.shape[axis] == end }
        givesValue = conditions.map { if case .value = $0.kind { true } else { false } }
        var outputs: [Expression] = []
        for condition in conditions {
            outputs += Self.outputs(condition, axis: axis, form: form)
        }
        program = StencilProgram(outputs, source: form.source)
        isAffine = outputs.allSatisfy { output in
            output.symbols.filter(\.isJet).allSatisfy { !output.derivative(by: $0).contains(where: \.isJet) }
        }
        hasConstantMatrix = outputs.allSatisfy { $0.hasConstantRates(time: form.timeIndex) }
        active =
            if let chosen { chosen(nodes) } else {
                try Self.choose(conditions, givesValue, nodes: nodes, form: form, lattice: lattice, time: time)
            }
    }

    /// Whether slopes and fluxes are affine in the unknown.
    let isAffine: Bool
    /// Whether their derivatives by the unknown hold neither it nor time.
    let hasConstantMatrix: Bool

    private static func outputs(_ condition: SideCondition, axis: Int, form: EllipticForm) -> [Expression] {
        let tangents = form.spaceIndices.indices.filter { $0 != axis }
        guard case .slope(let slope) = condition.kind else {
            guard case .value(let value) = condition.kind else { return [] }
            return [value, .zero, .zero, .zero] + tangents.map { _ in .zero }
        }
        let own = form.slope(axis)
        let flux = Expression.sum(form.terms.filter { $0.axis == axis }.map { term in
            term.coefficient * term.flux.substituting { $0 == own ? slope : nil }
        })
        return [slope, slope.derivative(by: EllipticForm.value), flux, flux.derivative(by: EllipticForm.value)]
            + tangents.map { flux.derivative(by: form.slope($0)) }
    }

    private static func choose(
        _ conditions: [SideCondition], _ givesValue: [Bool], nodes: [Int], form: EllipticForm, lattice: Lattice, time: Double
    ) throws(DiscretizationError) -> [Int] {
        let order = conditions.indices.sorted { (givesValue[$0] ? 0 : 1, $0) < (givesValue[$1] ? 0 : 1, $1) }
        return try nodes.map { node throws(DiscretizationError) in
            let indices = lattice.indices(of: node)
            func lookup(_ symbol: Symbol) -> Double? {
                guard case .coordinate(let index) = symbol else { return nil }
                if index == form.timeIndex { return time }
                return form.spaceIndices.firstIndex(of: index).map { lattice.point($0, indices[$0]) }
            }
            if let found = order.first(where: { conditions[$0].extent.map { $0.value(lookup) ?? false } ?? true }) { return found }
            let place = indices.enumerated().map { "\(lattice.names[$0]) = \(NumberText.short(lattice.point($0, $1)))" }.joined(separator: ", ")
            throw .unsupported(term: "the boundary at \(place)", because: "no condition holds there")
        }
    }
}
