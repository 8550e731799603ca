import Discretization
import Expressions
import NumericsCore
import Problems

/// Evaluates expressions on a padded grid and returns the Fourier coefficients of the results: transform the fields they hold,
/// run the program over all points at once, transform back and truncate.
package struct GridEvaluator {
    /// Where the coefficients of one field on the grid come from.
    package struct Recipe: Sendable {
        package struct Term: Sendable {
            /// False if the term takes a row of the constraint forcing instead of the state.
            package var isState: Bool
            package var row: Int
            /// [mode]; nil for 1.
            package var factor: [Complex<Double>]?

            package init(isState: Bool, row: Int, factor: [Complex<Double>]?) {
                self.isState = isState
                self.row = row
                self.factor = factor
            }
        }
        package var terms: [Term]

        package init(terms: [Term]) {
            self.terms = terms
        }
    }

    package let outputCount: Int
    private let modes: FourierModes
    private let padded: FourierModes
    private let embedding: SpectralEmbedding
    private let recipes: [Recipe]
    private let program: BatchProgram
    private var workspace: InstructionProgram.Workspace
    private let inverse: RealFourierTransform?
    private let forward: RealFourierTransform
    /// [field][padded mode…], [field][padded point…], [input][padded point…], [output][…].
    private var fieldSpectra: Tensor<Complex<Double>>
    private var fieldValues, inputs, outputs: Tensor<Double>
    private var outputSpectra: Tensor<Complex<Double>>
    private let timeRow: Int?
    /// Input fields of a family and the rows that hold them: zero until `setInputs` is called.
    package private(set) var sampledInputs: [(index: Int, derivative: MultiIndex, row: Int)] = []

    /// - Parameters:
    ///   - expressions: what is evaluated; parameters already filled in.
    ///   - axes: the problem's coordinate of each axis of the modes.
    ///   - points: counts of the padded grid.
    ///   - recipe: how each jet is made from the state.
    /// - Throws: `EvolutionError.noValue`, what `recipe` throws.
    package init(
        _ expressions: [Expression], axes: [Int], modes: FourierModes, points: [Int], problem: Problem,
        recipe: (Jet) throws -> Recipe
    ) throws {
        outputCount = expressions.count
        self.modes = modes
        padded = modes.resized(points)
        embedding = SpectralEmbedding(coarse: modes, fine: padded)
        let symbols = expressions.reduce(into: Set<Symbol>()) { $0.formUnion($1.symbols) }.sorted { "\($0)" < "\($1)" }
        let jets = symbols.compactMap { symbol -> Jet? in if case .jet(let jet) = symbol { jet } else { nil } }
        let others = symbols.filter { if case .jet = $0 { false } else { true } }
        recipes = try jets.map(recipe)
        program = BatchProgram(expressions, inputs: jets.map { .jet($0) } + others)
        workspace = program.makeWorkspace()
        inverse = jets.isEmpty ? nil : RealFourierTransform(shape: [jets.count] + points, axes: Array(1...points.count))
        forward = RealFourierTransform(shape: [expressions.count] + points, axes: Array(1...points.count))
        fieldSpectra = Tensor(shape: [jets.count] + padded.shape, repeating: Complex(0, 0))
        fieldValues = Tensor(shape: [jets.count] + points, repeating: 0)
        inputs = Tensor(shape: [symbols.count] + points, repeating: 0)
        outputs = Tensor(shape: [expressions.count] + points, repeating: 0)
        outputSpectra = Tensor(shape: [expressions.count] + padded.shape, repeating: Complex(0, 0))
        timeRow = problem.timeIndex.flatMap { time in others.firstIndex(of: .coordinate(time)).map { $0 + jets.count } }
        for (position, symbol) in others.enumerated() where jets.count + position != timeRow {
            try fillConstantRow(jets.count + position, symbol, axes, problem)
        }
    }

    /// True if nothing the expressions hold depends on the state or on time.
    package var isConstant: Bool { recipes.isEmpty && timeRow == nil }

    private mutating func fillConstantRow(
        _ row: Int, _ symbol: Symbol, _ axes: [Int], _ problem: Problem
    ) throws {
        let values: [Double]
        switch symbol {
        case .coordinate(let index):
            let axis = axes.firstIndex(of: index)!
            let positions = (0..<padded.dimension).map { padded.points(along: $0) }
            values = padded.gridValues { $0 == axis ? positions[axis] : nil }
        case .input(let index, let derivative):
            if case .family = problem.inputs[index].kind {
                sampledInputs.append((index, derivative, row))
                return
            }
            values = try problem.inputs[index].values(derivative, at: padded.pointTensor, coordinates: problem.coordinates)
        default:
            throw EvolutionError.noValue(term: Expression(.symbol(symbol)).printed(SymbolNames(problem)))
        }
        let count = padded.pointCount
        inputs.withUnsafeMutableBufferPointer { buffer in
            for point in 0..<count { buffer[row * count + point] = values[point] }
        }
    }

    /// The grid on which expressions are evaluated.
    package var evaluationModes: FourierModes { padded }

    /// Takes values [point…] of the input fields of a sample, in the order of `sampledInputs`.
    package mutating func setInputs(_ values: [Tensor<Double>]) {
        let count = padded.pointCount
        for (field, values) in zip(sampledInputs, values) {
            values.withUnsafeBufferPointer { source in
                inputs.withUnsafeMutableBufferPointer { target in
                    for point in 0..<count { target[field.row * count + point] = source[point] }
                }
            }
        }
    }

    /// Writes the coefficients of all expressions.
    /// - Parameters:
    ///   - state: [component][mode…].
    ///   - constraints: coefficients of the constraint forcing [constraint][mode…], if recipes take them.
    ///   - result: [expression][mode…].
    package mutating func evaluate(
        _ state: Tensor<Complex<Double>>, constraints: Tensor<Complex<Double>>, time: Double,
        into result: inout Tensor<Complex<Double>>
    ) {
        loadFields(state, constraints)
        if let inverse {
            inverse.inverse(&fieldSpectra, into: &fieldValues, normalised: false)
            copyFields()
        }
        if let timeRow {
            let count = padded.pointCount
            inputs.withUnsafeMutableBufferPointer { buffer in
                UnsafeMutableBufferPointer(rebasing: buffer[timeRow * count..<(timeRow + 1) * count]).update(repeating: time)
            }
        }
        program.evaluate(inputs: inputs, outputs: &outputs, workspace: &workspace)
        forward.forward(outputs, into: &outputSpectra)
        storeResult(&result)
    }

    private mutating func loadFields(_ state: Tensor<Complex<Double>>, _ constraints: Tensor<Complex<Double>>) {
        let (count, target) = (modes.storedCount, padded.storedCount)
        state.withUnsafeBufferPointer { state in
            constraints.withUnsafeBufferPointer { constraints in
                fieldSpectra.withUnsafeMutableBufferPointer { spectra in
                    for (field, recipe) in recipes.enumerated() {
                        let output = UnsafeMutableBufferPointer(rebasing: spectra[field * target..<(field + 1) * target])
                        if recipe.terms.isEmpty { output.update(repeating: Complex(0, 0)) }
                        for (index, term) in recipe.terms.enumerated() {
                            let source = term.isState ? state : constraints
                            let row = UnsafeBufferPointer(rebasing: source[term.row * count..<(term.row + 1) * count])
                            if let factor = term.factor {
                                factor.withUnsafeBufferPointer {
                                    index == 0 ? embedding.pad(row, times: $0, into: output) : embedding.add(row, times: $0, to: output)
                                }
                            } else {
                                embedding.pad(row, into: output)
                            }
                        }
                    }
                }
            }
        }
    }

    private mutating func copyFields() {
        fieldValues.withUnsafeBufferPointer { source in
            inputs.withUnsafeMutableBufferPointer { target in
                UnsafeMutableBufferPointer(rebasing: target[0..<source.count]).update(fromContentsOf: source)
            }
        }
    }

    private func storeResult(_ result: inout Tensor<Complex<Double>>) {
        let (count, source) = (modes.storedCount, padded.storedCount)
        let scale = 1 / Double(padded.pointCount)
        outputSpectra.withUnsafeBufferPointer { spectra in
            result.withUnsafeMutableBufferPointer { result in
                for output in 0..<outputCount {
                    embedding.truncate(
                        UnsafeBufferPointer(rebasing: spectra[output * source..<(output + 1) * source]), scale: scale,
                        into: UnsafeMutableBufferPointer(rebasing: result[output * count..<(output + 1) * count]))
                }
            }
        }
    }
}

extension GridEvaluator {
    /// Points per axis on which expressions are evaluated without aliasing, and whether that is exact.
    package static func rule(_ expressions: [Expression], axes: [Int], isOn: Bool) -> Dealiasing.Rule {
        guard isOn else { return .off }
        let isJet: (Symbol) -> Bool = { if case .jet = $0 { true } else { false } }
        var degree = 0
        for expression in expressions {
            guard let own = expression.polynomialDegree(in: isJet) else { return .unbounded }
            // A coefficient that varies in space widens the spectrum like one more factor.
            let varies = expression.contains { symbol in
                switch symbol {
                case .coordinate(let index): axes.contains(index)
                case .input: true
                default: false
                }
            }
            degree = max(degree, own + (varies ? 1 : 0))
        }
        return .polynomial(degree: degree)
    }
}
