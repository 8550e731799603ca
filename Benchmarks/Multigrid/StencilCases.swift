import NumericsCore

/// The variable-coefficient problems, from easy to hard.
enum StencilCases {
    static func run(repeats: Int, folder: String?) throws {
        LinearAlgebra.setThreads(1)
        for (problem, cycle) in problems {
            let settings = StencilMultigrid.Settings(cycle: cycle)
            try StencilCase(problem: problem, settings: settings).run(repeats: repeats, folder: folder)
        }
        let poisson = StencilProblem("poisson-1023x1023", shape: [1023, 1023], seed: 1) { _ in 1 }
        try LatticeCase.run(poisson, repeats: repeats, folder: folder)
        // What lines cost; no other program to compare with.
        try StencilCase(problem: problems[0].0, settings: .init(smoother: .lines)).run(repeats: repeats, folder: nil)
    }

    private static var problems: [(StencilProblem, StencilMultigrid.Cycle)] {
        [
            (blocks("darcy-127x127", [127, 127], size: 9, low: 3, high: 12), .v),
            (StencilProblem("poisson-1024x1024", shape: [1024, 1024], seed: 1) { _ in 1 }, .v),
            (blocks("jumps-512x512", [512, 512], size: 16, low: 1, high: 1000), .w),
            (blocks("variable-64x64x64", [64, 64, 64], size: 4, low: 1, high: 10), .v),
        ]
    }

    private static func blocks(_ name: String, _ shape: [Int], size: Int, low: Double, high: Double) -> StencilProblem {
        StencilProblem(name, shape: shape, seed: 1, StencilProblem.blocks(shape, size: size, low: low, high: high, seed: 2))
    }
}
