import Ansatz

/// Which points belong to a problem, and why the others do not.
struct EvaluationDomain {
    let problem: Problem

    /// What is wrong with a point; nil for points of the box, its sides included.
    /// - Parameter point: [space coordinate].
    func objection(to point: [Double], time: Double?) -> String? {
        for (position, index) in problem.spaceIndices.enumerated() {
            if let words = objection(point[position], problem.coordinates[index]) { return words }
        }
        guard let time, let index = problem.timeIndex else { return nil }
        return objection(time, problem.coordinates[index])
    }

    private func objection(_ value: Double, _ coordinate: Coordinate) -> String? {
        if coordinate.isPeriodic { return nil }
        let slack = 1e-12 * max(coordinate.length, abs(coordinate.lower), abs(coordinate.upper))
        guard value < coordinate.lower - slack || value > coordinate.upper + slack else { return nil }
        return "lies outside the domain: \(coordinate.name) runs from \(coordinate.lower) to \(coordinate.upper)"
    }

    /// Which points [point][space coordinate] belong to the shape, its boundary included; nil for problems on a box.
    func shapeMask(_ points: Tensor<Double>) -> [Bool]? {
        let diagonal = problem.spaceIndices.reduce(0) { $0 + problem.coordinates[$1].length * problem.coordinates[$1].length }
        return problem.region?.contains(points, tolerance: 1e-12 * diagonal.squareRoot())
    }

    /// `(x = 0.5, t = 1)`.
    func text(_ point: [Double], time: Double?) -> String {
        var values = problem.spaceIndices.enumerated().map { "\(problem.coordinates[$1].name) = \(point[$0])" }
        if let time, let index = problem.timeIndex { values.append("\(problem.coordinates[index].name) = \(time)") }
        return "(" + values.joined(separator: ", ") + ")"
    }
}
