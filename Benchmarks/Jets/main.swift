// Measures jets of networks: loss and gradient, Jacobian rows, beside the rate of multiply-adds of the machine.
// swift run -c release JetBenchmarks
import Foundation
import NumericsCore

let threads = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 2
let pool = ThreadPool(threads: threads)
let peakOperations = 200_000_000

func peak() {
    pool.forEach(threads) { _ in
        if MultiplyAddPeak.run(operations: peakOperations).result == 0 { print("") }
    }
}

print("\(InstructionSet.best), \(threads) threads")
if CommandLine.arguments.count < 3 { for hidden in [[50, 50, 50, 50], [20, 20, 20], [12, 12, 12, 12]] {
    let widths = [2] + hidden + [1]
    let products = zip(widths.dropFirst(), widths.dropFirst(2)).reduce(0) { $0 + ($1.1 > 1 ? $1.0 * $1.1 : 0) }
    for chunk in [32, 48, 64, 96, 128] {
        let count = 10_000
        let work = BurgersCase(hidden: hidden, pointCount: count, chunk: chunk, threads: threads)
        let times = leastTimes(rounds: 15, [peak, { work.forward(pool) }, { work.lossAndGradient(pool) }])
        let rate = Double(peakOperations * threads) / times[0]
        let operations = Double(products * 4 * 2 * count)
        print(
            "\(hidden), chunk \(chunk): peak \(fixed(rate * 1e-9, 1)) GF/s; forward \(fixed(times[1] * 1e3)) ms,"
                + " \(fixed(100 * operations / times[1] / rate, 0)) %; loss and gradient \(fixed(times[2] * 1e3)) ms,"
                + " \(fixed(300 * operations / times[2] / rate, 0)) % of the peak in hidden layers alone")
    }
}
}
if CommandLine.arguments.count < 3 { for count in [2_000, 10_000] {
    let work = BurgersCase(hidden: [20, 20, 20], pointCount: count, chunk: 64, threads: threads, needsJacobian: true)
    let times = leastTimes(rounds: 11, [{ work.linearize(pool) }, { work.lossAndGradient(pool) }])
    print("Jacobian, \(count) points, \(work.network.parameterCount) parameters: \(fixed(times[0] * 1e3)) ms; gradient alone \(fixed(times[1] * 1e3)) ms")
}
}
if CommandLine.arguments.count > 2 {
    let work = BurgersCase(hidden: [12, 12, 12, 12], pointCount: 10_000, chunk: 64, threads: 1)
    for _ in 0..<700 { CommandLine.arguments[2] == "f" ? work.forward(pool) : work.lossAndGradient(pool) }
}
