import Discretization
import Expressions
import NumericsCore
import Problems

/// The standard deviation of a grid's answer: how far it lies from random functions whose equations it was given.
///
/// As many equations as values leave no posterior variance at the points; what the answer does not know is what happens between them.
/// A random function v tells the grid its own right-hand sides J v, and v - J⁻¹ J v is an error the grid could have made. For functions
/// the grid can represent it is 0, so only the rest is drawn.
struct GridDeviation {
    let system: CollocationSystem
    let level: SolvedLevel
    let prior: GridPrior
    /// Where the deviation is wanted, by axis.
    let positions: [[Double]]
    /// The unknowns whose linearised rows have given values.
    let solve: (Tensor<Double>) throws -> Tensor<Double>
    /// By component: added in square.
    let floors: [Double]
    /// Whether `solve` is exact but for rounding: then rounding is measured as well.
    let isDirect: Bool
    let seed: UInt64

    private struct Key: Hashable {
        var component: Int, axis: Int, order: Int
        var part: AxisModes.Part
        var positions: [Double]
    }

    /// Independent terms of a sample: coefficients of some of the functions along each axis.
    private struct Term {
        var component: Int
        var parts: [AxisModes.Part]
        var coefficients: Tensor<Double>
    }

    /// By component, on the tensor grid of positions.
    func fields(samples: Int) throws -> [Tensor<Double>] {
        let linearized = system.linearized(at: level.state), layout = level.layout
        var tables: [Key: Tensor<Double>] = [:]
        var sums = (0..<layout.componentCount).map { _ in Tensor(shape: positions.map(\.count), repeating: 0.0) }
        for sample in 0..<samples {
            let terms = draw(sample)
            let rows = system.rows(linearized: linearized) { jet, places in
                value(terms, jet.component, system.problem.spaceIndices.map { jet.derivative[$0] }, places, &tables)
            }
            let found = try solve(rows)
            for component in 0..<layout.componentCount {
                var error = value(terms, component, layout.axes.map { _ in 0 }, positions, &tables)
                let answer = layout.evaluate(component, orders: layout.axes.map { _ in 0 }, at: positions, in: found)
                LinearAlgebra.addScaled(-1, answer, to: &error)
                sums[component].addSquares(of: error)
            }
        }
        let rounding = isDirect ? try roundingSquares(linearized, &tables) : floors.map { _ in 0 }
        return sums.enumerated().map { component, sum in
            let floor = floors[component] * floors[component] + rounding[component]
            return Tensor(shape: sum.shape, elements: sum.elements.map { ($0 / Double(samples) + floor).squareRoot() })
        }
    }

    /// Mean squares of what a solve misses of functions that the grid does represent: nothing but rounding.
    private func roundingSquares(
        _ linearized: CollocationSystem.Workspace, _ tables: inout [Key: Tensor<Double>]
    ) throws -> [Double] {
        let layout = level.layout, orders = layout.axes.map { _ in 0 }
        var squares = [Double](repeating: 0, count: layout.componentCount)
        for sample in 0..<Self.roundingSamples {
            let terms = prior.modes.enumerated().compactMap { component, axes -> Term? in
                let shape = axes.map { $0.range(.low).count }, count = shape.reduce(1, *)
                guard count > 0, prior.amplitudes[component] > 0 else { return nil }
                var stream = RandomStream(seed: seed, name: "gaussian-process.rounding.\(component).\(sample)")
                var coefficients = stream.normals(count)
                LinearAlgebra.scale(prior.amplitudes[component], &coefficients)
                return Term(component: component, parts: axes.map { _ in .low }, coefficients: coefficients.reshaped(shape))
            }
            let rows = system.rows(linearized: linearized) { jet, places in
                value(terms, jet.component, system.problem.spaceIndices.map { jet.derivative[$0] }, places, &tables)
            }
            let found = try solve(rows)
            for component in squares.indices {
                var error = value(terms, component, orders, positions, &tables)
                LinearAlgebra.addScaled(-1, layout.evaluate(component, orders: orders, at: positions, in: found), to: &error)
                squares[component] += LinearAlgebra.dot(error, error) / Double(max(error.count, 1) * Self.roundingSamples)
            }
        }
        return squares
    }

    private static let roundingSamples = 3

    /// All functions with at least one factor that the grid does not have: the first such axis in turn.
    private func draw(_ sample: Int) -> [Term] {
        var terms: [Term] = []
        for (component, axes) in prior.modes.enumerated() where prior.amplitudes[component] > 0 {
            var stream = RandomStream(seed: seed, name: "gaussian-process.grid.\(component).\(sample)")
            for first in axes.indices {
                let parts = axes.indices.map { axis -> AxisModes.Part in axis < first ? .low : axis == first ? .high : .all }
                let shape = zip(axes, parts).map { $0.range($1).count }
                let count = shape.reduce(1, *)
                if count == 0 { continue }
                var coefficients = stream.normals(count)
                LinearAlgebra.scale(prior.amplitudes[component], &coefficients)
                terms.append(Term(component: component, parts: parts, coefficients: coefficients.reshaped(shape)))
            }
        }
        return terms
    }

    private func value(
        _ terms: [Term], _ component: Int, _ orders: [Int], _ places: [[Double]], _ tables: inout [Key: Tensor<Double>]
    ) -> Tensor<Double> {
        var result = Tensor(shape: places.map(\.count), repeating: 0.0)
        for term in terms where term.component == component {
            var values = term.coefficients
            for axis in places.indices {
                let key = Key(component: component, axis: axis, order: orders[axis], part: term.parts[axis], positions: places[axis])
                let table = tables[key] ?? prior.modes[component][axis].table(term.parts[axis], order: orders[axis], at: places[axis])
                tables[key] = table
                values = values.mapped(by: table, along: axis)
            }
            LinearAlgebra.addScaled(1, values, to: &result)
        }
        return result
    }
}

extension Tensor<Double> {
    fileprivate mutating func addSquares(of other: Tensor<Double>) {
        other.withUnsafeBufferPointer { other in
            withUnsafeMutableBufferPointer { own in for index in own.indices { own[index] += other[index] * other[index] } }
        }
    }
}
