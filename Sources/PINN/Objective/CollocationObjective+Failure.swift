import NumericsCore
import Optimization
import Problems
import Solving

extension CollocationObjective {
    /// The first residual, or else derivative of a residual by the parameters, that is no finite number; nil if all are.
    func failure(at parameters: Tensor<Double>, step: Int) -> SolverError? {
        if let found = undefinedResidual(at: parameters, step: step) { return found }
        var residual = Tensor(shape: [rowCount], repeating: 0.0)
        let jacobian = SharedMatrix(rowCount: parameterCount, columnCount: rowCount)
        linearization(at: parameters, residual: &residual, jacobian: jacobian)
        let (count, columns) = (parameterCount, rowCount)
        return jacobian.withUnsafeMutableBufferPointer { entries in
            error("a derivative of", step) { row in (0..<count).contains { !entries[$0 * columns + row].isFinite } }
        }
    }

    /// The first residual, by the order of blocks, and its first point where it is no finite number; nil if all are.
    func undefinedResidual(at parameters: Tensor<Double>, step: Int = 0) -> SolverError? {
        var residual = Tensor(shape: [rowCount], repeating: 0.0)
        self.residual(at: parameters, into: &residual)
        return error("the residual of", step) { !residual[$0].isFinite }
    }

    private func error(_ what: String, _ step: Int, where isWanted: (Int) -> Bool) -> SolverError? {
        var first = 0
        for placed in blocks {
            for (row, name) in placed.block.names.enumerated() {
                for point in 0..<placed.block.points.count where isWanted(first + row * placed.paddedCount + point) {
                    let place = space.problem.coordinates.enumerated().map { index, coordinate in
                        "\(coordinate.name) = \(NumberText.short(placed.block.points.coordinates[index, point]))"
                    }
                    return .notFinite(what: what, term: name, location: place.joined(separator: ", "), step: step)
                }
            }
            first += placed.rowCount
        }
        return nil
    }
}
