import NumericsCore
import Problems
import Solving

extension TrainingSet {
    /// A place of the data that the points pass by; nil if they see all.
    /// - Parameter tolerance: of the method.
    func missedData(tolerance: Double) -> DataPeak? {
        guard problem.inverseObjection == nil else { return nil }
        return DataTerms.peaks(of: problem, tolerance: tolerance).first { peak in
            var points = interior
            if case .condition(let index) = peak.law, let own = blocks.first(where: { $0.names == [problem.conditions[index].name] }) {
                points = own.points
            }
            return !peak.isSeen(by: unfolded(points.coordinates))
        }
    }

    /// Points and their mirror images.
    private func unfolded(_ points: Tensor<Double>) -> Tensor<Double> {
        plan.reflections.flatMap(\.coordinates).reduce(points) { points, coordinate in
            let range = problem.coordinates[coordinate]
            let rows = (0..<points.shape[0]).flatMap { row -> [Double] in
                let own = (0..<points.shape[1]).map { points[row, $0] }
                return own + (row == coordinate ? own.map { range.lower + range.upper - $0 } : own)
            }
            return Tensor(shape: [points.shape[0], rows.count / points.shape[0]], elements: rows)
        }
    }
}
