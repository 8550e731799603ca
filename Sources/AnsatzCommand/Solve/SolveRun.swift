import Ansatz
import FieldFiles
import Foundation
import Plots

/// Solves one problem by one method and leaves a run folder behind.
struct SolveRun {
    let loaded: LoadedProblem
    let method: any Solver.Type
    let options: SolveOptions
    let folder: RunFolder
    let people: Terminal
    let arguments: [String]
    let resumes: Bool
    /// Wall time already spent on reading and checking, in seconds.
    let readingSeconds: Double

    private var problem: Problem { loaded.problem }

    /// - Throws: `RunFolderError`, `CheckpointError`, `SolverError.unsupported`, errors of writing.
    func execute() throws -> SolveReport {
        let start = ContinuousClock().now
        let store = CheckpointStore(folder: folder.checkpoints, method: method.name, problemHash: loaded.hash)
        let context = SolveContext(
            seed: options.seed ?? 0, threads: options.threadCount, coarseMethods: .classical, control: Signals.control)
        let checkout = SourceCheckoutQuery(executable: CommandLine.arguments[0])
        let stepper = try makeStepper(context, store)
        let manifest = makeManifest()
        do {
            try open(manifest)
            return try execute(stepper, store, context, manifest, checkout, start: start)
        } catch {
            abandon(manifest, because: error)
            throw error
        }
    }

    /// The stepper, where the run goes on in the state of its checkpoint. Nothing is written before this is known to work,
    /// so that a run that cannot be continued is left as it was.
    private func makeStepper(_ context: SolveContext, _ store: CheckpointStore) throws -> any SolutionStepper {
        do {
            let stepper = try method.init(settings: settings).makeStepper(for: problem, context: context)
            if resumes { try resume(stepper, from: store) }
            return stepper
        } catch {
            folder.removeIfEmpty()
            throw error
        }
    }

    private func execute(
        _ stepper: any SolutionStepper, _ store: CheckpointStore, _ context: SolveContext, _ manifest: Manifest,
        _ checkout: SourceCheckoutQuery, start: ContinuousClock.Instant
    ) throws -> SolveReport {
        let clock = ContinuousClock()
        var timings = SolveTimings()
        timings.setup = readingSeconds + start.duration(to: clock.now).seconds
        let solving = clock.now
        let ending = try drive(stepper, store: options.checkpoints ? store : nil)
        timings.solve = solving.duration(to: clock.now).seconds
        var solution = try solution(of: stepper, after: ending)
        solution.outcome = ending.outcome
        if let error = ending.error { solution.notes.append(ErrorWords.sentence(error)) }
        let judge = SolutionJudge(loaded: loaded, options: options, context: context, people: people)
        let judged = try judge.judge(solution)
        timings.reference = judged.seconds
        let writer = SolutionFiles(problem: problem.taking(solution.parameters), folder: folder, options: options, hash: loaded.hash)
        var written = try writer.write(solution, reference: judged.reference)
        drawPictures(&written)
        timings.total = readingSeconds + start.duration(to: clock.now).seconds
        if ending.outcome.isSuccess { store.clear() }
        let report = makeReport(solution, judged, timings, written)
        try close(report, manifest, checkout.answer())
        return report
    }

    private var settings: Settings {
        loaded.settingsOfMethods[method.name] ?? Settings(schema: method.schema)
    }

    private func makeManifest() -> Manifest {
        var paths = problem.inputs.compactMap { input -> String? in
            if case .sampled(let path, _, _) = input.kind { path } else { nil }
        }
        paths += problem.observations.map(\.path)
        if case .file(let path) = problem.reference { paths.append(path) }
        let data = paths.compactMap { path in
            FileManager.default.contents(atPath: path).map { (path: path, digest: SHA256.hexDigest($0)) }
        }
        let bases = loaded.bases.sorted { $0.key < $1.key }.map { (path: $0.key, digest: SHA256.hexDigest($0.value.utf8)) }
        return Manifest(
            arguments: arguments, workingFolder: FileManager.default.currentDirectoryPath, start: Date(),
            seed: options.seed ?? 0, seedIsDefault: options.seed == nil, threads: options.threadCount, method: method.name,
            overrides: loaded.overrides, inputs: [(loaded.path, SHA256.hexDigest(loaded.text.utf8))] + bases + data,
            problemHash: loaded.hash, sample: loaded.sample?.description)
    }

    private func open(_ manifest: Manifest) throws {
        try folder.write(manifest.opening.pretty, to: folder.manifest)
        try folder.write(loaded.text, to: folder.problemCopy)
        try folder.write(loaded.resolvedText, to: folder.resolvedProblem)
    }

    /// Closes the manifest of a run that broke off, where the disk still takes it.
    private func abandon(_ manifest: Manifest, because error: any Error) {
        let document = manifest.failing(ErrorWords.status(error), message: ErrorWords.sentence(error), end: Date())
        try? folder.write(document.pretty, to: folder.manifest)
    }

