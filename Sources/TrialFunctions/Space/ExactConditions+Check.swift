import Expressions
import NumericsCore
import Problems

extension ExactConditions {
    /// The last condition that the forms were to meet and do not; nil if all are met to rounding.
    static func lastViolated(_ forms: [ComponentForm], _ met: Set<Int>, _ problem: Problem, _ boundary: BoundaryData?) -> Int? {
        var stream = RandomStream(seed: 0, name: "exact conditions")
        let points = (0..<sampleCount).map { _ in
            problem.coordinates.map { stream.uniform(from: $0.lower, to: $0.upper) }
        }
        let data = ConditionData(problem, excluding: [])
        return met.sorted().reversed().first { condition in
            guard let place = data.place(of: condition) else { return boundary?.isMet(condition, by: forms) != true }
            let form = forms[place.component]
            let offset = place.isVelocity ? form.offset.derivative(by: .coordinate(place.coordinate)) : form.offset
            return points.contains { point in
                var point = point
                point[place.coordinate] = place.end
                guard let wanted = place.value.value({ problem.value(of: $0, at: point) }),
                    let found = offset.value({ problem.value(of: $0, at: point) })
                else { return true }
                return !(abs(wanted - found) <= 1e-9 * max(1, abs(wanted)))
            }
        }
    }

    /// Enough to see data that disagree on more than a few per cent of a side.
    private static let sampleCount = 64
}
