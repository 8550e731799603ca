import Fields
import NumericsCore
import Problems

/// Takes what a data set stores out of draws and answers.
struct SampleExtractor: Sendable {
    let layout: DatasetLayout
    private let sampler: FamilySampler
    private let problem: Problem
    /// By input of the problem: its evaluator on the nodes of the data set, if it is stored.
    private let evaluators: [Int: RandomInputEvaluator]
    private let outputGrid: Grid
    private let maps: [AxisInterpolation]

    init(_ layout: DatasetLayout, sampler: FamilySampler, outputGrid: Grid) throws {
        self.layout = layout
        self.sampler = sampler
        self.outputGrid = outputGrid
        problem = sampler.problem
        var evaluators: [Int: RandomInputEvaluator] = [:]
        for case .input(let index) in layout.entries.map(\.content) {
            guard let input = sampler.inputs[index] else {
                throw SolverError.unsupported(
                    term: problem.inputs[index].name, because: "a data set stores what varies, and data of a file do not", try: nil)
            }
            evaluators[index] = input.evaluator(on: layout.grid)
        }
        self.evaluators = evaluators
        maps = try zip(outputGrid.axes, layout.grid.axes).map { try AxisInterpolation(from: $0, to: $1.points) }
    }

    /// All arrays of a sample one after the other.
    func values(_ sample: SampleName, _ draw: FamilySampler.Draw, _ answer: SampleAnswer) throws -> [Double] {
        var points = Tensor(shape: [0, 0], repeating: 0.0)
        return try layout.entries.flatMap { entry -> [Double] in
            switch entry.content {
            case .input(let index): return evaluators[index]!.values(of: draw.inputs[index]!).elements
            case .parameter(let index): return [draw.parameters[index]]
            case .unknown(let index): return nodeValues(index, entry, answer)
            case .points:
                points = randomPoints(sample, entry)
                return points.elements
            case .scattered(let index): return try scattered(index, entry, points, answer)
            }
        }
    }

    /// Values of one component at one time on the output grid.
    private func block(_ component: Int, _ time: Int, _ answer: SampleAnswer) -> Tensor<Double> {
        let start = (time * answer.values.shape[1] + component) * outputGrid.count
        return answer.values.withUnsafeBufferPointer {
            Tensor(shape: outputGrid.shape, elements: $0[start..<start + outputGrid.count])
        }
    }

    private func timeIndices(_ entry: DatasetLayout.Entry) -> [Int] {
        entry.times.isEmpty ? [0] : entry.times.map { time in layout.times.firstIndex(of: time)! }
    }

    /// [time…][grid…][component].
    private func nodeValues(_ unknown: Int, _ entry: DatasetLayout.Entry, _ answer: SampleAnswer) -> [Double] {
        let components = problem.unknowns[unknown].components
        return timeIndices(entry).flatMap { time -> [Double] in
            let fields = components.map { component -> [Double] in
                var values = block(component, time, answer)
                for (axis, map) in maps.enumerated() where !map.isIdentity { values = map.apply(to: values, axis: axis) }
                return values.elements
            }
            return fields.count == 1 ? fields[0] : fields[0].indices.flatMap { point in fields.map { $0[point] } }
        }
    }

    /// Uniform in the box; the time is one of the output times.
    private func randomPoints(_ sample: SampleName, _ entry: DatasetLayout.Entry) -> Tensor<Double> {
        var stream = RandomStream(seed: sampler.seed, name: "\(entry.key).\(sample)")
        var rows: [Double] = []
        for _ in 0..<entry.shape[0] {
            for index in problem.spaceIndices {
                let coordinate = problem.coordinates[index]
                rows.append(stream.uniform(from: coordinate.lower, to: coordinate.upper))
            }
            if entry.times.count > 1 { rows.append(entry.times[Int(stream.uniform() * Double(entry.times.count))]) }
        }
        return Tensor(shape: entry.shape, elements: rows)
    }

    /// [point][component].
    private func scattered(
        _ unknown: Int, _ entry: DatasetLayout.Entry, _ points: Tensor<Double>, _ answer: SampleAnswer
    ) throws -> [Double] {
        let dimension = problem.spaceIndices.count
        return try (0..<points.shape[0]).flatMap { row -> [Double] in
            let place = Tensor(shape: [1, dimension], elements: (0..<dimension).map { points[row, $0] })
            let wanted = entry.times.count > 1 ? points[row, dimension] : entry.times.first
            let time = wanted.flatMap { layout.times.firstIndex(of: $0) } ?? 0
            return try problem.unknowns[unknown].components.map { component in
                let field = Field(
                    name: "u", componentNames: ["u"], isVector: false, grid: outputGrid,
                    values: block(component, time, answer).reshaped([1] + outputGrid.shape))
                return try field.values(at: place)[0, 0]
            }
        }
    }
}
