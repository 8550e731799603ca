import Ansatz
import Foundation
import ReferenceSolutions

/// Runs the built command on the problems with published targets and prints error and wall time of the whole command.
///
///     swift run -c release ProblemBenchmarks [problem …]
///
/// Times are medians over runs of the process, start-up and files included, the reference's own solve not. Errors are
/// against references that the command did not make: a formula, or a run of the library at a higher resolution.
@main
struct ProblemBenchmarks {
    static func main() throws {
        let chosen = Set(CommandLine.arguments.dropFirst())
        print("problem                 asked error   measured   asked time   median of 5   (min, max)")
        for target in Target.all where chosen.isEmpty || chosen.contains(target.problem) {
            print(try target.measured())
        }
        if chosen.isEmpty || chosen.contains("start") {
            for arguments in [["--version"], ["check", "problems/burgers.yaml"]] {
                let times = try CommandTimer.times(arguments, runs: 21)
                print("ansatz \(arguments.joined(separator: " ")): median \(Format.milliseconds(Statistics.median(times)))")
            }
        }
    }
}

/// One row of the table of targets.
struct Target {
    let problem: String
    let method: String
    let error: Double
    let seconds: Double
    let reference: ReferenceKind

    static let all = [
        Target(problem: "burgers", method: "chebyshev", error: 1e-11, seconds: 2, reference: .coleHopf(viscosity: 0.01 / .pi)),
        Target(problem: "burgers", method: "frozen", error: 1e-8, seconds: 2, reference: .coleHopf(viscosity: 0.01 / .pi)),
        Target(problem: "kdv", method: "fourier", error: 1e-9, seconds: 2, reference: .finer),
        Target(problem: "kuramoto-sivashinsky", method: "fourier", error: 1e-8, seconds: 12, reference: .finer),
        Target(problem: "allen-cahn", method: "fourier", error: 1e-6, seconds: 5, reference: .finer),
        Target(problem: "poisson-highfrequency", method: "chebyshev", error: 1e-10, seconds: 2, reference: .exact),
    ]

    func measured() throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ansatz-benchmark-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = "problems/\(problem).yaml"
        let times = try CommandTimer.times(
            ["solve", file, "--method", method, "-o", folder.path, "--force"], runs: 5)
        let error = try reference.error(ofRunIn: folder, problemFile: file, method: method)
        let columns = [
            problem.padding(toLength: 24, withPad: " ", startingAt: 0), Format.scientific(self.error), Format.scientific(error),
            "\(seconds) s", Format.milliseconds(Statistics.median(times)),
            "(\(Format.milliseconds(times.min()!)), \(Format.milliseconds(times.max()!)))",
        ]
        return columns.joined(separator: "  ")
    }
}
