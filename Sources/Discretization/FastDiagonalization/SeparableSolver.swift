import Expressions
import NumericsCore

/// Direct solver of linear scalar problems in two dimensions whose operator splits into one part for each axis.
///
/// Conditions are eliminated axis by axis and the remaining Sylvester equation is solved by fast diagonalisation: work
/// n^3 instead of n^6. One step of iterative refinement follows.
public struct SeparableSolver: Sendable {
    private let system: CollocationSystem
    private let first: SeparableAxis
    private let second: SeparableAxis
    private let sylvester: SylvesterSolver
    private let structure: SeparableStructure
    private let weight: Tensor<Double>
    /// Minus the rows at zero unknowns: sources and boundary data.
    private let data: RowData

    /// Right-hand sides by kind of row.
    private struct RowData: Sendable {
        /// [residual point of axis 0][of axis 1]
        var equation: Tensor<Double>
        /// Conditions of axis 0 [condition][value of axis 1].
        var first: Tensor<Double>
        /// Conditions of axis 1 [residual point of axis 0][condition].
        var second: Tensor<Double>
    }

    /// nil if the system is not of this kind: another dimension, several components or elements, nonlinear, mixed
    /// derivatives, coefficients that do not split, conditions that vary along a side.
    public init?(_ system: CollocationSystem) {
        guard let structure = SeparableStructure(system) else { return nil }
        self.init(structure)
    }

    /// nil if the conditions or the operator are singular.
    init?(_ structure: SeparableStructure) {
        do {
            first = try structure.axis(0)
            second = try structure.axis(1)
            sylvester = try SylvesterSolver(first.reduced, second.reduced)
        } catch {
            return nil
        }
        // Below this the smallest eigenvalue is rounding of the largest: the general solver decides what that means.
        if sylvester.separation < 1e-14 { return nil }
        system = structure.system
        self.structure = structure
        weight = structure.weight
        let right = structure.dataRows
        data = RowData(
            equation: structure.equation(right), first: structure.conditions(0, right),
            second: structure.conditions(1, right))
    }

    /// The unknowns for which the separable operator has the values `rows` [row].
    package func apply(_ rows: Tensor<Double>) -> Tensor<Double> {
        let data = RowData(
            equation: structure.equation(rows), first: structure.conditions(0, rows), second: structure.conditions(1, rows))
        var state = Tensor(shape: [system.count], repeating: 0.0)
        system.layout.set(0, to: solve(data), in: &state)
        return state
    }

    /// The unknowns.
    public func solve() throws(DiscretizationError) -> Tensor<Double> {
        var values = solve(data)
        let correction = solve(remainder(values))
        LinearAlgebra.addScaled(1, correction, to: &values)
        guard values.isFinite else { throw .notFinite(place: "the direct solve") }
        var state = Tensor(shape: [system.count], repeating: 0.0)
        system.layout.set(0, to: values, in: &state)
        return state
    }

    private func solve(_ data: RowData) -> Tensor<Double> {
        var right = data.equation
        right.divide(by: weight)
        if data.first.shape[0] > 0 {
            let carried = LinearAlgebra.multiply(data.first, second.resampling, transposeB: true)
            LinearAlgebra.multiply(first.lifted, carried, alpha: -1, beta: 1, into: &right)
        }
        if data.second.shape[1] > 0 {
            LinearAlgebra.multiply(data.second, second.lifted, transposeB: true, alpha: -1, beta: 1, into: &right)
        }
        let inner = sylvester.solve(right)
        var rows = LinearAlgebra.multiply(inner, second.prolongation, transposeB: true)
        if data.second.shape[1] > 0 {
            LinearAlgebra.multiply(data.second, second.lifting, transposeB: true, alpha: 1, beta: 1, into: &rows)
        }
        var values = LinearAlgebra.multiply(first.prolongation, rows)
        if data.first.shape[0] > 0 { LinearAlgebra.multiply(first.lifting, data.first, beta: 1, into: &values) }
        return values
    }

    /// What the rows still miss: data minus the operator applied to values.
    private func remainder(_ values: Tensor<Double>) -> RowData {
        var remainder = data
        let along = LinearAlgebra.multiply(
            LinearAlgebra.multiply(first.differential, values), second.resampling, transposeB: true)
        let resampled = LinearAlgebra.multiply(first.resampling, values)
        var applied = LinearAlgebra.multiply(resampled, second.differential, transposeB: true)
        LinearAlgebra.addScaled(1, along, to: &applied)
        applied.multiply(by: weight)
        LinearAlgebra.addScaled(-1, applied, to: &remainder.equation)
        if data.first.shape[0] > 0 {
            LinearAlgebra.multiply(first.conditions, values, alpha: -1, beta: 1, into: &remainder.first)
        }
        if data.second.shape[1] > 0 {
            LinearAlgebra.multiply(resampled, second.conditions, transposeB: true, alpha: -1, beta: 1, into: &remainder.second)
        }
        return remainder
    }
}

extension Tensor where Element == Double {
    mutating func divide(by other: Tensor<Double>) {
        other.withUnsafeBufferPointer { other in
            withUnsafeMutableBufferPointer { own in for i in own.indices { own[i] /= other[i] } }
        }
    }

    mutating func multiply(by other: Tensor<Double>) {
        other.withUnsafeBufferPointer { other in
            withUnsafeMutableBufferPointer { own in for i in own.indices { own[i] *= other[i] } }
        }
    }
}
