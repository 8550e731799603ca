import Ansatz
import Expressions
import FieldFiles

/// Values of several fields at chosen points, in rows of components.
struct FieldSampler {
    private let fields: [DerivedField]
    private let problem: Problem
    private let solution: Solution
    private let sampler: FormulaSampler

    init(_ fields: [DerivedField], problem: Problem, solution: Solution) {
        self.fields = fields
        self.problem = problem
        self.solution = solution
        sampler = FormulaSampler(fields.flatMap(\.components), problem: problem)
    }

    /// Components of all fields together.
    var rowCount: Int { fields.reduce(0) { $0 + $1.components.count } }

    /// `u`, or `v.x`, `v.y`.
    var columnNames: [String] { fields.flatMap { field in field.isVector ? names(field).map { "\(field.name).\($0)" } : [field.name] } }

    /// Writes the values at some of the points [point][space coordinate] into their columns of `values`, [component][point].
    /// - Returns: how many of the points got no number.
    func sample(_ points: Tensor<Double>, _ chosen: [Int], snapshot: Int, into values: inout Tensor<Double>) throws -> Int {
        guard !chosen.isEmpty else { return 0 }
        let dimension = points.shape[1]
        let places = Tensor(
            shape: [chosen.count, dimension], elements: chosen.flatMap { point in (0..<dimension).map { points[point, $0] } })
        let found = try sampler.values(at: places, time: solution.snapshots[snapshot].time, solution: solution, snapshot: snapshot)
        var missing = 0
        for (column, point) in chosen.enumerated() {
            var isComplete = true
            for row in 0..<rowCount {
                values[row, point] = found[row, column]
                if !found[row, column].isFinite { isComplete = false }
            }
            if !isComplete { missing += 1 }
        }
        return missing
    }

    /// The rows as fields on a grid.
    func fields(_ values: Tensor<Double>, on grid: Grid) -> [Field] {
        split(values).map { field, part in
            Field(
                name: field.name, componentNames: names(field), isVector: field.isVector, grid: grid,
                values: part.reshaped([field.components.count] + grid.shape)
            ).maskingOutside()
        }
    }

    /// The rows as fields at scattered points.
    func meshFields(_ values: Tensor<Double>) -> [VTKWriter.MeshField] {
        split(values).map { field, part in
            VTKWriter.MeshField(name: field.name, componentNames: names(field), isVector: field.isVector, values: part)
        }
    }

    private func split(_ values: Tensor<Double>) -> [(DerivedField, Tensor<Double>)] {
        var start = 0
        return fields.map { field in
            defer { start += field.components.count }
            let rows = (start..<start + field.components.count).flatMap { row in (0..<values.shape[1]).map { values[row, $0] } }
            return (field, Tensor(shape: [field.components.count, values.shape[1]], elements: rows))
        }
    }

    private func names(_ field: DerivedField) -> [String] {
        field.isVector ? problem.spaceIndices.map { problem.coordinates[$0].name } : [field.name]
    }
}

extension Problem {
    /// The unknowns as fields to be evaluated.
    var unknownFields: [DerivedField] {
        unknowns.map { unknown in
            DerivedField(
                name: unknown.name, isVector: unknown.isVector,
                components: unknown.components.map { Expression(.symbol(.jet(Jet(component: $0)))) })
        }
    }
}
