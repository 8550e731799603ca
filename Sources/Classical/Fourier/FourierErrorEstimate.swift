import Discretization
import NumericsCore
import Problems
import Solving

/// Differences between two runs, unknown by unknown, over all output times together.
struct FourierErrorEstimate {
    private var squares, reference, maxima: [Double]
    private let problem: Problem
    private let modes: FourierModes

    init(problem: Problem, modes: FourierModes) {
        self.problem = problem
        self.modes = modes
        squares = Array(repeating: 0, count: problem.unknowns.count)
        (reference, maxima) = (squares, squares)
    }

    /// Adds one output time.
    mutating func add(_ fine: FourierRun.Frame, _ coarse: FourierRun.Frame) {
        let first = fine.modes.moved(fine.coefficients, to: modes)
        let second = coarse.modes.moved(coarse.coefficients, to: modes)
        let count = modes.storedCount
        for (index, unknown) in problem.unknowns.enumerated() {
            for component in unknown.components {
                let differences = (0..<count).map { first[component * count + $0] - second[component * count + $0] }
                let values = modes.gridValues(of: Tensor(differences)).elements
                maxima[index] = max(maxima[index], values.map(abs).max() ?? 0)
                let scale = 1 / Double(values.count)
                squares[index] += values.reduce(0) { $0 + $1 * $1 } * scale
                let own = modes.gridValues(of: Tensor((0..<count).map { first[component * count + $0] })).elements
                reference[index] += own.reduce(0) { $0 + $1 * $1 } * scale
            }
        }
    }

    /// Adds the reference norm of a time at which the answer is given, not computed.
    mutating func addExact(_ frame: FourierRun.Frame) {
        let (kept, largest) = (squares, maxima)
        add(frame, frame)
        (squares, maxima) = (kept, largest)
    }

    /// The estimates by name of unknown.
    func estimates(basis: String) -> [String: ErrorEstimate] {
        Dictionary(uniqueKeysWithValues: problem.unknowns.enumerated().map { index, unknown in
            let norm = reference[index].squareRoot()
            let difference = squares[index].squareRoot()
            // Where the step is exact both runs round alike: no difference between them means round-off, not none.
            let roundOff = norm * Double.ulpOfOne
            return (unknown.name, ErrorEstimate(
                relativeL2: norm > 0 ? max(difference, roundOff) / norm : difference, maximum: max(maxima[index], roundOff),
                basis: basis))
        })
    }
}
