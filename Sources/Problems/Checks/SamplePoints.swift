import Expressions
import Fields
import NumericsCore

/// Fixed points at which formulas are tried out.
struct SamplePoints {
    let problem: Problem

    /// Fractions that hit middles and quarters, where formulas like to be singular, and some that hit nothing.
    static let inner = [0.5, 0.25, 0.75, 0.1234, 0.6180339887, 0.9137, 0.0271]
    static let withEnds = [0, 1] + inner

    /// Points of the whole domain.
    /// - Parameters:
    ///   - fractions: positions along each axis.
    ///   - fixed: coordinates held at a value.
    /// - Returns: [point][coordinate]; on a shape those inside, unless a coordinate of space is held.
    func points(_ fractions: [Double] = SamplePoints.inner, fixed: [Int: Double] = [:]) -> [[Double]] {
        let all = boxPoints(fractions, fixed: fixed)
        let space = problem.spaceIndices
        guard let region = problem.region, !space.contains(where: { fixed[$0] != nil }) else { return all }
        let inside = all.filter { point in region.contains(space.map { point[$0] }) }
        // Small shapes may miss all of them.
        return inside.count >= all.count / 4 ? inside : inside + regionPoints(49, times: all)
    }

    /// Points of the shape with coordinates other than space taken from `times` in turn.
    private func regionPoints(_ count: Int, times: [[Double]]) -> [[Double]] {
        var unused = RandomStream(seed: 0, name: "unused")
        let rule = PointRule.halton(isScrambled: false)
        guard let region = problem.region, let points = try? rule.points(count, in: region, using: &unused) else { return [] }
        return (0..<points.shape[0]).map { index in
            var point = times[index * times.count / max(points.shape[0], 1)]
            for (axis, coordinate) in problem.spaceIndices.enumerated() { point[coordinate] = points[index, axis] }
            return point
        }
    }

    /// Some five hundred points of space in the domain [point][space coordinate], beside those of `points`.
    func dense() -> Tensor<Double> {
        let space = problem.spaceIndices
        var unused = RandomStream(seed: 0, name: "unused")
        let rule = PointRule.halton(isScrambled: false)
        let even = problem.region.flatMap { try? rule.points(512, in: $0, using: &unused) }
            ?? rule.points(512, in: problem.spaceBounds, using: &unused)
        let coarse = points().map { point in space.map { point[$0] } }
        let all = coarse.flatMap { $0 } + even.elements
        return Tensor(shape: [all.count / max(space.count, 1), space.count], elements: all)
    }

    private func boxPoints(_ fractions: [Double], fixed: [Int: Double]) -> [[Double]] {
        let axes = problem.coordinates.enumerated().map { index, coordinate -> [Double] in
            if let value = fixed[index] { return [value] }
            return fractions.map { coordinate.lower + $0 * coordinate.length }
        }
        let free = axes.count { $0.count > 1 }
        // Full tensor products in up to two directions; a diagonal family of the same size beyond that.
        if free <= 2 { return Self.product(axes) }
        return (0..<49).map { index in
            axes.enumerated().map { axis, values in values[(index * (2 * axis + 1) + index / 7 * (axis + 1)) % values.count] }
        }
    }

    private static func product(_ axes: [[Double]]) -> [[Double]] {
        axes.reduce([[]]) { partial, axis in partial.flatMap { head in axis.map { head + [$0] } } }
    }

    /// The value of an expression without unknowns at a point; nil if it holds anything else.
    func value(_ expression: Expression, at point: [Double], jets: ((Jet) -> Double?)? = nil) -> Double? {
        expression.value { lookup($0, point, jets) }
    }

    func holds(_ condition: LogicalExpression, at point: [Double]) -> Bool? {
        condition.value { lookup($0, point, nil) }
    }

    private func lookup(_ symbol: Symbol, _ point: [Double], _ jets: ((Jet) -> Double?)?) -> Double? {
        if case .jet(let jet) = symbol { jets?(jet) } else { problem.value(of: symbol, at: point) }
    }

    /// A point in words, time and space.
    func text(_ point: [Double]) -> String {
        NumberText.point(problem.coordinates.map(\.name), point)
    }
}
