import NumericsCore
import Problems
import TrialFunctions

/// Collocation points drawn by the inverse Christoffel function of what the equations make of the features (Cohen and Migliorati 2017).
///
/// On a dense pool of even points the rows of the equations span a space of dimension r; point i has the leverage ℓ_i, the square of the
/// length of its rows in an orthonormal basis, with Σ ℓ_i = r. Points drawn with probability ℓ_i / r and squared residuals weighted by
/// r / (M ℓ_i), M the number of points of the pool, leave a least-squares matrix close to the identity in that basis with about
/// r log r of them, whatever the domain. Points are taken at equal steps of the summed leverage along a curve that fills space.
package struct LeverageSampling {
    /// Points of the pool for each that is drawn.
    static let poolFactor = 6

    let objective: CollocationObjective
    let pool: CollocationPoints

    /// - Parameters:
    ///   - objective: the equations at the points of the pool alone, in their order.
    ///   - parameters: where they are linearised.
    func points(_ count: Int, at parameters: Tensor<Double>, order: [Int], threads: ThreadPool) -> CollocationPoints {
        let jacobian = SharedMatrix(rowCount: objective.parameterCount, columnCount: objective.rowCount)
        var residual = Tensor(shape: [objective.rowCount], repeating: 0.0)
        objective.linearization(at: parameters, residual: &residual, jacobian: jacobian)
        // Equations of different size count alike.
        RowBalance(jacobian, objective.blocks, columns: objective.space.function.parameterCount, conditionWeight: 1)
            .apply(jacobian, objective.blocks, pool: threads)
        let scores = LeverageScores(jacobian, pool: threads)
        let padded = objective.blocks[0].paddedCount
        let leverages = (0..<pool.count).map { point in
            stride(from: point, to: objective.rowCount, by: padded).reduce(0.0) { $0 + scores.values[$1] }
        }
        return Self.drawn(count, leverages, pool, order)
    }

    private static func drawn(_ count: Int, _ leverages: [Double], _ pool: CollocationPoints, _ order: [Int]) -> CollocationPoints {
        let chosen = chosen(count, leverages, order)
        var points = pool.ordered(by: chosen.map(\.index))
        points.shares = chosen.map(\.weight)
        return points
    }

    /// Indices at equal steps of the leverages ℓ summed in an order, with weights Σ ℓ / (M ℓ_i).
    package static func chosen(_ count: Int, _ leverages: [Double], _ order: [Int]) -> [(index: Int, weight: Double)] {
        let total = leverages.reduce(0, +)
        var (chosen, sum) = ([(index: Int, weight: Double)](), 0.0)
        for index in order {
            sum += leverages[index]
            // More than one step in a point: it is taken as often.
            while chosen.count < count, sum * Double(count) >= (Double(chosen.count) + 0.5) * total {
                chosen.append((index, total / (Double(leverages.count) * leverages[index])))
            }
        }
        return chosen
    }
}
