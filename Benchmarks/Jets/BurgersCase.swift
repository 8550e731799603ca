import Expressions
import NumericsCore
import Problems
import TrialFunctions

/// The residual u_t + u u_x - nu u_xx of a perceptron at random points, chunk by chunk on several threads.
final class BurgersCase: @unchecked Sendable {
    let network: Perceptron
    let parameters: Tensor<Double>
    let points: Tensor<Double>
    let gradients: SharedMatrix
    private let layout: JetLayout
    private let chunk: Int
    private let threads: Int
    private var tapes: [any JetTape]
    /// With derivatives to second order along a direction in the parameters.
    private let directionTapes: [any JetTape]
    private var cotangents: [Tensor<Double>]
    private(set) var losses: [Double]
    private(set) var jacobian: SharedMatrix?

    init(hidden: [Int], activation: JetActivation = .tanh, pointCount: Int, chunk: Int, threads: Int, needsJacobian: Bool = false) {
        network = Perceptron(
            inputMap: InputMap([.interval(from: -1, to: 1), .interval(from: 0, to: 1)]), hidden: hidden, activation: activation)
        var stream = RandomStream(seed: 1, name: "benchmark")
        parameters = network.initialParameters(from: &stream)
        points = Tensor(shape: [2, pointCount], elements: (0..<2 * pointCount).map { _ in stream.uniform() })
        layout = JetLayout(coordinateCount: 2, derivatives: [MultiIndex([2]), MultiIndex([0, 1])])
        self.chunk = chunk
        self.threads = threads
        tapes = (0..<threads).map { [network, layout] _ in network.makeTape(layout: layout, capacity: chunk) }
        directionTapes = (0..<threads).map { [network, layout] _ in
            network.makeTape(layout: layout, capacity: chunk, directionOrder: 2)
        }
        cotangents = tapes.map { [layout] in Tensor(shape: [1, layout.count, $0.capacity], repeating: 0) }
        losses = Array(repeating: 0, count: threads)
        gradients = SharedMatrix(rowCount: threads, columnCount: network.parameterCount)
        if needsJacobian { jacobian = SharedMatrix(rowCount: network.parameterCount, columnCount: pointCount) }
    }

    private var pointCount: Int { points.shape[1] }

    /// Each thread has its own contiguous chunks.
    private func forEachChunk(_ pool: ThreadPool, _ body: @escaping @Sendable (Int, Range<Int>) -> Void) {
        let (chunks, count, size, threads) = ((pointCount + chunk - 1) / chunk, pointCount, chunk, threads)
        pool.forEach(threads) { worker in
            for place in chunks * worker / threads..<chunks * (worker + 1) / threads {
                body(worker, place * size..<min(count, (place + 1) * size))
            }
        }
    }

    func forward(_ pool: ThreadPool) {
        forEachChunk(pool) { [self] worker, range in
            tapes[worker].forward(parameters: parameters, direction: nil, points: points, range: range)
        }
    }

    func forwardAlongDirection(_ pool: ThreadPool) {
        forEachChunk(pool) { [self] worker, range in
            directionTapes[worker].forward(parameters: parameters, direction: parameters, points: points, range: range)
        }
    }

    func lossAndGradient(_ pool: ThreadPool) {
        gradients.clear()
        for worker in losses.indices { losses[worker] = 0 }
        forEachChunk(pool) { [self] worker, range in
            tapes[worker].forward(parameters: parameters, direction: nil, points: points, range: range)
            losses[worker] += residual(worker, range.count, scaled: true)
            tapes[worker].pullback(cotangents: cotangents[worker], gradients: gradients, row: worker)
        }
    }

    func linearize(_ pool: ThreadPool) {
        forEachChunk(pool) { [self] worker, range in
            tapes[worker].forward(parameters: parameters, direction: nil, points: points, range: range)
            _ = residual(worker, range.count, scaled: false)
            tapes[worker].jacobian(
                cotangents: cotangents[worker], jacobian: jacobian!, firstParameter: 0, firstRow: range.lowerBound, adding: false)
        }
    }

    /// Half the mean square of the residual; leaves its derivatives by the jets, times the residual if `scaled`.
    private func residual(_ worker: Int, _ count: Int, scaled: Bool) -> Double {
        let (capacity, nu) = (tapes[worker].capacity, 0.01 / Double.pi)
        let channels = [MultiIndex.none, MultiIndex([1]), MultiIndex([0, 1]), MultiIndex([2])].map { layout.channel(of: $0)! * capacity }
        var sum = 0.0
        let (n, jets) = (Double(pointCount), tapes[worker].jets)
        jets.withUnsafeBufferPointer { u in
            cotangents[worker].withUnsafeMutableBufferPointer { bar in
                for i in 0..<count {
                    let (value, slope) = (u[channels[0] + i], u[channels[1] + i])
                    let r = u[channels[2] + i] + value * slope - nu * u[channels[3] + i]
                    let scale = scaled ? r / n : 1
                    sum += 0.5 * r * r / n
                    bar[channels[0] + i] = scale * slope
                    bar[channels[1] + i] = scale * value
                    bar[channels[2] + i] = scale
                    bar[channels[3] + i] = -nu * scale
                }
            }
        }
        return sum
    }
}
