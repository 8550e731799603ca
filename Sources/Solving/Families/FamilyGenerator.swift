import Fields
import NumericsCore
import Problems

/// Solves the samples of a family, side by side on several threads.
///
/// A sample is the same whichever thread solves it, in whatever order and after whatever interruption.
public final class FamilyGenerator {
    public let problem: Problem
    public let layout: DatasetLayout
    /// Seed of all streams.
    public let seed: UInt64
    /// Whether the method was made for families, with everything prepared once; otherwise each sample is a solve of its own.
    public let isPrepared: Bool
    let sampler: FamilySampler
    let pool: ThreadPool
    private let solver: any Solver
    private let settings: Settings
    let workers: [any SampleWorker]
    let extractor: SampleExtractor

    /// Further draws for a sample that the solver cannot solve, before the generation fails.
    static let mostRejections = 4

    /// Precondition: the problem has a data set.
    /// - Throws: `FamilyError`; `SolverError` if the method does not take the problem.
    public init(_ problem: Problem, solver: any Solver, settings: Settings, seed: UInt64? = nil, threads: Int = 1) throws {
        self.problem = problem
        self.solver = solver
        self.settings = settings
        let sampler = try FamilySampler(problem, seed: seed)
        self.sampler = sampler
        self.seed = sampler.seed
        layout = DatasetLayout(problem)
        pool = ThreadPool(threads: threads)
        let made = try Self.workers(problem, solver, settings, sampler, layout, level: 1, count: pool.threads)
        (workers, isPrepared) = made
        extractor = try SampleExtractor(layout, sampler: sampler, outputGrid: made.workers[0].outputGrid)
    }

    private static func workers(
        _ problem: Problem, _ solver: any Solver, _ settings: Settings, _ sampler: FamilySampler, _ layout: DatasetLayout,
        level: Int, count: Int
    ) throws -> (workers: [any SampleWorker], isPrepared: Bool) {
        let space = problem.spaceIndices.map { problem.coordinates[$0] }
        let request = SampleRequest(
            points: problem.dataset!.solvePoints(space, level: level), times: layout.times, level: level)
        // Prepared solvers see values of random fields alone: random numbers and data of files are for the ordinary way.
        let variesByFields = problem.parameters.allSatisfy { $0.sampling == nil } && sampler.inputs.allSatisfy { $0 != nil }
        if variesByFields, let family = solver as? any FamilySolver {
            do {
                return (try (0..<count).map { _ in
                    try FamilyWorker(family.makeSampleSolver(for: problem, request: request), sampler: sampler)
                }, true)
            } catch SolverError.unsupported {
                // The samples are then solved one by one, which says what is wrong if that cannot be done either.
            }
        }
        return (try (0..<count).map { _ in
            try StepwiseWorker(solver, settings: settings, sampler: sampler, request: request, outputGrid: layout.grid)
        }, false)
    }

    /// One sample, solved and taken apart.
    /// - Parameter attempt: the only draw to try; nil for the first that can be solved.
    private static func record(
        _ sample: SampleName, attempt: Int? = nil, _ sampler: FamilySampler, _ worker: any SampleWorker, _ extractor: SampleExtractor
    ) throws -> SampleRecord {
        let clock = ContinuousClock()
        let start = clock.now
        var rejected = attempt ?? 0
        while true {
            let draw = sampler.draw(sample, attempt: rejected)
            do {
                let answer = try worker.solve(draw)
                let values = try extractor.values(sample, draw, answer)
                let duration = start.duration(to: clock.now)
                return SampleRecord(
                    sample: sample, rejected: rejected, residual: answer.residual ?? .nan,
                    seconds: duration / .seconds(1), values: values)
            } catch let error as SolverError {
                guard case .diverged = error, attempt == nil, rejected < mostRejections else { throw error }
                rejected += 1
            }
        }
    }

