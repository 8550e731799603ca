import Expressions
import Fields

extension Problem {
    /// Values of the parameters that are inputs, in their order.
    public var inputValues: [Double] { parameters.filter(\.isInput).map(\.value) }

    /// The problem over all values of its parameters that are inputs: these become coordinates behind the others, in their order. The same problem
    /// where there are none.
    public var parametric: Problem {
        let varied = parameters.indices.filter { parameters[$0].isInput }
        guard !varied.isEmpty else { return self }
        var places: [Int: Int] = [:]
        var whole = self
        for index in varied {
            places[index] = whole.coordinates.count
            let range = parameters[index].range ?? parameters[index].value...parameters[index].value
            whole.coordinates.append(Coordinate(parameters[index].name, from: range.lowerBound, to: range.upperBound))
            whole.parameters[index].isInput = false
        }
        func replacement(_ symbol: Symbol) -> Expression? {
            guard case .parameter(let index) = symbol, let place = places[index] else { return nil }
            return .symbol(.coordinate(place))
        }
        func varying(_ expression: Expression) -> Expression { expression.substituting(replacement) }
        for index in equations.indices {
            whole.equations[index].residual = varying(equations[index].residual)
            whole.equations[index].divergence = nil
        }
        for index in conditions.indices {
            whole.conditions[index].residual = varying(conditions[index].residual)
            whole.conditions[index].extent = conditions[index].extent?.substituting(replacement)
        }
        whole.exact = exact.mapValues(varying)
        whole.enrichment = enrichment.map(varying)
        return whole
    }
}
