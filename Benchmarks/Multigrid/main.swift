import NumericsCore
for n in [64, 256, 1024, 4096] {
    let op = LatticeOperator(axes: [.init(cells: n, spacing: 1 / Double(n)), .init(cells: n, spacing: 1 / Double(n))])
    let mg = LatticeMultigrid(op, threads: CommandLine.arguments.count > 1 ? 2 : 1)
    let right = Tensor(shape: op.shape, repeating: 1.0)
    let values = Tensor(shape: op.shape, repeating: 0.0)
    try mg.load(right: right, values: values)
    let clock = ContinuousClock()
    var last = mg.residual().residual
    print(n, mg.levelShapes.count, last)
    for _ in 0..<5 {
        let t = clock.measure { mg.cycle() }
        let r = mg.residual().residual
        print("  cycle", Double(t.components.attoseconds) * 1e-9 / Double(n * n), "ns  factor", r / last)
        last = r
    }
    for _ in 0..<3 {
        let t = clock.measure { mg.fullCycle() }
        print("  fmg", Double(t.components.attoseconds) * 1e-9 / Double(n * n), "ns", mg.residual())
    }
}