    /// Lines of the resolved problem that differ from those of the run in the folder, at most six, without their origins.
    private var changedLines: [String] {
        let before = (try? String(contentsOfFile: folder.resolvedProblem, encoding: .utf8)) ?? ""
        func lines(_ text: String) -> [String] {
            text.split(separator: "\n").map { line in
                let value = line.range(of: "  #").map { line[..<$0.lowerBound] } ?? line
                return value.trimmingCharacters(in: .whitespaces)
            }
        }
        let (old, new) = (lines(before), lines(loaded.resolvedText))
        return Array((old.filter { !new.contains($0) }.map { "was \($0)" } + new.filter { !old.contains($0) }.map { "is \($0)" }).prefix(6))
    }

    private func resume(_ stepper: any SolutionStepper, from store: CheckpointStore) throws {
        let startsAnew = options.resume == "auto"
        var newest: Checkpoint?
        do {
            newest = try store.newest()
        } catch CheckpointError.otherProblem {
            throw CheckpointError.otherProblem(changed: changedLines)
        } catch let error as FieldFileError where startsAnew {
            people.writeLine("\(people.styled("warning", .yellow)): \(ErrorWords.sentence(error)); starting anew")
            store.clear()
        }
        if let newest {
            try stepper.restore(newest)
        } else if !startsAnew {
            throw CheckpointError.none(folder: folder.path)
        }
    }

    /// How the loop ended, with what stopped it where it ended badly.
    private struct Ending {
        var outcome: Outcome
        var error: SolverError?
    }

    /// What was reached. Where that is nothing, the reason the loop ended is the one to tell.
    private func solution(of stepper: any SolutionStepper, after ending: Ending) throws -> Solution {
        do {
            return try stepper.solution()
        } catch {
            throw ending.error ?? error
        }
    }

    private func drive(_ stepper: any SolutionStepper, store: CheckpointStore?) throws -> Ending {
        let metrics = try MetricsLog(path: folder.metrics, append: resumes)
        var observer = SolveObserver(
            label: "\(problem.name) \(method.name)", terminal: people, showsTable: options.table, metrics: metrics,
            checkpoints: store)
        let limit = options.maxTime.map { Duration.seconds($0.seconds - readingSeconds) }
        let start = ContinuousClock().now
        defer { observer.finish(stepper.report, elapsed: start.duration(to: ContinuousClock().now).seconds) }
        do {
            let outcome = try Ansatz.run(
                stepper, schedule: RunSchedule(timeLimit: limit), control: Signals.control, observer: &observer)
            return Ending(outcome: outcome)
        } catch let error as SolverError {
            // What was reached before a blow-up is kept; refusals end the run.
            guard let outcome = error.outcome else { throw error }
            return Ending(outcome: outcome, error: error)
        }
    }

    /// Pictures of fields in up to two space dimensions. What hinders them is a warning: the answer is there.
    private func drawPictures(_ written: inout SolutionFiles.Written) {
        let series = FieldSeries(written.snapshots, label: method.name, region: problem.region)
        guard options.plots, series.dimension <= 2, !series.fieldNames.isEmpty else { return }
        do {
            let title = problem.title.isEmpty ? problem.name : problem.title
            written.files += try folder.writePictures(series, title: title, threads: options.threadCount)
        } catch {
            people.writeLine("\(people.styled("warning", .yellow)): no pictures: \(ErrorWords.sentence(error))")
        }
    }

    private func makeReport(
        _ solution: Solution, _ judged: SolutionJudge.Result, _ timings: SolveTimings, _ written: SolutionFiles.Written
    ) -> SolveReport {
        let expectation = judged.expectation(of: problem, solution)
        return SolveReport(
            problem: problem.name, method: method.name, outcome: solution.outcome,
            status: status(of: solution.outcome, expectation), verdicts: judged.verdicts, timings: timings,
            notes: solution.notes + written.remarks, counts: solution.counts, parameters: solution.parameters,
            folder: folder.path, files: written.files,
            expectation: solution.outcome.isSuccess ? expectation : nil, timeCount: solution.snapshots.count,
            probes: written.probes)
    }

    private func status(of outcome: Outcome, _ expectation: ExpectationResult?) -> ExitStatus {
        switch outcome {
        case .converged: expectation?.isMet == false ? .outsideTolerance : .success
        case .notConverged: .notConverged
        case .diverged: .diverged
        case .timeLimit: .timeLimit
        case .interrupted: Signals.control.stopReason == .terminate ? .terminated : .interrupted
        }
    }

    private func close(_ report: SolveReport, _ manifest: Manifest, _ checkout: SourceCheckout?) throws {
        try folder.write(report.json.pretty, to: folder.result)
        let plain = Terminal(descriptor: 2, colour: .never, environment: [:])
        try folder.write(report.text(on: plain), to: folder.log)
        let outputs = report.files + ["result.json", "log.txt", "metrics.jsonl", "problem.yaml", "resolved.yaml"]
        let closing = manifest.closing(
            report.status, outcome: report.outcome.rawValue, end: Date(), outputs: outputs, folder: folder.path,
            checkout: checkout)
        try folder.write(closing.pretty, to: folder.manifest)
        folder.link(problem: problem.name)
    }
}
