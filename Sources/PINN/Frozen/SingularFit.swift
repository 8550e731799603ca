import Discretization
import Expressions
import NumericsCore

/// Finds the coefficients of singular functions from the initial data: what a basis cannot hold of the data, singular functions must.
///
/// Least squares with a column for each function: with R f what the basis leaves of f, min ‖R u_0 - Σ b_j R E_j‖.
struct SingularFit {
    let equations: FrozenEquations

    /// Functions that the basis holds to this part have nothing to add.
    private static let negligible = 1e-10

    init(_ equations: FrozenEquations) {
        self.equations = equations
    }

    /// Coefficients [function][component], with features in windows.
    func coefficients(in layout: WindowLayout) throws -> [[Double]] {
        try coefficients(at: layout.points) { values in
            let raw = layout.projection([values] + Array(repeating: values.map { _ in 0 }, count: layout.componentCount - 1))
            let width = layout.modes.rule.points.count
            return values.indices.map { index in
                let (window, point) = (index / width, index % width)
                let sum = (0..<layout.modes.count).reduce(0.0) {
                    $0 + layout.modes.tables[0][point, $1] * raw[layout.start(0, window) + $1]
                }
                return layout.weights[index].squareRoot() * (values[index] - layout.scale(window, order: 0) * sum)
            }
        }
    }

    /// Coefficients [function][component], with Fourier modes; the modes must be many more than will be used.
    ///
    /// What is left is taken to be the upper half of them: the corners of the functions show there as those of the data do.
    func coefficients(in modes: FourierModes) throws -> [[Double]] {
        try coefficients(at: modes.points(along: 0)) { values in
            let spectrum = PeriodicRun.spectrum([values], modes).elements
            return spectrum[(modes.counts[0] / 4)..<(modes.counts[0] / 2)].flatMap { [$0.real, $0.imaginary] }
        }
    }

    /// - Parameter remainder: what the basis leaves of a function with given values at the places.
    func coefficients(at places: [Double], remainder: ([Double]) -> [Double]) throws -> [[Double]] {
        let functions = KnownPart.functions(equations.problem)
        guard !functions.isEmpty else { return [] }
        let unit = functions.map { _ in [Double](repeating: 1, count: equations.problem.componentCount) }
        let earliest = KnownPart(equations, coefficients: unit).earliest
        let columns = try equations.values(of: functions, at: places, time: earliest)
        let data = try equations.values(of: equations.initial, at: places, time: equations.times[0])
        let left = columns.map(remainder)
        let kept = functions.indices.filter { Self.length(left[$0]) > Self.negligible * Self.length(columns[$0]) }
        var result = functions.map { _ in [Double](repeating: 0, count: equations.problem.componentCount) }
        guard !kept.isEmpty else { return result }
        let rowCount = left[0].count
        let matrix = Tensor(shape: [rowCount, kept.count], elements: (0..<rowCount).flatMap { row in kept.map { left[$0][row] } })
        let factors = try QRFactorization(matrix, columnPivoting: true)
        for component in 0..<equations.problem.componentCount {
            let found = try factors.leastSquares(Tensor(remainder(data[component]))).values
            for (place, function) in kept.enumerated() { result[function][component] = found[place] }
        }
        return result
    }

    private static func length(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }
}
