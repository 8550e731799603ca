import Ansatz
import FieldFiles
import Foundation

/// Generates the data set of one loaded problem.
struct GenerateSession {
    let loaded: LoadedProblem
    let options: GenerateOptions
    let people: Terminal

    private var problem: Problem { loaded.problem }

    /// - Throws: `GenerateError`, `FamilyError`, `SolverError`, `MethodChoice.Refusal`, errors of files.
    func run() throws -> GenerateReport {
        guard let request = problem.dataset else { throw GenerateError.noDataset }
        let method = try method()
        let settings = loaded.settingsOfMethods[method.name] ?? Settings(schema: method.schema)
        let folder = PartialFolder(output: options.output, shard: options.shard)
        try checkPlace(folder)
        let generator = try FamilyGenerator(
            problem, solver: method.init(settings: settings), settings: settings, seed: options.seed, threads: options.threadCount)
        if !generator.isPrepared { people.writeLine("\(method.name) solves each sample as a problem of its own, which takes longer") }
        let points = request.solvePoints(problem.spaceIndices.map { problem.coordinates[$0] })
        let unused = generator.isPrepared ? (method as? any FamilySolver.Type)?.gridSettings ?? [] : []
        let recipe = Recipe(
            loaded, method: method.name, settings: settings.values.filter { !unused.contains($0.key) }, seed: generator.seed,
            points: points)
        let samples = request.samples
        let numbers = Dictionary(uniqueKeysWithValues: samples.enumerated().map { ($1, $0) })
        func journal(_ path: String, _ access: SampleJournal.Access) throws -> SampleJournal {
            try SampleJournal(
                path: path, identity: recipe.text, numbers: numbers, valueCount: generator.layout.valueCount, access: access)
        }
        try folder.make()
        _ = try folder.otherJournals()
        var own = try journal(folder.journal, folder.hasOwnJournal ? .extend : .create)
        var report = GenerateReport(
            problem: problem.name, method: method.name, outcome: .converged, status: .success, done: own.places.count,
            total: samples.count, solved: 0, seconds: 0, recipeHash: recipe.hash)
        try solve(samples, generator, &own, &report)
        guard report.outcome == .converged else { return report }
        // Each process looks after its last sample is stored, one at a time: the last one to look finds all of them.
        guard let lock = folder.lock(unless: { Signals.control.stopReason != nil }) else {
            if Signals.control.stopReason != nil { report.stop() }
            return report
        }
        defer { try? lock.close() }
        let journals = try [own] + folder.otherJournals().map { try journal($0, .read) }
        report.done = journals.reduce(0) { $0 + $1.places.count }
        guard report.done == samples.count else { return report }
        try assemble(generator, journals, samples, recipe, &report)
        folder.remove()
        return report
    }

    /// The method asked for, or the first listed one of this build, or the one the catalogue chooses for a sample.
    private func method() throws -> any Solver.Type {
        let single = problem.isFamily ? try problem.realized(SampleName(split: .train, index: 0)) : problem
        let listed = problem.solvers.first { SolverCatalogue.standard.method(named: $0.method) != nil }?.method
        let method = try MethodChoice(for: single, asked: options.method ?? listed ?? "auto").methods[0]
        if let refusal = MethodChoice.refusal(of: method, single, settings: loaded.settingsOfMethods[method.name]) { throw refusal }
        return method
    }

    private func checkPlace(_ folder: PartialFolder) throws {
        let manager = FileManager.default
        // A run with --force that was interrupted goes on by --resume, with the old data file still there.
        if options.resume, folder.hasOwnJournal { return }
        if options.force {
            if options.shard == .whole { folder.remove() } else { folder.removeJournal() }
            return
        }
        if manager.fileExists(atPath: options.output) { throw GenerateError.exists(path: options.output) }
        if options.resume, !manager.fileExists(atPath: folder.path) { throw GenerateError.nothingToResume(path: folder.path) }
        if !options.resume, folder.hasOwnJournal { throw GenerateError.unfinished(path: folder.path) }
    }

