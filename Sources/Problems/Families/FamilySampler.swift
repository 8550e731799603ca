import Expressions
import Fields
import NumericsCore

/// Draws everything that is random in a family of problems, sample by sample.
public struct FamilySampler: Sendable {
    public let problem: Problem
    public let seed: UInt64
    /// Points of the data set along each space coordinate.
    public let nodes: [Int]
    /// One sampler an input of the problem; nil for data from files.
    public let inputs: [RandomInputSampler?]

    /// One draw of everything random.
    public struct Draw: Sendable {
        /// By input of the problem; nil for data from files.
        public var inputs: [RandomDraw?]
        /// By parameter of the problem: the value of this sample.
        public var parameters: [Double]
    }

    /// - Parameter seed: nil for the one of the data set.
    /// - Throws: `FamilyError`.
    public init(_ problem: Problem, seed: UInt64? = nil) throws(FamilyError) {
        guard problem.isFamily else { throw .noFamily }
        self.problem = problem
        self.seed = seed ?? problem.dataset?.seed ?? 0
        let nodes = problem.familyNodes
        var inputs: [RandomInputSampler?] = []
        for (index, field) in problem.inputs.enumerated() {
            guard case .family = field.kind else {
                inputs.append(nil)
                continue
            }
            inputs.append(try RandomInputSampler(problem, input: index, nodes: nodes))
        }
        self.nodes = nodes
        self.inputs = inputs
    }

    /// The draw of one sample.
    /// - Parameter attempt: counts further draws for the same sample, where the solver could not solve the ones before.
    public func draw(_ sample: SampleName, attempt: Int = 0) -> Draw {
        let suffix = attempt == 0 ? "\(sample)" : "\(sample).\(attempt)"
        let fields = inputs.map { input in
            input.map { $0.draw(RandomStream(seed: seed, name: "inputs.\($0.name).\(suffix)")) }
        }
        let values = problem.parameters.map { parameter -> Double in
            guard let law = parameter.sampling, let range = parameter.range else { return parameter.value }
            var stream = RandomStream(seed: seed, name: "inputs.\(parameter.name).\(suffix)")
            return law.value(at: stream.uniform(), in: range)
        }
        return Draw(inputs: fields, parameters: values)
    }

    /// Points along each space coordinate that show a field of this law between them: to about seven digits where twelve points a
    /// wave are allowed, to fewer in two and three dimensions, where the number of points is bounded.
    private func fineNodes(_ input: RandomInputSampler) -> [Int] {
        let most = [4096, 256, 64][max(0, input.space.count - 1)]
        return input.space.indices.map { axis in
            switch input.law {
            case .spectral(let law): min(most, max(65, 12 * law.wavenumbers[axis] + 1))
            case .kernel(let law): min(most, max(65, 2 * law.nodes[axis] - 1))
            case .series(let law): min(most, max(65, 12 * law.degree + 1))
            case .box: nodes[axis]
            }
        }
    }

    /// The problem at one sample: random inputs are data on a grid, random parameters numbers, so that every solver takes it.
    public func problem(at draw: Draw) -> Problem {
        var result = problem
        let space = problem.spaceIndices.map { problem.coordinates[$0] }
        for (index, value) in draw.parameters.enumerated() {
            result.parameters[index].value = value
            result.parameters[index].sampling = nil
        }
        for (index, input) in inputs.enumerated() {
            guard let input, let own = draw.inputs[index] else { continue }
            let shape = input.hasJumps ? nodes : fineNodes(input)
            let grid = Grid(zip(space, shape).map { GridAxis.nodes(of: $0, count: $1) })
            let values = input.evaluator(on: grid).values(of: own)
            result.inputs[index].kind = .sampled(path: "", shape: grid.shape, values: values.elements)
            result.inputs[index].interpolation = input.hasJumps ? .cells : .polynomial
        }
        return result
    }
}

extension Problem {
    /// Whether anything in the problem is drawn from a law.
    public var isFamily: Bool {
        parameters.contains { $0.sampling != nil } || inputs.contains { if case .family = $0.kind { true } else { false } }
    }

    /// Points along each space coordinate on which a family's fields are seen: those of the data set, else a default.
    public var familyNodes: [Int] {
        dataset?.grid ?? spaceIndices.map { _ in [129, 65, 33][max(0, min(2, spaceIndices.count - 1))] }
    }

    /// The problem at one sample of a family.
    /// - Throws: `FamilyError`.
    public func realized(_ sample: SampleName, seed: UInt64? = nil) throws(FamilyError) -> Problem {
        let sampler = try FamilySampler(self, seed: seed)
        return sampler.problem(at: sampler.draw(sample))
    }
}
