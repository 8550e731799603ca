import NumericsCore

/// The ways compared.
enum PoissonCases {
    static func all(side: Int, planning: TransformPlanning) -> [(String, any PoissonCase)] {
        [
            ("plan in two dimensions", PlainPoisson(side: side, planning: planning)),
            ("fused columns", FusedPoisson(side: side, planning: planning)),
        ]
    }
}
