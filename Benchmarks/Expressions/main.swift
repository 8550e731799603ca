// Throughput of compiled expressions on one core: swift run -c release ExpressionBenchmarks
import Expressions
import NumericsCore

/// Median seconds of one evaluation over `repeats` groups, after a warm-up.
func secondsPerEvaluation(_ program: BatchProgram, points: Int, repeats: Int = 15) -> Double {
    var stream = RandomStream(seed: 1, name: "benchmark")
    let elements = (0..<(program.inputs.count * points)).map { _ in 0.5 + stream.uniform() }
    let inputs = Tensor(shape: [program.inputs.count, points], elements: elements)
    var outputs = Tensor(shape: [program.outputCount, points], repeating: 0.0)
    var workspace = program.makeWorkspace()
    let clock = ContinuousClock()
    var samples: [Double] = []
    for repetition in 0..<(repeats + 3) {
        let rounds = 200
        let time = clock.measure {
            for _ in 0..<rounds { program.evaluate(inputs: inputs, outputs: &outputs, workspace: &workspace) }
        }
        if repetition >= 3 { samples.append(time / .seconds(1) / Double(rounds)) }
    }
    return samples.sorted()[samples.count / 2]
}

func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
}

print("points in cache, one core; operations are + - *, a multiply-add counts two")
for points in [256, 1024] {
    for benchmark in [BenchmarkCase.burgers, .navierStokes, .polynomial] {
        let seconds = secondsPerEvaluation(benchmark.program, points: points)
        let operations = Double(benchmark.simpleOperations * points)
        let rate = operations / seconds / 1e9
        let instructions = Double(benchmark.program.instructionCount * points) / seconds / 1e9
        print(
            padded(benchmark.name, to: 40), padded("\(points) points", to: 12),
            padded("\((rate * 100).rounded() / 100) Gop/s", to: 14), "\((instructions * 100).rounded() / 100) G instructions/s")
    }
}
