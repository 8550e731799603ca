import Foundation
import NumericsCore
import Problems

/// The density p of points that an adversary of the training chooses: the largest ∫ r² p - β ∫ |∇p|² over all p of unit mass.
///
/// Its Euler equation is -2 β Δp = r² - mean r² with no slope at the ends of the ranges, solved by cosine transforms on a grid over the
/// coordinates scaled to [0, 1] (after Tang, Zhai, Wan and Yang 2024, who let a flow take its place). β is the smallest that leaves
/// p positive everywhere, so that nothing has to be cut off: p = 1 + φ / max(-φ), where Δφ = mean r² - r².
package struct AdversarialDensity: DensityFunction {
    /// Points of the grid along each coordinate, in the middles of its cells.
    private let counts: [Int]
    private let ranges: [(lower: Double, length: Double)]
    /// [grid…], row-major.
    private let density: [Double]

    /// - Throws: `InputField.SamplingError`.
    init(_ size: ResidualSize, counts: [Int]) throws {
        let coordinates = size.space.problem.coordinates
        self.counts = counts
        ranges = coordinates.map { ($0.lower, $0.length) }
        let count = counts.reduce(1, *)
        let places = coordinates.indices.map { axis in
            Self.indices(axis, counts).map { coordinates[axis].lower + coordinates[axis].length * (Double($0) + 0.5) / Double(counts[axis]) }
        }
        let sizes = try size.values(at: Tensor(shape: [coordinates.count, count], elements: places.flatMap { $0 }))
        density = Self.density(sizes, counts, isPeriodic: coordinates.map(\.isPeriodic))
    }

    /// p from sizes of residuals in the cells of a grid over the unit box, both [grid…].
    package static func density(_ sizes: [Double], _ counts: [Int], isPeriodic: [Bool]) -> [Double] {
        let squares = sizes.map { $0 * $0 }
        let mean = squares.reduce(0, +) / Double(squares.count)
        guard mean > 0, mean.isFinite else { return sizes.map { _ in 1 } }
        let kinds = isPeriodic.map { $0 ? SpectralKind.fourier : .trigonometric(.cosineII) }
        let symbols = counts.indices.map { axis in
            kinds[axis].modeNumbers(count: counts[axis]).map { mode in
                let wave = (isPeriodic[axis] ? 2 : 1) * Double.pi * mode
                return wave * wave
            }
        }
        var solve = SpectralDiagonalSolve(shape: counts, kinds: kinds, multiplier: .inverseOfSum(symbols, constant: 0))
        var potential = Tensor(shape: counts, repeating: 0.0)
        solve.solve(Tensor(shape: counts, elements: squares.map { $0 / mean - 1 }), into: &potential)
        let lowest = potential.elements.min() ?? 0
        return lowest < 0 ? potential.elements.map { 1 - $0 / lowest } : potential.elements.map { _ in 1 }
    }

    /// By linear interpolation between the middles of the cells, constant beyond.
    func values(at points: Tensor<Double>) -> [Double] {
        (0..<points.shape[1]).map { point in
            var (offsets, weights) = ([0], [1.0])
            for axis in counts.indices {
                let place = (points[axis, point] - ranges[axis].lower) / ranges[axis].length * Double(counts[axis]) - 0.5
                let inside = min(max(place, 0), Double(counts[axis] - 1))
                let cell = min(Int(inside), max(counts[axis] - 2, 0))
                let fraction = counts[axis] > 1 ? inside - Double(cell) : 0
                offsets = offsets.flatMap { [$0 * counts[axis] + cell, $0 * counts[axis] + min(cell + 1, counts[axis] - 1)] }
                weights = weights.flatMap { [$0 * (1 - fraction), $0 * fraction] }
            }
            return zip(offsets, weights).reduce(0) { $0 + density[$1.0] * $1.1 }
        }
    }

    /// The index along an axis of every point of the grid.
    private static func indices(_ axis: Int, _ counts: [Int]) -> [Int] {
        let inner = counts[(axis + 1)...].reduce(1, *)
        return (0..<counts.reduce(1, *)).map { $0 / inner % counts[axis] }
    }

    /// Points along each of some coordinates: some twenty thousand in all.
    static func gridCounts(_ dimension: Int) -> [Int] {
        Array(repeating: [20_000, 20_000, 128, 28, 12][min(dimension, 4)], count: dimension)
    }
}
