import Expressions
import NumericsCore
import Problems
import Solving

/// Tells by values whether two formulas of a problem are the same.
///
/// Terms are compared one by one, and only what has no partner then as a whole, each in units of its own size: a narrow bump shows
/// by its tails wherever these do not underflow, however small they are beside other terms. A term without any value other than
/// zero at the points has not been tested, and the formulas then count as different.
struct SymmetryProbe {
    private let problem: Problem
    /// [coordinate][point]
    private let points: Tensor<Double>

    /// Differences of a point that are rounding, in units of the terms there: arguments of functions are rounded too, and
    /// values near their zeros amplify that.
    private static let relative = 1e-9
    /// The same in units of the largest terms at any point.
    private static let absolute = 1e-14
    /// Beyond this number of terms pairs are not looked for.
    private static let mostPairs = 10_000

    init(_ problem: Problem) {
        self.problem = problem
        points = ProbePoints.all(of: problem)
    }

    /// Whether two formulas have the same values.
    func agrees(_ first: Expression, _ second: Expression) -> Bool {
        var left = first.terms, right = second.terms
        removeEqual(&left, &right)
        if left.isEmpty && right.isEmpty { return true }
        guard let values = values(of: left + right) else { return false }
        var rest = Array(values.indices)
        if left.count * right.count <= Self.mostPairs {
            for index in left.indices {
                let partner = rest.first { $0 >= left.count && isSame([values[index]], [values[$0]]) }
                if let partner { rest.removeAll { $0 == index || $0 == partner } }
            }
        }
        return isSame(rest.filter { $0 < left.count }.map { values[$0] }, rest.filter { $0 >= left.count }.map { values[$0] })
    }

    private func removeEqual(_ left: inout [Expression], _ right: inout [Expression]) {
        left.removeAll { term in
            guard let partner = right.firstIndex(of: term) else { return false }
            right.remove(at: partner)
            return true
        }
    }

    /// Whether two sums of terms [term][point] agree, and all terms can be seen.
    private func isSame(_ left: [[Double]], _ right: [[Double]]) -> Bool {
        let all = left + right
        guard all.allSatisfy({ row in row.contains { $0 != 0 && $0.isFinite } }) else { return false }
        let count = points.shape[1]
        let sizes = (0..<count).map { point in all.reduce(0) { $0 + abs($1[point]) } }
        let largest = sizes.filter(\.isFinite).max() ?? 0
        for point in 0..<count where sizes[point].isFinite {
            let difference = left.reduce(0) { $0 + $1[point] } - right.reduce(0) { $0 + $1[point] }
            if abs(difference) > Self.relative * sizes[point] + Self.absolute * largest { return false }
        }
        return true
    }

    /// Values [formula][point], with random values of the unknowns and their derivatives; nil if something else occurs.
    private func values(of formulas: [Expression]) -> [[Double]]? {
        let symbols = formulas.reduce(into: Set<Symbol>()) { $0.formUnion($1.symbols) }.sorted { "\($0)" < "\($1)" }
        let count = points.shape[1]
        var stream = RandomStream(seed: 0, name: "symmetry.jets")
        var inputs: [Double] = []
        for symbol in symbols {
            switch symbol {
            case .coordinate(let index): inputs += (0..<count).map { points[index, $0] }
            case .parameter(let index): inputs += Array(repeating: problem.parameters[index].value, count: count)
            case .jet: inputs += (0..<count).map { _ in stream.uniform(from: -1, to: 1) }
            default: return nil
            }
        }
        let program = BatchProgram(formulas, inputs: symbols)
        var outputs = Tensor(shape: [formulas.count, count], repeating: 0.0)
        var workspace = program.makeWorkspace()
        program.evaluate(inputs: Tensor(shape: [symbols.count, count], elements: inputs), outputs: &outputs, workspace: &workspace)
        return formulas.indices.map { row in Array(outputs.elements[row * count..<(row + 1) * count]) }
    }
}