    /// Solves samples and hands them to a sink in batches that take about a second.
    /// - Parameters:
    ///   - samples: those still wanted, in the order in which they are stored.
    ///   - progress: called after each batch with the number of samples solved so far by this call.
    /// - Returns: how it ended; after `.interrupted` and `.timeLimit` the sink holds a part of the samples.
    /// - Throws: what a sample or the sink throws.
    public func generate(
        _ samples: [SampleName], into sink: inout some SampleSink, control: RunControl = RunControl(), timeLimit: Duration? = nil,
        progress: (Int) throws -> Void = { _ in }
    ) throws -> Outcome {
        let clock = ContinuousClock()
        let start = clock.now
        var done = 0
        var size = workers.count
        var longest = Duration.zero
        while done < samples.count {
            if control.stopReason != nil { return .interrupted }
            let before = clock.now
            if let timeLimit, start.duration(to: before) + longest >= timeLimit { return .timeLimit }
            let batch = Array(samples[done..<min(samples.count, done + size)])
            try sink.append(records(of: batch))
            done += batch.count
            let taken = before.duration(to: clock.now)
            longest = max(longest, taken)
            // Up to four times more at once, so that a first slow sample does not decide for all.
            let rate = Double(batch.count) / max(taken / .seconds(1), 1e-6)
            let wished = min(Int(rate), 4 * size, 4096) / workers.count * workers.count
            size = max(workers.count, wished)
            try progress(done)
        }
        return .converged
    }

    private func records(of batch: [SampleName]) throws -> [SampleRecord] {
        let results = ResultBox<SampleRecord>(count: batch.count)
        let (sampler, workers, extractor) = (sampler, workers, extractor)
        pool.forEachWithWorker(batch.count) { index, worker in
            results.store(Result { try Self.record(batch[index], sampler, workers[worker], extractor) }, at: index)
        }
        return try results.values()
    }

    /// Relative L2 differences of outputs to those at twice the resolution, with the nodes of the data set as points.
    ///
    /// - Parameters:
    ///   - samples: a handful.
    ///   - rejected: draws that could not be solved before the one that is stored; zero for samples it does not name.
    /// - Returns: [sample], the largest among the outputs of each; NaN where nothing is known: the method cannot be refined, or
    ///   cannot solve the sample then.
    public func discretizationErrors(of samples: [SampleName], rejected: [SampleName: Int] = [:]) throws -> [Double] {
        let unknown = samples.map { _ in Double.nan }
        let fine: [any SampleWorker]
        do {
            fine = try Self.workers(problem, solver, settings, sampler, layout, level: 2, count: pool.threads).workers
        } catch is SolverError {
            return unknown
        }
        guard fine[0].isRefined else { return unknown }
        let fineExtractor = try SampleExtractor(layout, sampler: sampler, outputGrid: fine[0].outputGrid)
        let results = ResultBox<Double>(count: samples.count)
        let (sampler, workers, extractor, layout) = (sampler, workers, extractor, layout)
        pool.forEachWithWorker(samples.count) { index, worker in
            let (sample, attempt) = (samples[index], rejected[samples[index]] ?? 0)
            results.store(Result {
                do {
                    let first = try Self.record(sample, attempt: attempt, sampler, workers[worker], extractor)
                    let second = try Self.record(sample, attempt: attempt, sampler, fine[worker], fineExtractor)
                    return layout.largestDifference(first.values, second.values)
                } catch is SolverError {
                    return .nan
                }
            }, at: index)
        }
        return try results.values()
    }
}

/// Results of the iterations of a parallel loop.
private final class ResultBox<Value: Sendable>: @unchecked Sendable {
    // Each element is written by one iteration and read after the loop.
    private let storage: UnsafeMutableBufferPointer<Result<Value, any Error>?>

    init(count: Int) {
        storage = .allocate(capacity: count)
        storage.initialize(repeating: nil)
    }

    deinit {
        storage.deinitialize()
        storage.deallocate()
    }

    func store(_ result: Result<Value, any Error>, at index: Int) { storage[index] = result }

    func values() throws -> [Value] { try storage.map { try $0!.get() } }
}

extension DatasetLayout {
    /// The largest relative L2 difference among the outputs of two records; NaN if it is not known.
    ///
    /// Points where both are NaN are outside the domain; any other NaN is an answer without a value there.
    package func largestDifference(_ first: [Double], _ second: [Double]) -> Double {
        var offset = 0
        var differences: [Double] = []
        for entry in entries {
            let range = offset..<offset + entry.count
            offset = range.upperBound
            switch entry.content {
            case .input, .parameter, .points: continue
            case .unknown, .scattered: break
            }
            let inside = range.filter { !(first[$0].isNaN && second[$0].isNaN) }
            let difference = inside.reduce(0) { $0 + (first[$1] - second[$1]) * (first[$1] - second[$1]) }
            let norm = inside.reduce(0) { $0 + second[$1] * second[$1] }
            differences.append(inside.isEmpty ? .nan : norm > 0 ? (difference / norm).squareRoot() : difference.squareRoot())
        }
        // `max` would lose a NaN.
        return differences.contains(where: \.isNaN) ? .nan : differences.max() ?? .nan
    }
}
