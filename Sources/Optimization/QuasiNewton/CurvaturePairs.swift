import NumericsCore

/// The last pairs s = θ_new - θ, y = g_new - g, and the inverse Hessian they stand for.
struct CurvaturePairs: Sendable {
    /// How many are kept at most.
    let memory: Int
    /// Entries of a vector.
    let count: Int
    private var steps: [Tensor<Double>] = []
    private var changes: [Tensor<Double>] = []
    /// Place of the oldest pair, once all places are taken.
    private var oldest = 0

    init(memory: Int, count: Int) {
        (self.memory, self.count) = (memory, count)
    }

    var isEmpty: Bool { steps.isEmpty }

    mutating func removeAll() {
        steps.removeAll()
        changes.removeAll()
        oldest = 0
    }

    /// Keeps a pair, unless its curvature yᵀ s is not positive.
    mutating func append(step: Tensor<Double>, gradientChange: Tensor<Double>) {
        guard LinearAlgebra.dot(step, gradientChange) > 0 else { return }
        if steps.count < memory {
            // Copies: the memory of the arguments is written to again.
            steps.append(Tensor(shape: [count], repeating: 0))
            changes.append(Tensor(shape: [count], repeating: 0))
            LinearAlgebra.copy(step, to: &steps[steps.count - 1])
            LinearAlgebra.copy(gradientChange, to: &changes[changes.count - 1])
            return
        }
        LinearAlgebra.copy(step, to: &steps[oldest])
        LinearAlgebra.copy(gradientChange, to: &changes[oldest])
        oldest = (oldest + 1) % memory
    }

    /// Overwrites `vector` with H times it: the two loops of Nocedal (1980), from H = (sᵀ y / yᵀ y) I of the newest pair.
    func multiply(_ vector: inout Tensor<Double>) {
        let places = steps.indices.map { (oldest + $0) % steps.count }
        guard let newest = places.last else { return }
        var factors: [Double] = []
        for place in places.reversed() {
            let factor = LinearAlgebra.dot(steps[place], vector) / LinearAlgebra.dot(steps[place], changes[place])
            LinearAlgebra.addScaled(-factor, changes[place], to: &vector)
            factors.append(factor)
        }
        let scale =
            LinearAlgebra.dot(steps[newest], changes[newest]) / LinearAlgebra.dot(changes[newest], changes[newest])
        LinearAlgebra.scale(scale, &vector)
        for (place, factor) in zip(places, factors.reversed()) {
            let change = LinearAlgebra.dot(changes[place], vector) / LinearAlgebra.dot(steps[place], changes[place])
            LinearAlgebra.addScaled(factor - change, steps[place], to: &vector)
        }
    }

    func write(to checkpoint: inout Checkpoint) {
        checkpoint.integers["memory"] = memory
        checkpoint.integers["vector length"] = count
        checkpoint.integers["pairs"] = steps.count
        checkpoint.integers["oldest"] = oldest
        for index in steps.indices {
            checkpoint.tensors["step \(index)"] = steps[index]
            checkpoint.tensors["gradient change \(index)"] = changes[index]
        }
    }

    init?(_ checkpoint: Checkpoint) {
        guard let memory = checkpoint.integers["memory"], let count = checkpoint.integers["vector length"],
            let pairs = checkpoint.integers["pairs"], let oldest = checkpoint.integers["oldest"]
        else { return nil }
        self.init(memory: memory, count: count)
        self.oldest = oldest
        for index in 0..<pairs {
            guard let step = checkpoint.tensors["step \(index)"],
                let change = checkpoint.tensors["gradient change \(index)"], step.count == count, change.count == count
            else { return nil }
            steps.append(step)
            changes.append(change)
        }
    }
}
