// Measures how fast samples of the families in problems/ are solved, and how accurate they are.
//
// swift run -c release FamilyBenchmarks [threads] [samples] [trajectories]; run from the root of the repository. Rates are
// medians of five repeats; processor time is that of the whole process, so that other programs on the machine do not count.
// Trajectories of the Navier-Stokes family take some seconds each, and twenty times that for the error; none by default.
import Ansatz
import Foundation

struct Memory: SampleSink {
    var records: [SampleRecord] = []
    mutating func append(_ more: [SampleRecord]) throws { records += more }
}

func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}

func generator(_ name: String, threads: Int) throws -> FamilyGenerator {
    let result = ProblemFile.read(path: "problems/\(name).yaml", methods: SolverCatalogue.standard.schemas)
    guard let problem = result.problem, let request = problem.solvers.first,
        let method = SolverCatalogue.standard.method(named: request.method),
        case .settings(let settings) = request.settings(schema: method.schema, constant: ConstantText.value)
    else { throw FamilyError.noFamily }
    return try FamilyGenerator(problem, solver: method.init(settings: settings), settings: settings, threads: threads)
}

func measure(_ name: String, threads: Int, samples count: Int, repeats: Int = 5) throws {
    let generator = try generator(name, threads: threads)
    let samples = Array(generator.problem.dataset!.samples.prefix(count))
    var rates: [Double] = [], costs: [Double] = []
    var residual = 0.0
    for _ in 0..<repeats {
        var sink = Memory()
        let start = ContinuousClock().now
        let before = processorSeconds()
        _ = try generator.generate(samples, into: &sink)
        costs.append(1000 * (processorSeconds() - before) / Double(count))
        rates.append(Double(count) / (start.duration(to: ContinuousClock().now) / .seconds(1)))
        residual = sink.records.map(\.residual).max() ?? .nan
    }
    let errors = try generator.discretizationErrors(of: Array(samples.prefix(repeats)))
    print(
        "\(name): \(generator.isPrepared ? "prepared" : "one by one"), \(threads) threads, median "
            + String(format: "%.0f samples a second, %.2f ms of processor time a sample, ", rates.sorted()[repeats / 2], costs.sorted()[repeats / 2])
            + String(format: "residual %.1e, discretisation error %.1e at most", residual, errors.max() ?? .nan))
}

let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let threads = arguments.first ?? 2
let samples = arguments.dropFirst().first ?? 100
LinearAlgebra.setThreads(1)
for name in ["burgers-family", "darcy-family"] {
    do { try measure(name, threads: threads, samples: samples) } catch { print("\(name): \(error)") }
}
let trajectories = arguments.dropFirst(2).first ?? 0
if trajectories > 0 { try measure("navier-stokes-family", threads: threads, samples: trajectories, repeats: 1) }
