// Measures jets of networks: loss and gradient, Jacobian rows, beside the rate of multiply-adds of the machine.
// swift run -c release JetBenchmarks [threads]
import NumericsCore

let threads = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 2
let pool = ThreadPool(threads: threads)
print("\(InstructionSet.best), \(threads) threads")
GradientBenchmark.run(pool)
print("")
JacobianBenchmark.run(pool)
SmallBenchmark.run()
