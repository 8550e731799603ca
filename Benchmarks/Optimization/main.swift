// Measures steps of the optimizers beside the rate of multiply-adds of the machine.
// swift run -c release OptimizerBenchmarks [threads]
import NumericsCore
import Optimization

let threads = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 2
let pool = ThreadPool(threads: threads)
LinearAlgebra.setThreads(1)
print("\(InstructionSet.best), \(threads) threads")
for (parameters, rows) in [(300, 2000), (517, 2000), (1000, 4000)] { LeastSquaresBenchmark.run(parameters, rows, pool) }
print("")
SecantBenchmark.run(pool)
