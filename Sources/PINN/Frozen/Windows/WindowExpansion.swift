import Fields
import NumericsCore

/// Random features in windows with their coefficients, mirrored about the middle of the range if they cover half of it.
struct WindowExpansion: FrozenExpansion {
    let layout: WindowLayout
    /// [component][window][mode]
    let coefficients: Tensor<Double>
    let mirror: WindowMirror?

    func values(of component: Int, orders: [Int], at points: Tensor<Double>) -> [Double] {
        values(of: component, order: orders[0], at: points.elements)
    }

    func values(of component: Int, order: Int, at places: [Double]) -> [Double] {
        var values = [Double](repeating: 0, count: places.count)
        var byWindow = [[Int]](repeating: [], count: layout.windowCount)
        let folded = places.map { mirror?.folded($0) ?? $0 }
        for (index, place) in folded.enumerated() { byWindow[layout.window(at: place)].append(index) }
        for (window, own) in byWindow.enumerated() where !own.isEmpty {
            let (left, half) = (layout.breaks[window], layout.halfLength(window))
            let table = layout.modes.values(at: own.map { (folded[$0] - left) / half - 1 }, order: order)
            let first = layout.start(component, window)
            let found = LinearAlgebra.multiply(table, Tensor((0..<layout.modes.count).map { coefficients[first + $0] }))
            let scale = layout.scale(window, order: order)
            for (row, index) in own.enumerated() {
                let sign = mirror?.sign(places[index], component: component, order: order) ?? 1
                values[index] = sign * scale * found[row]
            }
        }
        return values
    }

    func axes(_ coordinates: [Coordinate]) -> [GridAxis] {
        [.chebyshev(coordinates[0].name, breaks: allBreaks, degree: layout.modes.series.shape[0] - 1)]
    }

    private var allBreaks: [Double] {
        guard let mirror else { return layout.breaks }
        let mirrored = layout.breaks.dropFirst().reversed().map { 2 * mirror.centre - $0 }
        return mirrored + layout.breaks
    }
}

/// A symmetry about the middle of the range.
struct WindowMirror: Sendable {
    var centre: Double
    /// Components that change sign, by component.
    var isOdd: [Bool]

    /// The place in the upper half.
    func folded(_ place: Double) -> Double { place < centre ? 2 * centre - place : place }

    /// Sign of a derivative of a component at a place against that in the upper half.
    func sign(_ place: Double, component: Int, order: Int) -> Double {
        place < centre && isOdd[component] != (order % 2 == 1) ? -1 : 1
    }

    /// The conditions at the middle, and at the seam of a circle: derivatives that vanish, up to an order.
    func conditions(smoothness: [Int], isUpper: Bool) -> [FrozenEquations.SideCondition] {
        isOdd.indices.flatMap { component in
            (0..<smoothness[component]).filter { ($0 % 2 == 0) == isOdd[component] }.map { order in
                FrozenEquations.SideCondition(
                    name: "symmetry", isUpper: isUpper, terms: [.init(component: component, order: order, coefficient: 1)], data: .zero)
            }
        }
    }
}
