import Expressions
import Fields
import NumericsCore
import Problems

extension Problem {
    /// Component names of an unknown as they appear in files: its own name, or coordinate names for a vector.
    public func componentNames(of unknown: Unknown) -> [String] {
        unknown.isVector ? spaceIndices.map { coordinates[$0].name } : [unknown.name]
    }

    /// The exact solution of every unknown that has one, on a grid at one time; nil for an unknown without.
    public func exactField(of unknown: Unknown, on grid: Grid, time: Double?) throws -> Field? {
        let formulas = unknown.components.compactMap { exact[$0] }
        guard formulas.count == unknown.components.count else { return nil }
        let values = try FormulaSampler(formulas, problem: self).values(at: grid.pointCoordinates, time: time)
        return Field(
            name: unknown.name, componentNames: componentNames(of: unknown), isVector: unknown.isVector, grid: grid,
            values: values.reshaped([formulas.count] + grid.shape)
        ).maskingOutside()
    }

    /// The exact solution on the grids and times of a series of snapshots.
    /// - Returns: snapshots with one field for each unknown whose exact solution is known.
    public func exactSnapshots(like snapshots: [Snapshot]) throws -> [Snapshot] {
        try snapshots.map { snapshot in
            let fields = try unknowns.compactMap { unknown -> Field? in
                guard let field = snapshot.field(named: unknown.name) else { return nil }
                return try exactField(of: unknown, on: field.grid, time: snapshot.time)
            }
            return Snapshot(time: snapshot.time, fields: fields)
        }
    }
}

extension Solution {
    /// The derived fields the problem asks for, on the solution's own grid, by snapshot.
    public func derivedFields(_ requests: [DerivedField], of problem: Problem) throws -> [[Field]] {
        let samplers = requests.map { FormulaSampler($0.components, problem: problem) }
        return try snapshots.enumerated().map { index, snapshot in
            guard let grid = snapshot.fields.first?.grid else { return [] }
            return try zip(requests, samplers).map { request, sampler in
                let values = try sampler.values(
                    at: grid.pointCoordinates, time: snapshot.time, solution: self, snapshot: index)
                let names = request.isVector ? problem.spaceIndices.map { problem.coordinates[$0].name } : [request.name]
                return Field(
                    name: request.name, componentNames: names, isVector: request.isVector, grid: grid,
                    values: values.reshaped([request.components.count] + grid.shape)
                ).maskingOutside()
            }
        }
    }
}
