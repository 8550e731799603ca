extension StencilMultigrid {
    /// result = one cycle for A x = residual from x = 0, vectors [node].
    public func apply(_ residual: Tensor<Double>, into result: inout Tensor<Double>) {
        withVectors(residual, &result) { right, x in
            cycle(settings.cycle, level: 0, x, right, fromZero: true)
        }
    }

    /// Improves x by one cycle for A x = right, vectors [node].
    public func cycle(_ right: Tensor<Double>, improving x: inout Tensor<Double>) {
        withVectors(right, &x) { right, x in cycle(settings.cycle, level: 0, x, right, fromZero: false) }
    }

    /// Full multigrid: x = an approximate solution of A x = right from the coarsest lattice up, with `cycles` cycles at every
    /// level, vectors [node]. Right sides of coarse lattices are restrictions of the given one.
    public func solveFully(_ right: Tensor<Double>, into x: inout Tensor<Double>, cycles: Int = 1) {
        withVectors(right, &x) { right, x in
            for level in 0..<levels.count - 1 {
                levels[level].restrict(level == 0 ? right : UnsafePointer(levels[level].right), to: levels[level + 1], workers)
            }
            for level in levels.indices.reversed() {
                let (solution, given) = level == 0 ? (x, right) : (levels[level].solution, UnsafePointer(levels[level].right))
                if level == levels.count - 1 {
                    solveCoarsest(solution, given)
                    continue
                }
                solution.update(repeating: 0, count: levels[level].nodeCount)
                interpolate(level: level, solution)
                // Cycles below use the coarse right sides as workspace, but those are not needed any more.
                for _ in 0..<cycles { cycle(settings.cycle, level: level, solution, given, fromZero: false) }
            }
        }
    }

    private func withVectors(
        _ right: Tensor<Double>, _ x: inout Tensor<Double>,
        _ body: (UnsafePointer<Double>, UnsafeMutablePointer<Double>) -> Void
    ) {
        let count = levels[0].nodeCount
        precondition(right.count == count && x.count == count, "vectors of \(right.count) and \(x.count) for \(count) nodes")
        right.withUnsafeBufferPointer { given in
            x.withUnsafeMutableBufferPointer { body(given.baseAddress!, $0.baseAddress!) }
        }
    }

    private func cycle(
        _ kind: Cycle, level: Int, _ x: UnsafeMutablePointer<Double>, _ right: UnsafePointer<Double>, fromZero: Bool
    ) {
        guard level + 1 < levels.count else { return solveCoarsest(x, right) }
        let (own, coarse) = (levels[level], levels[level + 1])
        own.run(stages[level].down, from: fromZero ? 0 : 1, x, right, coarse, workers)
        let (solution, given) = (coarse.solution, UnsafePointer(coarse.right))
        cycle(kind, level: level + 1, solution, given, fromZero: true)
        // Twice as many visits of half as many nodes would make every level as dear as the finest.
        let isSmall = 3 * coarse.nodeCount <= own.nodeCount
        if kind != .v && isSmall && level + 2 < levels.count {
            cycle(kind == .w ? .w : .v, level: level + 1, solution, given, fromZero: false)
        }
        own.run(stages[level].up, x, right, coarse, workers)
    }
}
