extension Symbol {
    /// True for a component of an unknown or one of its derivatives.
    public var isJet: Bool {
        if case .jet = self { true } else { false }
    }

    /// True for jets and functionals: what changes when the unknowns do.
    public var dependsOnUnknowns: Bool {
        switch self {
        case .jet, .functional: true
        default: false
        }
    }
}
