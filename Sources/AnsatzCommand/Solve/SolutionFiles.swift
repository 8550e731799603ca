import Ansatz
import FieldFiles
import Foundation

/// Writes a solution into its run folder: fields, companions, derived fields, probes, and weights of learned methods.
struct SolutionFiles {
    let problem: Problem
    let folder: RunFolder
    let options: SolveOptions
    let hash: String

    /// What was written.
    struct Written {
        /// Paths relative to the folder.
        var files: [String]
        /// Sentences on values that no one can use.
        var remarks: [String]
        /// Values of integral probes at the last output time.
        var probes: [(name: String, value: Double)]
        /// The fields as written, companions included.
        var snapshots: [Snapshot]
    }

    /// Writes all snapshots. Beside each unknown with a reference stand `<name>_exact` or `<name>_reference`, and
    /// `<name>_error`, on the written grid, and `<name>_std` where the method has it.
    func write(_ solution: Solution, reference: [Snapshot]?) throws -> Written {
        let derived = try solution.derivedFields(problem.output.fields, of: problem)
        // Of trial functions only: the residual of an interpolant would be one of the interpolation.
        let residuals = solution.evaluator is any StorableEvaluator
            ? try solution.derivedFields(problem.residualFields, of: problem) : derived.map { _ in [] }
        var writer = try FieldSeriesWriter(folder: folder.path, options: seriesOptions)
        var snapshots: [Snapshot] = []
        for (index, snapshot) in solution.snapshots.enumerated() {
            var complete = snapshot
            complete.fields += derived[index] + residuals[index] + deviations(solution, index)
            complete.fields += try companions(of: snapshot, reference: reference?[index])
            snapshots.append(try onOutputGrid(complete).withoutFixedAxes)
            try writer.append(snapshots[index])
        }
        var files = try writer.finish()
        let probes = try ProbeTable(problem: problem, solution: solution)
        if let table = probes.table {
            try table.write(to: folder.path + "/probes.csv")
            files.append("probes.csv")
        }
        if try writeWeights(of: solution) { files.append(StoredRun.weightsName) }
        return Written(files: files, remarks: Self.remarks(derived), probes: probes.finalIntegrals, snapshots: snapshots)
    }

    /// `<name>_std` beside each unknown, of methods that have standard deviations.
    private func deviations(_ solution: Solution, _ index: Int) -> [Field] {
        guard index < solution.deviations.count else { return [] }
        return solution.deviations[index].fields.map { field in
            var spread = field
            spread.name = field.name + "_std"
            spread.componentNames = field.isVector ? field.componentNames : [spread.name]
            return spread
        }
    }

    /// Writes what `evaluate` restores a trial function from.
    /// - Returns: false for solutions that are none.
    private func writeWeights(of solution: Solution) throws -> Bool {
        guard let stored = (solution.evaluator as? any StorableEvaluator)?.stored else { return false }
        let stamp = ["method": solution.method, "problem": hash, "version": Version.text]
        let file = WeightsFile(tensors: stored.tensors, metadata: stored.description.merging(stamp) { $1 })
        try file.write(to: folder.path + "/" + StoredRun.weightsName)
        return true
    }

    /// Derived fields that are NaN or infinite somewhere, by name.
    private static func remarks(_ derived: [[Field]]) -> [String] {
        var counts: [(name: String, count: Int)] = []
        for field in derived.joined() {
            let size = field.grid.count
            let broken = field.values.withUnsafeBufferPointer { values in
                values.indices.count { !values[$0].isFinite && field.grid.isInside($0 % size) }
            }
            guard broken > 0 else { continue }
            if let index = counts.firstIndex(where: { $0.name == field.name }) {
                counts[index].count += broken
            } else {
                counts.append((field.name, broken))
            }
        }
        return counts.map { "the output field '\($0.name)' is not a finite number at \($0.count) grid points" }
    }

    private var seriesOptions: FieldSeriesOptions {
        let provenance = ["tool": "ansatz \(Version.text)", "run": FilePath(folder.path).name, "problem": hash]
        return FieldSeriesOptions(
            vtk: VTKOptions(
                format: problem.output.vtk.flatMap(VTKOptions.Format.init) ?? .byGrid, encoding: options.vtkEncoding,
                isCompressed: options.compress, isSinglePrecision: options.single, provenance: provenance),
            writesVTK: problem.output.vtk != "none")
    }

    private func companions(of snapshot: Snapshot, reference: Snapshot?) throws -> [Field] {
        guard let reference else { return [] }
        return try snapshot.fields.flatMap { field -> [Field] in
            guard let known = reference.field(named: field.name) else { return [] }
            // One grid for all fields of a file: NaN where the reference does not reach.
            var trusted = try known.resampled(to: field.grid).placed(on: field.grid)
            trusted.name = field.name + (problem.exact.isEmpty ? "_reference" : "_exact")
            trusted.componentNames = field.isVector ? field.componentNames : [trusted.name]
            var error = try field.subtracting(trusted)
            error.name = field.name + "_error"
            error.componentNames = field.isVector ? field.componentNames : [error.name]
            return [trusted, error]
        }
    }

    /// The snapshot on the equally spaced grid that `output.grid` asks for, or as it is. `output.vtk: vti` alone asks for
    /// as many points as the method used.
    private func onOutputGrid(_ snapshot: Snapshot) throws -> Snapshot {
        // Slices of many dimensions are on the grid asked for from the start.
        guard let grid = snapshot.fields.first?.grid, grid.axes.count <= 3 else { return snapshot }
        guard let counts = problem.output.grid ?? (problem.output.vtk == "vti" ? grid.shape : nil) else { return snapshot }
        let axes = zip(zip(grid.axes, problem.spaceIndices), counts).map { pair, count in
            let coordinate = problem.coordinates[pair.1]
            return coordinate.isPeriodic
                ? GridAxis.periodic(coordinate.name, from: coordinate.lower, to: coordinate.upper, count: count)
                : GridAxis.uniform(coordinate.name, from: coordinate.lower, to: coordinate.upper, count: count)
        }
        var result = snapshot
        let target = problem.region.map { Grid(axes).masked(by: $0) } ?? Grid(axes)
        result.fields = try snapshot.fields.map { try $0.resampled(to: target) }
        return result
    }
}
