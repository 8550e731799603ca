import Expressions
import NumericsCore

/// Finds the conditions of a problem that hold at given points of its boundary, on boxes and shapes alike.
///
/// A point belongs to every place (side, part, `at: x = 0`, whole boundary) whose region holds it, within 1e-9 of the
/// ranges; to `rest` where no other part does. For each component of the unknowns the first place in file order that has
/// conditions on it wins: corners, which belong to two places, take the conditions of the one that is listed first. The
/// checks of a problem refuse overlaps of positive length, so that nothing else depends on the order.
public struct BoundaryResolver: Sendable {
    /// Conditions of one component at one place.
    private struct Group: Sendable {
        var component: Int
        var place: Int
        var conditions: [Int]
    }

    private let groups: [Group]
    /// Tells for each place whether a point belongs to it.
    private let places: BoundaryPlaces

    public init(_ problem: Problem) {
        var places = BoundaryPlaces(problem)
        var groups: [Group] = []
        for (index, condition) in problem.conditions.enumerated() {
            guard let place = places.index(of: condition) else { continue }
            guard let component = condition.component else { continue }
            if let known = groups.firstIndex(where: { $0.place == place && $0.component == component }) {
                groups[known].conditions.append(index)
            } else {
                groups.append(Group(component: component, place: place, conditions: [index]))
            }
        }
        self.places = places
        self.groups = groups
    }

    /// The conditions that hold at points of the boundary.
    /// - Parameters:
    ///   - points: [point][space coordinate].
    ///   - normals: outward normals of the same shape. With them a point where the boundary only crosses the line of a
    ///     side or of `at: x = 0` does not belong to it: the normal must point along x more than across.
    /// - Returns: for each point, indices into `problem.conditions`, ascending; none where the boundary has a gap.
    public func conditions(at points: Tensor<Double>, normals: Tensor<Double>? = nil) -> [[Int]] {
        let flags = places.membership(of: points, normals: normals)
        return (0..<points.shape[0]).map { point in
            var taken = Set<Int>()
            var found: [Int] = []
            for group in groups where flags[group.place][point] && taken.insert(group.component).inserted {
                found += group.conditions
            }
            return found.sorted()
        }
    }

    /// The same without any choice between places: all conditions whose place holds the point.
    public func candidates(at points: Tensor<Double>, normals: Tensor<Double>? = nil) -> [[Int]] {
        let flags = places.membership(of: points, normals: normals)
        return (0..<points.shape[0]).map { point in
            groups.filter { flags[$0.place][point] }.flatMap(\.conditions).sorted()
        }
    }
}

extension Condition {
    /// The component it restricts: the one it differentiates most, the first of these.
    public var component: Int? {
        ProblemStructure.jets(of: residual).sorted { $0.component < $1.component }
            .max { $0.derivative.total < $1.derivative.total }?.component
    }
}
