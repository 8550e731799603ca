import NumericsCore
import Solving

/// The functions of one window by what they are at its ends.
struct WindowEnds {
    /// Orthonormal functions that vanish at both ends as far as conditions and continuity ask, [component and mode][function].
    let inside: Tensor<Double>
    /// A component that each of them belongs to.
    let components: [Int]
    /// The smallest function with one value or derivative at the lower end, [component and mode][value or derivative]; none without a window below.
    let lower: Tensor<Double>
    /// The same at the upper end.
    let upper: Tensor<Double>
    /// The same for each of the conditions at the ends of the range, in the order of those given.
    let data: Tensor<Double>

    /// - Parameters:
    ///   - meeting: values and derivatives that are continuous where windows meet.
    ///   - joints: whether there is a window below, and above.
    ///   - conditions: at the ends where there is none.
    /// - Throws: `SolverError.singular` if conditions contradict or repeat each other.
    init(
        _ layout: WindowLayout, window: Int, meeting: [FrozenEquations.SideCondition.Term], joints: (lower: Bool, upper: Bool),
        conditions: [FrozenEquations.SideCondition]
    ) throws(SolverError) {
        let own = WindowLayout(
            modes: layout.modes, breaks: [layout.breaks[window], layout.breaks[window + 1]], componentCount: layout.componentCount)
        func ends(isUpper: Bool) -> [FrozenEquations.SideCondition] {
            meeting.map { FrozenEquations.SideCondition(name: "windows", isUpper: isUpper, terms: [$0], data: .one) }
        }
        let (below, above) = (joints.lower ? ends(isUpper: false) : [], joints.upper ? ends(isUpper: true) : [])
        let given = conditions.map { condition in
            var condition = condition
            condition.data = .one
            return condition
        }
        let split = try WindowConstraints(
            own, smoothness: [Int](repeating: 0, count: layout.componentCount), wraps: false,
            conditions: below + above + given)
        inside = split.free
        components = split.components
        func columns(_ range: Range<Int>) -> Tensor<Double> {
            Tensor(shape: [own.count, range.count], elements: (0..<own.count).flatMap { row in range.map { split.lift[row, $0] } })
        }
        lower = columns(0..<below.count)
        upper = columns(below.count..<below.count + above.count)
        data = columns(below.count + above.count..<below.count + above.count + given.count)
    }
}
