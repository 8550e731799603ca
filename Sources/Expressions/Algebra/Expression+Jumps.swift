extension Expression {
    /// Whether a choice or a function with steps occurs: values may then jump from place to place.
    public var hasJumps: Bool {
        switch kind {
        case .choice: true
        case .call(let function, let arguments): [.step, .sign, .floor].contains(function) || arguments.contains(where: \.hasJumps)
        case .sum(let parts), .product(let parts): parts.contains(where: \.hasJumps)
        case .power(let base, let exponent): base.hasJumps || exponent.hasJumps
        case .constant, .symbol: false
        }
    }
}
