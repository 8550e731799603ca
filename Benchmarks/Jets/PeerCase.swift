import FieldFiles
import Fields
import Foundation
import NumericsCore
import TrialFunctions

/// Our side of the comparison in `peers`: leaves the case in a folder and evaluates when asked.
enum PeerCase {
    private static let hidden = [50, 50, 50, 50]
    private static let pointCount = 10_000

    /// What the comparison prints beside the times.
    private struct Answer: Encodable {
        var points = pointCount
        var hidden = PeerCase.hidden
        var threads: Int
        var instructions: String
        /// Floating-point operations of an evaluation.
        var products: Double
        /// Operations a second.
        var peak: Double
    }

    /// Reads from standard input how often to evaluate and answers with the seconds of each evaluation, until the input ends.
    static func run(folder: String, _ pool: ThreadPool) throws {
        let work = BurgersCase(hidden: hidden, pointCount: pointCount, chunk: 64, threads: pool.threads)
        work.lossAndGradient(pool)
        try write(work, to: folder)
        let products = GradientBenchmark.operations(hidden, points: pointCount)
        try answer(
            Answer(
                threads: pool.threads, instructions: "\(InstructionSet.best)", products: products, peak: GradientBenchmark.peakRate(pool)))
        let clock = ContinuousClock()
        while let line = readLine(), let count = Int(line) {
            try answer((0..<count).map { _ in
                let time = clock.measure { work.lossAndGradient(pool) }.components
                return Double(time.seconds) + Double(time.attoseconds) * 1e-18
            })
        }
    }

    private static func answer(_ value: some Encodable) throws {
        print(String(decoding: try JSONEncoder().encode(value), as: UTF8.self))
        fflush(nil)
    }

    private static func write(_ work: BurgersCase, to folder: String) throws {
        var gradient = Tensor(shape: [work.network.parameterCount], repeating: 0.0)
        work.gradients.sumOfRows(into: &gradient)
        // The coordinates of the points lie in [0, 1]².
        var members = [
            (key: "points", array: NumpyArray(work.points)), (key: "gradient", array: NumpyArray(gradient)),
            (key: "loss", array: NumpyArray(Tensor([work.losses.reduce(0, +)]))),
        ]
        var start = 0
        for tensor in work.network.parameterTensors {
            let elements = Array(work.parameters.elements[start..<start + tensor.count])
            members.append((key: tensor.name, array: NumpyArray(Tensor(shape: tensor.shape, elements: elements))))
            start += tensor.count
        }
        try NumpyArchive.write(members, to: folder + "/case.npz")
    }
}
