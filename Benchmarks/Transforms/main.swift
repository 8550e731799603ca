// Periodic Poisson on n × n points, solve only, one core: ns per unknown of a plan in two dimensions with a separate
// division, and of the solve that fuses the division with the transforms along columns.
//
//     swift run -c release TransformBenchmarks [n] [repeats]
import NumericsCore

let side = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 2048
let repeats = CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? 7
let bandwidth = MemoryBandwidth.measure(count: side * side, repeats: repeats)
print("y ← a x + y on \(side)²: \(rounded(bandwidth)) GB/s, 24 bytes an element")

for planning in [TransformPlanning.estimate, .measure] {
    for (name, solver) in PoissonCases.all(side: side, planning: planning) {
        var solver = solver
        let seconds = Median.seconds(repeats: repeats) { solver.solve() }
        let perUnknown = seconds * 1e9 / Double(side * side)
        let limit = solver.bytesPerUnknown / bandwidth
        let fraction = Int((100 * limit / perUnknown).rounded())
        print(
            "\(planning) \(name): \(rounded(perUnknown)) ns per unknown, \(fraction) % of the bandwidth limit"
                + " \(rounded(limit)) ns, error \(solver.error)")
    }
}

func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
