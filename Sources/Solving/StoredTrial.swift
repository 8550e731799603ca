import NumericsCore
import Problems

/// A trial function as numbers and text: all that a file has to hold so that an answer can be evaluated again anywhere.
public struct StoredTrial: Sendable, Equatable {
    /// Parameters and frozen numbers by name, each with its shape.
    public var tensors: [String: Tensor<Double>]
    /// How the function is built from them: kind, architecture, what is met by construction.
    public var description: [String: String]

    public init(tensors: [String: Tensor<Double>], description: [String: String]) {
        self.tensors = tensors
        self.description = description
    }
}

/// An evaluator whose trial function can be stored.
///
/// Jets may have derivatives in time as well; they are derivatives of the trial function, not of an interpolant.
public protocol StorableEvaluator: SolutionEvaluator {
    /// What `TrialSolver.evaluator(from:for:)` needs; nil for functions that have no stored form.
    var stored: StoredTrial? { get }
}

/// A method whose answers are trial functions, which can be restored from what was stored of them.
public protocol TrialSolver: Solver {
    /// The evaluator of a stored answer, at the output times of `problem`, which need not be those it was solved for.
    /// - Throws: `StoredTrialError` when the numbers do not fit the description or the problem.
    static func evaluator(from stored: StoredTrial, for problem: Problem) throws -> any SolutionEvaluator
}

/// Why a stored trial function cannot be restored.
public enum StoredTrialError: Error, Sendable, Hashable {
    /// A text of the description is missing or not understood.
    case unknown(key: String, value: String?)
    /// A tensor is missing or has another shape; `expected` is the shape it should have.
    case tensor(name: String, expected: [Int], found: [Int]?)
}

extension StoredTrial {
    /// A text of the description.
    public func text(_ key: String) throws(StoredTrialError) -> String {
        guard let text = description[key] else { throw .unknown(key: key, value: nil) }
        return text
    }

    /// A tensor of a known shape.
    public func tensor(_ name: String, shape: [Int]) throws(StoredTrialError) -> Tensor<Double> {
        guard let tensor = tensors[name], tensor.shape == shape else {
            throw .tensor(name: name, expected: shape, found: tensors[name]?.shape)
        }
        return tensor
    }
}
