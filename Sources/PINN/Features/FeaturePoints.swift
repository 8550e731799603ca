import Fields
import NumericsCore
import Problems
import TrialFunctions

/// Collocation points for features on a box: products of Gauss and Chebyshev points in every cell of the domain.
struct FeaturePoints {
    private let problem: Problem
    private let axes: [WindowAxis]
    /// By cell, in row-major order; one for a domain without cells.
    private let cells: [TensorPoints]

    /// - Parameters:
    ///   - total: about how many points inside, in all cells.
    ///   - bandwidths: largest wave numbers that must be told apart, in radians per half range of a window.
    init(_ problem: Problem, axes: [WindowAxis], total: Int, bandwidths: [Double]) {
        self.problem = problem
        self.axes = axes
        guard !axes.isEmpty else {
            cells = [TensorPoints(problem, total: total, bandwidths: bandwidths)]
            return
        }
        let places = axes.reduce([[]]) { places, axis in places.flatMap { place in (0..<axis.count).map { place + [$0] } } }
        cells = places.map { place in
            var part = problem
            for (axis, window) in place.enumerated() {
                let range = axes[axis].cell(window)
                (part.coordinates[axis].lower, part.coordinates[axis].upper) = (range.lowerBound, range.upperBound)
            }
            return TensorPoints(part, total: total / places.count + 1, bandwidths: bandwidths)
        }
    }

    func interior() -> CollocationPoints { CollocationPoints(joining: cells.map { $0.interior() }) }

    /// The points of a condition on a side or at an instant; nil for conditions on parts of shapes.
    func points(of condition: Condition) -> CollocationPoints? {
        let sets = cells.filter { touches(condition.place, $0.problem) }.map { $0.points(of: condition) }
        guard !sets.isEmpty, sets.allSatisfy({ $0 != nil }) else { return nil }
        return CollocationPoints(joining: sets.compactMap { $0 })
    }

    /// Whether a cell reaches the place of a condition; of two cells that meet at an instant the first has it.
    private func touches(_ place: Condition.Place, _ cell: Problem) -> Bool {
        switch place {
        case .side(let side):
            let (own, whole) = (cell.coordinates[side.coordinate], problem.coordinates[side.coordinate])
            return side.isUpper ? own.upper == whole.upper : own.lower == whole.lower
        case .instant(let instant):
            guard let time = problem.timeIndex else { return true }
            let (own, start) = (cell.coordinates[time], problem.coordinates[time].lower)
            return instant == start ? own.lower == start : own.lower < instant && instant <= own.upper
        case .part: return true
        }
    }

    /// Points where cells meet: of the cells below the cut.
    func points(of face: Interfaces.Face) -> CollocationPoints {
        let below = axes[face.coordinate].cell(axes[face.coordinate].home(of: face.place))
        let touching = cells.filter { $0.problem.coordinates[face.coordinate].lower == below.lowerBound }
        return CollocationPoints(joining: touching.map { $0.points(across: face.coordinate, at: face.place) })
    }
}
