import Expressions
import Fields
import NumericsCore

/// Draws samples of one random input of a problem and prepares their evaluation.
public struct RandomInputSampler: Sendable {
    let name: String
    let index: Int
    let law: RandomInput.Law
    let coordinates: [Coordinate]
    /// Indices of the space coordinates.
    let space: [Int]
    /// The field after mean and transform, in terms of `.input(index, …)` and the space coordinates.
    let formula: Expression
    /// Points along each space coordinate on whose dual cells a field with jumps is constant.
    let nodes: [Int]
    let functions: [AxisFunctions]
    private let shape: [Int]
    private let order: ModeOrder?
    /// Scales of the coefficients of a spectral field.
    private let amplitudes: [Double]
    private let factor: KernelFactor?

    /// - Parameters:
    ///   - input: index of a random input of the problem.
    ///   - nodes: points of the data set along each space coordinate.
    /// - Throws: `FamilyError.notPositiveDefinite`.
    public init(_ problem: Problem, input: Int, nodes: [Int]) throws(FamilyError) {
        guard case .family(let recipe) = problem.inputs[input].kind else { preconditionFailure("input \(input) is not random") }
        (name, index, law, self.nodes) = (problem.inputs[input].name, input, recipe.law, nodes)
        coordinates = problem.coordinates
        space = problem.spaceIndices
        let own = space.map { problem.coordinates[$0] }
        formula = Self.formula(recipe, input, problem.parameters)
        switch recipe.law {
        case .spectral(let law):
            functions = law.boundaries.map(\.functions)
            shape = zip(functions, law.wavenumbers).map { $0.count(upTo: $1) }
            order = ModeOrder(functions, shape: shape, level: .largest)
            amplitudes = Self.amplitudes(law, functions, shape, own)
            factor = nil
        case .series(let law):
            functions = own.map { _ in law.functions.functions }
            shape = functions.map { $0.count(upTo: law.degree) }
            order = ModeOrder(functions, shape: shape, level: .total(most: law.degree))
            (amplitudes, factor) = ([], nil)
        case .kernel(let law):
            functions = own.map { _ in .cardinal }
            shape = law.nodes
            (order, amplitudes) = (nil, [])
            guard let factor = KernelFactor(law, own) else { throw .notPositiveDefinite(input: problem.inputs[input].name) }
            self.factor = factor
        case .box: (functions, shape, order, amplitudes, factor) = ([], [], nil, [], nil)
        }
    }

    /// Whether the field jumps from place to place, so that it is constant on the dual cells of the data set's nodes.
    public var hasJumps: Bool {
        if case .box = law { return true }
        return formula.hasJumps
    }

    private static func formula(_ recipe: RandomInput, _ input: Int, _ parameters: [Parameter]) -> Expression {
        let symbol = Symbol.input(input, .none)
        let field = recipe.mean.map { Expression(.symbol(symbol)) + $0 } ?? Expression(.symbol(symbol))
        let formula = recipe.transform?.substituting { $0 == symbol ? field : nil } ?? field
        return formula.substituting { symbol in
            if case .parameter(let index) = symbol { .constant(parameters[index].value) } else { nil }
        }
    }

    private static func amplitudes(
        _ law: SpectralLaw, _ functions: [AxisFunctions], _ shape: [Int], _ coordinates: [Coordinate]
    ) -> [Double] {
        let squares = functions.indices.map { axis in
            (0..<shape[axis]).map { index in
                let number = functions[axis].wavenumber(index, coordinates[axis])
                return number * number
            }
        }
        let sums = squares.reduce([0.0]) { partial, axis in partial.flatMap { left in axis.map { left + $0 } } }
        return sums.map { square in
            if square == 0, !law.keepsConstant { return 0 }
            return max(0, law.eigenvalue(square) ?? 0).squareRoot()
        }
    }

    /// One sample. The stream alone decides which.
    public func draw(_ stream: RandomStream) -> RandomDraw {
        var stream = stream
        switch law {
        case .spectral:
            var values = Array(repeating: 0.0, count: amplitudes.count)
            for position in order?.positions ?? [] {
                let number = stream.normal()
                if let position { values[position] = amplitudes[position] * number }
            }
            return .coefficients(Tensor(shape: shape, elements: values))
        case .series(let law):
            var values = Array(repeating: 0.0, count: shape.reduce(1, *))
            for position in order?.positions ?? [] {
                let number = stream.uniform(from: law.range.lowerBound, to: law.range.upperBound)
                if let position { values[position] = number }
            }
            return .coefficients(Tensor(shape: shape, elements: values))
        case .kernel:
            return .coefficients(factor!.applied(to: stream.normals(shape.reduce(1, *)).reshaped(shape)))
        case .box(let law):
            func number(_ range: ClosedRange<Double>) -> Double { stream.uniform(from: range.lowerBound, to: range.upperBound) }
            let height = number(law.height)
            let places = zip(law.centre, law.width).map { (centre: number($0), width: number($1)) }
            return .box(
                lower: places.map { $0.centre - $0.width / 2 }, upper: places.map { $0.centre + $0.width / 2 }, height: height)
        }
    }

    /// Prepares values of samples, or of a derivative of them, at the points of a grid over the space coordinates.
    public func evaluator(on grid: Grid, derivative: MultiIndex = .none) -> RandomInputEvaluator {
        RandomInputEvaluator(self, grid: grid, derivative: derivative)
    }
}

extension SpectralLaw.Boundary {
    var functions: AxisFunctions {
        switch self {
        case .periodic: .fourier
        case .neumann: .cosine
        case .dirichlet: .sine
        }
    }
}

extension SeriesLaw.Functions {
    var functions: AxisFunctions {
        switch self {
        case .polynomial: .monomial
        case .chebyshev: .chebyshev
        case .legendre: .legendre
        case .fourier: .trigonometric
        }
    }
}
