import Fields
import NumericsCore

/// One coordinate of a tensor product: its windows, and for each component the functions of them that meet the conditions at both ends.
struct TensorAxis: Sendable {
    /// Of one component: all share the windows.
    let layout: WindowLayout
    /// By component.
    let constraints: [WindowConstraints]
    /// Derivatives of all functions at the Gauss points by order, [point][coefficient].
    let functions: [Tensor<Double>]
    /// Vᵀ W: coefficients of values at the Gauss points, [coefficient][point].
    let projection: Tensor<Double>

    /// - Parameters:
    ///   - axis: position among the space coordinates.
    ///   - order: highest derivative needed.
    /// - Throws: `SolverError.singular` if conditions contradict or repeat each other.
    init(
        _ equations: FrozenEquations, axis: Int, modes: WindowModes, breaks: [Double], order: Int
    ) throws {
        let layout = WindowLayout(modes: modes, breaks: breaks, componentCount: 1)
        self.layout = layout
        constraints = try (0..<equations.componentCount).map { component in
            try WindowConstraints(
                layout, smoothness: [equations.orders[axis][component]], wraps: equations.coordinates[axis].isPeriodic,
                conditions: equations.sides(axis: axis, component: component))
        }
        functions = (0...order).map { layout.table(at: layout.points, order: $0) }
        let weights = layout.weights
        var weighted = functions[0]
        for point in weights.indices {
            for column in 0..<layout.count { weighted[point, column] *= weights[point] }
        }
        projection = LinearAlgebra.transpose(weighted)
    }

    var pointCount: Int { projection.shape[1] }
    var length: Double { layout.breaks[layout.windowCount] - layout.breaks[0] }

    /// What the functions are looked at by: a derivative at the points, or their coefficients for nil.
    private func look(_ order: Int?) -> Tensor<Double> { order.map { functions[$0] } ?? LinearAlgebra.identity(layout.count) }

    /// From unknowns, [place][unknown].
    func fromUnknowns(_ component: Int, order: Int?) -> Tensor<Double> {
        LinearAlgebra.multiply(look(order), constraints[component].free)
    }

    /// From data of conditions, [place][condition with data].
    func fromData(_ component: Int, order: Int?) -> Tensor<Double> {
        LinearAlgebra.multiply(look(order), constraints[component].lift)
    }

    /// From values at the points, of what meets no condition or homogeneous ones only, [place][point].
    func fromValues(_ component: Int, order: Int?, isFree: Bool) -> Tensor<Double> {
        guard isFree else { return LinearAlgebra.multiply(look(order), projection) }
        return LinearAlgebra.multiply(fromUnknowns(component, order: order), toUnknowns(component))
    }

    /// Zᵀ Vᵀ W, [unknown][point].
    func toUnknowns(_ component: Int) -> Tensor<Double> {
        LinearAlgebra.multiply(constraints[component].free, projection, transposeA: true)
    }
}

extension WindowLayout {
    /// A derivative of all functions of a component at places, [place][coefficient].
    func table(at places: [Double], order: Int) -> Tensor<Double> {
        let width = windowCount * modes.count
        var table = Tensor(shape: [places.count, width], repeating: 0.0)
        var byWindow = [[Int]](repeating: [], count: windowCount)
        for (index, place) in places.enumerated() { byWindow[window(at: place)].append(index) }
        for (window, own) in byWindow.enumerated() where !own.isEmpty {
            let (left, half, scale) = (breaks[window], halfLength(window), scale(window, order: order))
            let values = modes.values(at: own.map { (places[$0] - left) / half - 1 }, order: order)
            for (row, place) in own.enumerated() {
                for mode in 0..<modes.count { table[place, window * modes.count + mode] = scale * values[row, mode] }
            }
        }
        return table
    }
}

extension FrozenEquations {
    /// Conditions at both ends of an axis for one component, as those of a problem with one component.
    func sides(axis: Int, component: Int) -> [SideCondition] {
        sides.filter { $0.axis == axis && $0.terms[0].component == component }.map { side in
            var side = side
            for index in side.terms.indices { side.terms[index].component = 0 }
            return side
        }
    }
}
