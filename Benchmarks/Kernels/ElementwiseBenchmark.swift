import Foundation
import NumericsCore

enum ElementwiseBenchmark {
    /// 4096 numbers in and out stay in the second-level cache.
    static let count = 4096

    static func run() {
        let variants = InstructionSet.allCases.filter(\.isAvailable)
        print("Element-wise functions, ns per element: C library, then ours for \(variants.map { "\($0)" }.joined(separator: ", "))")
        for (function, reference) in references {
            let times = measure(function, reference, variants).map { $0 / Double(count) }
            let name = "\(function)".padded(to: 6)
            let ratio = times[0] / times[times.count - 1]
            print(name + times.map { column($0) }.joined() + "   \(column(ratio, width: 5, decimals: 1)) times faster")
        }
    }

    private static let references: [(Elementwise.Function, @convention(c) (Double) -> Double)] = [
        (.tanh, { Foundation.tanh($0) }), (.exp, { Foundation.exp($0) }), (.sin, { Foundation.sin($0) }),
        (.cos, { Foundation.cos($0) }), (.log, { Foundation.log($0) }), (.erf, { Foundation.erf($0) }),
    ]

    private static func measure(
        _ function: Elementwise.Function, _ reference: @convention(c) (Double) -> Double, _ variants: [InstructionSet]
    ) -> [Double] {
        var random = RandomStream(seed: 1, name: "benchmark")
        let lower = function == .log ? 0.01 : -4.0
        let arguments = Tensor((0..<count).map { _ in random.uniform(from: lower, to: 4) })
        var results = arguments
        return arguments.withUnsafeBufferPointer { source in
            results.withUnsafeMutableBufferPointer { target in
                let library = {
                    for index in 0..<count { target[index] = reference(source[index]) }
                }
                let ours = variants.map { variant in
                    { Elementwise.apply(function, source, target, using: variant) }
                }
                return medians(rounds: 201, [library] + ours)
            }
        }
    }
}
