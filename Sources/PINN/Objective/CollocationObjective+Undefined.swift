import NumericsCore
import Problems
import Solving

extension CollocationObjective {
    /// Why residuals have no finite value for some parameters: the first residual and the first point where one has none, by the
    /// order of blocks; nil if all values are finite.
    func undefinedError(at parameters: Tensor<Double>, step: Int = 0) -> SolverError? {
        var values = Tensor(shape: [rowCount], repeating: 0.0)
        residual(at: parameters, into: &values)
        var first = 0
        for block in blocks {
            for (row, name) in block.block.names.enumerated() {
                let start = first + row * block.paddedCount
                guard let point = (0..<block.block.points.count).first(where: { !values[start + $0].isFinite }) else { continue }
                return .diverged(
                    field: name, location: place(point, of: block.block.points), step: step,
                    likelyKnob: "a formula has no finite value there")
            }
            first += block.rowCount
        }
        return nil
    }

    /// `x = 0.25, t = 0.5`.
    private func place(_ point: Int, of points: CollocationPoints) -> String {
        space.problem.coordinates.enumerated().map { index, coordinate in
            "\(coordinate.name) = \(NumberText.short(points.coordinates[index, point]))"
        }.joined(separator: ", ")
    }
}
