extension LatticeMultigrid {
    /// What a solve did.
    public struct Report: Sendable, Equatable {
        /// The residual after full multigrid and after each further cycle.
        public let history: [LatticeResidual]
        /// Whether the tolerance was met.
        public let isConverged: Bool
    }

    /// Solves A u = f by full multigrid and then V-cycles until the backward error is at most `tolerance`.
    ///
    /// `right` and `values` are over all points, as for `load`; `values` return the solution. Stops early when a cycle no
    /// longer halves the residual, since rounding then allows no more.
    @discardableResult
    public func solve(
        right: Tensor<Double>, values: inout Tensor<Double>, tolerance: Double = 1e-12, cycles: Int = 40,
        compatibility: Double = 1e-10
    ) throws(MultigridError) -> Report {
        try load(right: right, values: values, compatibility: compatibility)
        fullCycle()
        var history = [residual()]
        func isConverged() -> Bool { history[history.count - 1].backwardError <= tolerance }
        while !isConverged(), history.count <= cycles {
            cycle()
            history.append(residual())
            // A cycle that does not reduce the residual meets rounding; `!(<)` stops on NaN too.
            if !(history[history.count - 1].residual < 0.5 * history[history.count - 2].residual) { break }
        }
        let report = Report(history: history, isConverged: isConverged())
        store(into: &values)
        return report
    }
}
