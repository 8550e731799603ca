import NumericsCore
import Solving
import TimeIntegration

/// Functions in windows that meet all conditions, and what each window sees of them.
struct WindowBasis {
    struct Part {
        /// The first of the unknowns that are not zero in the window, and their number.
        var unknowns: Range<Int>
        /// [component and mode][unknown]
        var functions: Tensor<Double>
    }

    let layout: WindowLayout
    let parts: [Part]
    /// A component that each unknown belongs to.
    let components: [Int]
    /// The conditions with data, as indices of those given.
    let driven: [Int]
    /// What meets the conditions with data and is orthogonal to the functions, [coefficient][condition].
    let lift: Tensor<Double>
    /// Scalar products of the functions.
    let mass: SystemMatrix

    var count: Int { components.count }

    /// Windows from which matrices are banded.
    private static let many = 4

    /// - Parameters:
    ///   - smoothness: number of derivatives of each component, value included, that are continuous.
    ///   - wraps: whether the last window meets the first.
    ///   - conditions: at the ends of the windows' range.
    /// - Throws: `SolverError.singular` if conditions contradict or repeat each other.
    init(
        _ layout: WindowLayout, smoothness: [Int], wraps: Bool, conditions: [FrozenEquations.SideCondition]
    ) throws(SolverError) {
        if wraps || layout.windowCount < Self.many {
            self = try Self(whole: layout, smoothness: smoothness, wraps: wraps, conditions: conditions)
        } else {
            self = try Self(local: layout, smoothness: smoothness, conditions: conditions)
        }
    }

    /// An orthonormal set over all windows.
    private init(
        whole layout: WindowLayout, smoothness: [Int], wraps: Bool, conditions: [FrozenEquations.SideCondition]
    ) throws(SolverError) {
        let constraints = try WindowConstraints(layout, smoothness: smoothness, wraps: wraps, conditions: conditions)
        let count = constraints.free.shape[1]
        self.layout = layout
        parts = (0..<layout.windowCount).map { window in
            Part(unknowns: 0..<count, functions: layout.rows(constraints.free, window: window))
        }
        components = constraints.components
        driven = constraints.driven
        lift = constraints.lift
        mass = .identity(count)
    }

    /// Functions in one window, or in two that meet.
    ///
    /// In a window, functions that vanish at both ends as far as they must be continuous, and the smallest ones with given values and derivatives
    /// at an end, are orthogonal. Inside each window there is an orthonormal set of the first, and where two meet one that is made of the second;
    /// of these only those at both ends of one window overlap. Unknowns stand in the order of windows, each followed by those of its upper end.
    private init(
        local layout: WindowLayout, smoothness: [Int], conditions: [FrozenEquations.SideCondition]
    ) throws(SolverError) {
        let last = layout.windowCount - 1
        let meeting = smoothness.indices.flatMap { component in
            (0..<smoothness[component]).map { FrozenEquations.SideCondition.Term(component: component, order: $0, coefficient: 1) }
        }
        var ends: [WindowEnds] = []
        for window in 0...last {
            ends.append(try WindowEnds(
                layout, window: window, meeting: meeting, joints: (window > 0, window < last),
                conditions: conditions.filter { window == ($0.isUpper ? last : 0) }))
        }
        var (joints, components): ([(below: Tensor<Double>, above: Tensor<Double>)], [Int]) = ([], [])
        var (parts, first): ([Part], Int) = ([], 0)
        for window in 0...last {
            var blocks = window > 0 ? [joints[window - 1].above] : []
            blocks.append(ends[window].inside)
            components += ends[window].components
            if window < last {
                joints.append(try Self.joint(ends[window].upper, ends[window + 1].lower))
                blocks.append(joints[window].below)
                components += meeting.map(\.component)
            }
            parts.append(Part(unknowns: first..<components.count, functions: Self.joined(blocks)))
            first = components.count - (window < last ? meeting.count : 0)
        }
        self.layout = layout
        self.parts = parts
        self.components = components
        driven = conditions.indices.filter { !conditions[$0].data.isZero }
        let mass = Self.products(parts, count: components.count)
        self.mass = SystemMatrix(mass)
        let raw = layout.lift(ends, conditions, driven)
        lift = try Self.orthogonal(raw, parts, layout, mass)
    }

    /// The orthonormal set of functions on both sides of where two windows meet, in each of them.
    private static func joint(
        _ upper: Tensor<Double>, _ lower: Tensor<Double>
    ) throws(SolverError) -> (below: Tensor<Double>, above: Tensor<Double>) {
        let (rows, columns) = (upper.shape[0], upper.shape[1])
        guard columns > 0 else { return (upper, lower) }
        let both = Tensor(shape: [2 * rows, columns], elements: upper.elements + lower.elements)
        guard let factor = try? QRFactorization(both).orthogonalFactor else { throw .singular(what: "the ends of windows") }
        let elements = factor.elements
        return (
            Tensor(shape: [rows, columns], elements: elements[..<(rows * columns)]),
            Tensor(shape: [rows, columns], elements: elements[(rows * columns)...])
        )
    }

    private static func joined(_ blocks: [Tensor<Double>]) -> Tensor<Double> {
        let (rows, columns) = (blocks[0].shape[0], blocks.reduce(0) { $0 + $1.shape[1] })
        return Tensor(shape: [rows, columns], elements: (0..<rows).flatMap { row in
            blocks.flatMap { block in (0..<block.shape[1]).map { block[row, $0] } }
        })
    }

    private static func products(_ parts: [Part], count: Int) -> BandedMatrix {
        let width = parts.map(\.unknowns.count).max() ?? 1
        var result = BandedMatrix(order: count, lower: width - 1, upper: width - 1)
        for part in parts {
            let own = LinearAlgebra.multiply(part.functions, part.functions, transposeA: true)
            for (row, first) in part.unknowns.enumerated() {
                for (column, second) in part.unknowns.enumerated() { result[first, second] += own[row, column] }
            }
        }
        return result
    }

    /// Columns less their part in the span of the functions.
    private static func orthogonal(
        _ raw: Tensor<Double>, _ parts: [Part], _ layout: WindowLayout, _ mass: BandedMatrix
    ) throws(SolverError) -> Tensor<Double> {
        guard raw.shape[1] > 0 else { return raw }
        guard let factors = try? BandedLU(mass) else { throw .singular(what: "the functions of the windows") }
        var result = raw
        for column in 0..<raw.shape[1] {
            var own = layout.restricted(Tensor((0..<raw.shape[0]).map { raw[$0, column] }), parts, count: mass.order)
            guard (try? factors.solve(&own)) != nil else { throw .singular(what: "the functions of the windows") }
            let inside = layout.combined(own, parts)
            for row in 0..<raw.shape[0] { result[row, column] -= inside[row] }
        }
        return result
    }
}
