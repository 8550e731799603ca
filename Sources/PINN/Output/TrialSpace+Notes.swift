import Expressions
import NumericsCore
import Problems
import TrialFunctions

extension TrialSpace {
    /// The coefficients of singular functions, for the notes of a solution.
    func coefficientNotes(_ parameters: Tensor<Double>) -> [String] {
        let names = SymbolNames(problem).components, found = coefficients(parameters)
        return (0..<enrichment.count).map { function in
            let values = found.indices.map { component in
                (found.count > 1 ? "\(names[component]) " : "") + "\(Float(found[component][function]))"
            }
            return "coefficient of singular function \(function + 1), solved for with the rest: " + values.joined(separator: ", ")
        }
    }
}
