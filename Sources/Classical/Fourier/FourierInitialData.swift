import Discretization
import Expressions
import NumericsCore
import Problems
import Solving

/// Initial values in Fourier space, sampled so finely that cutting the series off, not aliasing, limits their accuracy.
///
/// Data with a kink (x^2 cos(pi x) on [-1, 1] made periodic) have coefficients that fall like 1/k^2: sampled on n points they
/// alias into all modes; sampled on many more points the low modes keep their true values and only the high ones are missing.
struct FourierInitialData: Sendable {
    /// Modes of the sampling grid and coefficients [component][mode…].
    let modes: FourierModes
    let coefficients: Tensor<Complex<Double>>
    /// Root mean square of each component.
    let norms: [Double]
    /// [component][axis][m]: root mean square of all modes with |m_axis| >= m.
    private let tails: [[[Double]]]

    /// Points of the sampling grid along each axis, by dimension.
    static let samplingCounts = [1 << 15, 1 << 10, 1 << 7]

    /// - Parameter counts: points per axis that the solve starts with at most.
    init(_ equations: FourierEquations, counts: [Int], problem: Problem) throws {
        let dimension = equations.axes.count
        let sampling = counts.map { max(Self.samplingCounts[dimension - 1], Dealiasing.smoothEvenCount(atLeast: 2 * $0)) }
        let fine = FourierModes(lower: equations.lower, lengths: equations.lengths, counts: sampling)
        let values = try Self.sample(equations.initialValues, fine, equations, problem)
        var all = Tensor(shape: [equations.evolved.count] + fine.shape, repeating: Complex<Double>(0, 0))
        for component in equations.evolved.indices {
            let range = component * fine.pointCount..<(component + 1) * fine.pointCount
            let field = values.withUnsafeBufferPointer { Tensor(shape: fine.counts, elements: $0[range]) }
            fine.coefficients(of: field).withUnsafeBufferPointer { source in
                all.withUnsafeMutableBufferPointer { target in
                    for mode in source.indices { target[component * source.count + mode] = source[mode] }
                }
            }
        }
        modes = fine
        coefficients = all
        tails = Self.cumulated(all, fine, components: equations.evolved.count)
        norms = tails.map { $0[0][0] }
    }

    /// Values [expression][point] of expressions in space on the grid of some modes.
    static func sample(
        _ expressions: [Expression], _ modes: FourierModes, _ equations: FourierEquations, _ problem: Problem
    ) throws -> Tensor<Double> {
        let symbols = expressions.reduce(into: Set<Symbol>()) { $0.formUnion($1.symbols) }.sorted { "\($0)" < "\($1)" }
        let program = BatchProgram(expressions, inputs: symbols)
        var rows: [Double] = []
        for symbol in symbols {
            switch symbol {
            case .coordinate(let index) where equations.axes.contains(index):
                let axis = equations.axes.firstIndex(of: index)!
                let positions = modes.points(along: axis)
                rows += modes.gridValues { $0 == axis ? positions : nil }
            case .input(let index, let derivative):
                rows += try problem.inputs[index].values(derivative, at: modes.pointTensor, coordinates: problem.coordinates)
            default:
                throw SolverError.unsupported(
                    term: Expression(.symbol(symbol)).printed(equations.names),
                    because: "initial values must be given in the space coordinates", try: nil)
            }
        }
        var outputs = Tensor(shape: [expressions.count, modes.pointCount], repeating: 0.0)
        var workspace = program.makeWorkspace()
        program.evaluate(
            inputs: Tensor(shape: [symbols.count, modes.pointCount], elements: rows), outputs: &outputs, workspace: &workspace)
        try checkFinite(outputs, modes, equations)
        return outputs
    }

    private static func checkFinite(_ values: Tensor<Double>, _ modes: FourierModes, _ equations: FourierEquations) throws {
        guard let bad = values.withUnsafeBufferPointer({ $0.firstIndex { !$0.isFinite } }) else { return }
        var (rest, place) = (bad % modes.pointCount, [String]())
        for axis in (0..<modes.dimension).reversed() {
            let position = modes.points(along: axis)[rest % modes.counts[axis]]
            place.insert("\(equations.names.coordinates[equations.axes[axis]]) = \(position)", at: 0)
            rest /= modes.counts[axis]
        }
        let component = equations.evolved[min(bad / modes.pointCount, equations.evolved.count - 1)]
        throw SolverError.diverged(
            field: equations.names.components[component], location: place.joined(separator: ", "), step: 0,
            likelyKnob: "the given formula, which is not finite there")
    }

    private static func cumulated(
        _ coefficients: Tensor<Complex<Double>>, _ modes: FourierModes, components: Int
    ) -> [[[Double]]] {
        let weights = modes.multiplicities
        let count = modes.storedCount
        let slots = (0..<modes.dimension).map { axis in
            modes.outer(0, (0..<modes.dimension).map { other in
                modes.integers(along: other).map { other == axis ? abs($0) : 0 }
            }, +)
        }
        return (0..<components).map { component in
            (0..<modes.dimension).map { axis in
                var energy = Array(repeating: 0.0, count: modes.counts[axis] / 2 + 2)
                coefficients.withUnsafeBufferPointer { buffer in
                    for mode in 0..<count { energy[slots[axis][mode]] += weights[mode] * buffer[component * count + mode].lengthSquared }
                }
                for index in energy.indices.dropLast().reversed() { energy[index] += energy[index + 1] }
                return energy.map { $0.squareRoot() }
            }
        }
    }

    /// Root mean square of a component in the tail of `count` points along an axis and beyond.
    func tail(component: Int, axis: Int, count: Int) -> Double {
        let first = Int((Double(count / 2) * (1 - SpectralTail.tailFraction)).rounded(.up))
        let table = tails[component][axis]
        return table[min(first, table.count - 1)]
    }

    /// Coefficients [component][mode…] at a resolution.
    func truncated(to target: FourierModes) -> Tensor<Complex<Double>> {
        modes.moved(coefficients, to: target)
    }
}
