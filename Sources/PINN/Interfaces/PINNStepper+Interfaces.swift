import NumericsCore
import Problems

extension PINNStepper {
    /// Root mean squares of what jumps where cells meet, at points that are not trained on; empty without cells.
    func jumps(_ parameters: Tensor<Double>) -> [(name: String, size: Double)] {
        let faces = Set(design.faces.map(\.name))
        return faces.isEmpty ? [] : heldOut.sizes(at: parameters, where: faces.contains)
    }

    /// The largest of them by kind of condition, for tables.
    func largestJumps() -> [(name: String, value: Double)] {
        let sizes = Dictionary(uniqueKeysWithValues: jumps(parameters).map { ($0.name, $0.size) })
        return InterfaceCondition.allCases.compactMap { condition in
            let own = design.faces.filter { $0.condition == condition }.compactMap { sizes[$0.name] }
            return own.max().map { (name: "jump of \(condition.rawValue)", value: $0) }
        }
    }

    /// A line for the notes of a run; nil without cells.
    var interfaceNote: String? {
        let sizes = jumps(answer).map { "\($0.name) \(NumberText.short($0.size))" }
        return sizes.isEmpty ? nil : "root mean square of what jumps where cells meet: " + sizes.joined(separator: "; ")
    }
}
