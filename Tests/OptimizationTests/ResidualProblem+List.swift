import NumericsCore

/// The problems every optimizer is tried on; numbers in brackets are those of Moré, Garbow and Hillstrom (1981).
extension ResidualProblem {
    static var all: [ResidualProblem] {
        [
            rosenbrock(2), rosenbrock(20), powellSingular, freudensteinRoth, brownBadlyScaled, exponentialFit, linear,
            rankOne,
        ]
    }

    /// (1) and (21), the extended function.
    static func rosenbrock(_ count: Int) -> ResidualProblem {
        let start = (0..<count).map { $0 % 2 == 0 ? -1.2 : 1.0 }
        return ResidualProblem("Rosenbrock \(count)", start: start) { x in
            stride(from: 0, to: count, by: 2).flatMap { index -> [DirectionalJet] in
                let (left, right) = (x[index], x[index + 1])
                return [10.0 * (right - left * left), -1.0 * left + 1.0]
            }
        }
    }

    /// (13) The Jacobian is singular at the solution.
    static var powellSingular: ResidualProblem {
        ResidualProblem("Powell singular", start: [3, -1, 0, 1]) { x in
            let (inner, outer) = (x[1] - 2 * x[2], x[0] - x[3])
            return [
                x[0] + 10 * x[1], 5.0.squareRoot() * (x[2] - x[3]), inner * inner, 10.0.squareRoot() * (outer * outer),
            ]
        }
    }

    /// (2) from a start that leads to the local minimum 48.98425 = 2 L.
    static var freudensteinRoth: ResidualProblem {
        ResidualProblem("Freudenstein and Roth", start: [0.5, -2], smallestLoss: 24.492126839620) { x in
            [
                x[0] + ((-1 * x[1] + 5.0) * x[1] - 2.0) * x[1] - 13.0,
                x[0] + ((x[1] + 1.0) * x[1] - 14.0) * x[1] - 29.0,
            ]
        }
    }

    /// (4)
    static var brownBadlyScaled: ResidualProblem {
        ResidualProblem("Brown badly scaled", start: [1, 1]) { x in [x[0] - 1e6, x[1] - 2e-6, x[0] * x[1] - 2.0] }
    }

    /// Decay of a sum of two exponentials, with deviations; the smallest value is from scipy.optimize.least_squares.
    static var exponentialFit: ResidualProblem {
        let data = exponentialData
        return ResidualProblem("exponential fit", start: [1, 0.2, 1, 1], smallestLoss: 0.00056065701537005) { x in
            data.indices.map { index in
                let time = 0.25 * Double(index)
                return x[0] * ((-time) * x[1]).exponential() + x[2] * ((-time) * x[3]).exponential() - data[index]
            }
        }
    }

    static let exponentialData = (0..<24).map { index in
        let time = 0.25 * Double(index)
        return 2 * Double.exp(-0.3 * time) + 1.5 * Double.exp(-1.7 * time) + 0.01 * Double.sin(12 * time + 0.4)
    }

    /// A x = b with more rows than columns; the smallest value is from numpy.linalg.lstsq.
    static var linear: ResidualProblem {
        ResidualProblem("linear", start: [1, 1, 1, 1, 1], smallestLoss: 10.722436621265647) { x in
            (0..<9).map { row in
                x.indices.reduce(DirectionalJet(-Double(row % 4))) { sum, column in
                    sum + Double.cos(Double((row + 1) * (column + 2))) * x[column]
                }
            }
        }
    }

    /// (33) with 5 parameters and 10 rows: 2 L = m (m - 1) / (2 (2 m + 1)).
    static var rankOne: ResidualProblem {
        ResidualProblem("rank one", start: [1, 1, 1, 1, 1], smallestLoss: 0.5 * 90 / 42) { x in
            let sum = x.indices.reduce(DirectionalJet(0)) { $0 + Double($1 + 1) * x[$1] }
            return (0..<10).map { Double($0 + 1) * sum - 1.0 }
        }
    }
}
