// Measures jets of networks: loss and gradient, Jacobian rows, beside the rate of multiply-adds of the machine.
// swift run -c release JetBenchmarks [threads]
// As one side of the comparison in Benchmarks/peers:
// swift run -c release JetBenchmarks peers FOLDER
import Foundation
import NumericsCore

if CommandLine.arguments.dropFirst().first == "peers" {
    try PeerCase.run(folder: CommandLine.arguments[2], ThreadPool(threads: 2))
    exit(0)
}

let threads = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 2
let pool = ThreadPool(threads: threads)
print("\(InstructionSet.best), \(threads) threads")
GradientBenchmark.run(pool)
print("")
JacobianBenchmark.run(pool)
SmallBenchmark.run()
