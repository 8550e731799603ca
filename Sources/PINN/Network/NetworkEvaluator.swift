import NumericsCore
import Problems
import Solving
import TrialFunctions

/// Evaluates a trained network and its derivatives anywhere.
struct NetworkEvaluator: SolutionEvaluator {
    let space: TrialSpace
    let parameters: Tensor<Double>
    /// Output times; empty for steady problems.
    let times: [Double]

    private static let capacity = 64

    func evaluate(_ jets: [JetRequest], at points: Tensor<Double>, snapshot: Int) throws -> Tensor<Double> {
        let problem = space.problem
        let count = points.shape[0]
        var coordinates = Tensor(shape: [problem.coordinates.count, count], repeating: 0.0)
        for (axis, coordinate) in problem.spaceIndices.enumerated() {
            for point in 0..<count { coordinates[coordinate, point] = points[point, axis] }
        }
        if let time = problem.timeIndex {
            for point in 0..<count { coordinates[time, point] = times[snapshot] }
        }
        return values(of: jets, at: coordinates)
    }

    /// Values of jets at points [coordinate][point]; [jet][point].
    func values(of jets: [JetRequest], at coordinates: Tensor<Double>) -> Tensor<Double> {
        let count = coordinates.shape[1]
        let layout = JetLayout(coordinateCount: coordinates.shape[0], derivatives: jets.map(\.derivative))
        let placed = PlacedPoints(space, points: coordinates, layout: layout, capacity: Self.capacity)
        let tape = SpaceTape(space, layout: layout, capacity: Self.capacity)
        var result = Tensor(shape: [jets.count, count], repeating: 0.0)
        for start in stride(from: 0, to: count, by: Self.capacity) {
            let range = start..<min(start + Self.capacity, count)
            tape.forward(parameters: parameters, placed: placed, range: range)
            for (row, jet) in jets.enumerated() {
                let place = (jet.component * layout.count + layout.channel(of: jet.derivative)!) * Self.capacity
                for point in range { result[row, point] = tape.jets[place + point - start] }
            }
        }
        return result
    }
}