    private func solve(
        _ samples: [SampleName], _ generator: FamilyGenerator, _ journal: inout SampleJournal, _ report: inout GenerateReport
    ) throws {
        let own = samples.indices.filter { $0 % options.shard.count == options.shard.number - 1 }
        let before = journal.places.count
        let missing = own.filter { journal.places[$0] == nil }.map { samples[$0] }
        if before > 0 { people.writeLine("\(before) of \(own.count) samples are there") }
        var display = ProgressDisplay(terminal: people, label: "\(problem.name) \(report.method)", noun: "sample")
        let clock = ContinuousClock()
        let start = clock.now
        var solved = 0
        defer {
            display.clear()
            report.solved = solved
            report.seconds = start.duration(to: clock.now).seconds
            report.done = before + solved
        }
        report.outcome = try generator.generate(
            missing, into: &journal, control: Signals.control, timeLimit: options.maxTime.map { .seconds($0.seconds) }
        ) { done in
            solved = done
            let elapsed = start.duration(to: clock.now).seconds
            let step = StepReport(
                step: before + done, fraction: Double(done) / Double(max(missing.count, 1)), time: nil,
                quantities: [("samples/s", Double(done) / max(elapsed, 1e-9))], phase: "of \(own.count)")
            display.show(step, elapsed: elapsed)
        }
        switch report.outcome {
        case .interrupted: report.stop()
        case .timeLimit: report.status = .timeLimit
        default: report.status = .success
        }
    }

    private func assemble(
        _ generator: FamilyGenerator, _ journals: [SampleJournal], _ samples: [SampleName], _ recipe: Recipe,
        _ report: inout GenerateReport
    ) throws {
        let checked = min(options.checkSamples, samples.count)
        let assembly = DatasetAssembly(generator: generator, journals: journals, samples: samples, isSingle: options.single)
        let chosen = (0..<checked).map { $0 * samples.count / checked }
        let rejected = try chosen.map { (samples[$0], try assembly.record($0).rejected) }
        report.discretizationErrors = try generator.discretizationErrors(
            of: chosen.map { samples[$0] }, rejected: Dictionary(uniqueKeysWithValues: rejected))
        report.isEvolution = problem.timeIndex != nil
        func write(_ file: some DatasetFile) throws {
            var file = file
            let summary = try assembly.write(to: &file)
            report.summary = summary
            try file.finish(metadata(generator, summary, recipe, report))
        }
        if options.isHDF5 { try write(HDF5DatasetFile(path: options.output)) } else { try write(NumpyDatasetFile(path: options.output)) }
        report.keys = generator.layout.entries.map { ($0.key, [samples.count] + $0.shape) }
        report.file = options.output
    }

    private func metadata(
        _ generator: FamilyGenerator, _ summary: DatasetAssembly.Summary, _ recipe: Recipe, _ report: GenerateReport
    ) -> JSONValue {
        let points = problem.dataset!.solvePoints(problem.spaceIndices.map { problem.coordinates[$0] })
        return .object([
            ("format", "ansatz-dataset-1"), ("problem", .text(problem.name)), ("title", .text(problem.title)),
            ("tool", .text("ansatz \(Version.text)")), ("method", .text(report.method)),
            ("seed", .integer(Int(clamping: generator.seed))), ("recipe_hash", .text(recipe.hash)), ("recipe", .text(recipe.text)),
            ("precision", .text(options.single ? "float32" : "float64")),
            ("axes", .object(generator.layout.entries.map { ($0.key, .list(Self.axes($0, problem))) })),
            ("solve_grid", .list(points.map(JSONValue.integer))),
            ("pair_lag", JSONValue(problem.dataset?.pairLag)),
            ("residual", JSONValue(summary.residual)), ("residual_kind", .text(report.accuracyName)), ("rejected", .integer(summary.rejected)),
            ("discretization_error", [
                "what": "relative L2 difference of outputs to those at twice the resolution",
                "mean": JSONValue(report.meanError), "max": JSONValue(report.knownErrors.max()),
                "samples": .list(report.discretizationErrors.map { JSONValue($0.isNaN ? nil : $0) }),
            ]),
            ("timings", ["data": .number(summary.seconds)]),
        ])
    }

    /// Meaning of the axes of an array.
    private static func axes(_ entry: DatasetLayout.Entry, _ problem: Problem) -> [JSONValue] {
        let space = problem.spaceIndices.map { JSONValue.text(problem.coordinates[$0].name) }
        let time: [JSONValue] = entry.times.count > 1 ? [.text("t")] : []
        switch entry.content {
        case .input: return ["sample"] + space + ["channel"]
        case .parameter: return ["sample", "channel"]
        case .unknown: return ["sample"] + time + space + ["channel"]
        case .scattered: return ["sample", "point", "channel"]
        case .points: return ["sample", "point", .text("coordinate")]
        }
    }
}
