import Expressions

extension Problem {
    /// The value of a coordinate or a parameter at a point [coordinate], time included; nil for other symbols.
    public func value(of symbol: Symbol, at point: [Double]) -> Double? {
        switch symbol {
        case .coordinate(let index): point[index]
        case .parameter(let index): parameters[index].value
        default: nil
        }
    }
}
