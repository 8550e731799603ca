import Expressions

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
    /// - Returns: [point][coordinate].
    func points(_ fractions: [Double] = SamplePoints.inner, fixed: [Int: Double] = [:]) -> [[Double]] {
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
        switch symbol {
        case .coordinate(let index): point[index]
        case .parameter(let index): problem.parameters[index].value
        case .jet(let jet): jets?(jet)
        default: nil
        }
    }

    /// A point in words, time and space.
    func text(_ point: [Double]) -> String {
        NumberText.point(problem.coordinates.map(\.name), point)
    }
}
