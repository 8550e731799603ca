import Expressions
import Fields
import NumericsCore
import Problems

extension Solution {
    /// Points at which solutions are judged that snapshots show no more than a slice of.
    private static let judgedPoints = 1 << 14

    /// The solution and the exact one at scrambled Sobol points over the whole domain, for problems of more dimensions than
    /// grids are made for.
    /// - Returns: fields over a single axis, the number of the point; exact ones where they are known.
    func snapshotsAtPoints(_ problem: Problem) throws -> (found: [Snapshot], exact: [Snapshot]) {
        var stream = RandomStream(seed: 0, name: "judgement")
        let rule = PointRule.sobol(.owen)
        let points = try problem.region.map { try rule.points(Self.judgedPoints, in: $0, using: &stream) }
            ?? rule.points(Self.judgedPoints, in: problem.spaceBounds, using: &stream)
        let count = points.shape[0]
        // Weights of a period are equal.
        let grid = Grid([.periodic("point", from: 0, to: Double(count), count: count)])
        let jets = (0..<problem.componentCount).map { Jet(component: $0) }
        func field(_ unknown: Unknown, _ values: Tensor<Double>) -> Field {
            Field(
                name: unknown.name, componentNames: problem.componentNames(of: unknown), isVector: unknown.isVector, grid: grid,
                values: values)
        }
        var (found, exact): ([Snapshot], [Snapshot]) = ([], [])
        for (index, snapshot) in snapshots.enumerated() {
            let values = try evaluator.evaluate(jets, at: points, snapshot: index)
            found.append(Snapshot(time: snapshot.time, fields: problem.unknowns.map { unknown in
                field(unknown, Tensor(
                    shape: [unknown.components.count, count],
                    elements: unknown.components.flatMap { component in (0..<count).map { values[component, $0] } }))
            }))
            exact.append(Snapshot(time: snapshot.time, fields: try problem.unknowns.compactMap { unknown in
                let formulas = unknown.components.compactMap { problem.exact[$0] }
                guard formulas.count == unknown.components.count else { return nil }
                return field(unknown, try FormulaSampler(formulas, problem: problem).values(at: points, time: snapshot.time))
            }))
        }
        return (found, exact)
    }
}
