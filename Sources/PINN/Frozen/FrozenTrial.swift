import NumericsCore
import Problems
import Solving
import TimeIntegration

/// Reads what a run of this method stored: a basis, the settings that steps depend on, and coefficients at the times of its frames.
struct FrozenTrial {
    let stored: StoredTrial
    let equations: FrozenEquations

    init(_ stored: StoredTrial, _ problem: Problem) throws {
        self.stored = stored
        equations = try FrozenEquations(problem)
    }

    static let kindKey = "basis"

    /// What every run stores besides its basis and coefficients.
    static func description(_ kind: String, tolerance: Double, refines: Bool, largestCount: Int) -> [String: String] {
        [kindKey: kind, "tolerance": "\(tolerance)", "refine": "\(refines)", "max-modes": "\(largestCount)"]
    }

    /// Settings that steps between stored times take.
    func settings(_ more: [String: Settings.Value] = [:]) throws -> FrozenSettings {
        guard let tolerance = Double(try stored.text("tolerance")), let largest = Int(try stored.text("max-modes")) else {
            throw StoredTrialError.unknown(key: "tolerance", value: stored.description["tolerance"])
        }
        let own: [String: Settings.Value] = [
            "tolerance": .number(tolerance), "max-modes": .integer(largest), "refine": .flag(try stored.text("refine") == "true"),
        ]
        return FrozenSettings(Settings(own.merging(more) { $1 }, schema: FrozenBasisSolver.schema))
    }

    /// A tensor of any shape of a rank.
    func tensor(_ name: String, rank: Int) throws -> Tensor<Double> {
        guard let tensor = stored.tensors[name], tensor.shape.count == rank else {
            throw StoredTrialError.tensor(name: name, expected: [], found: stored.tensors[name]?.shape)
        }
        return tensor
    }

    /// Coefficients of the singular functions, [function][component].
    func singular() throws -> [[Double]] {
        guard stored.tensors["singular"] != nil else { return [] }
        let table = try tensor("singular", rank: 2)
        return (0..<table.shape[0]).map { row in (0..<table.shape[1]).map { table[row, $0] } }
    }

    static func singular(_ known: KnownPart) -> [String: Tensor<Double>] {
        guard let first = known.coefficients.first else { return [:] }
        return ["singular": Tensor(shape: [known.coefficients.count, first.count], elements: known.coefficients.flatMap { $0 })]
    }

    /// A run with the stored basis, and the frames it had.
    func run() throws -> (run: any FrozenRun, frames: [FrozenFrame]) {
        let forcing = ForcingProfile(equations.problem, equations.form)
        let times = try tensor("times", rank: 1).elements
        let kind = try stored.text(Self.kindKey)
        switch kind {
        case PeriodicRun.kind: return try PeriodicRun.restored(self, times: times, forcing: forcing)
        case WindowRun.kind: return try WindowRun.restored(self, times: times, forcing: forcing)
        case TensorRun.kind: return try TensorRun.restored(self, times: times, forcing: forcing)
        default: throw StoredTrialError.unknown(key: Self.kindKey, value: kind)
        }
    }

    /// Frames at the output times of the problem: those that were stored, and between them the equation integrated from the one before.
    func frames() throws -> [FrozenFrame] {
        let (run, known) = try run()
        let wanted = equations.problem.outputTimes.map { $0 ?? equations.times[0] }
        var found: [Double: FrozenFrame] = [:]
        for time in Set(wanted).sorted() {
            if let own = known.first(where: { $0.time == time }) {
                found[time] = own
                continue
            }
            let before = (known + found.values).filter { $0.time < time }.max { $0.time < $1.time }
            guard let before else { throw StoredTrialError.unknown(key: "time", value: "\(time)") }
            found[time] = try run.frame(at: time, from: before)
        }
        return wanted.map { found[$0]! }
    }
}

extension FrozenBasisSolver: TrialSolver {
    public static func evaluator(from stored: StoredTrial, for problem: Problem) throws -> any SolutionEvaluator {
        let trial = try FrozenTrial(stored, problem)
        return FrozenEvaluator(equations: trial.equations, frames: try trial.frames(), stored: stored)
    }
}
