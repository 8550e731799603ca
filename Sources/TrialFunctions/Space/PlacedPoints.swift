import Expressions
import NumericsCore
import Problems

/// A trial space at a fixed set of points: what of its jets does not depend on the parameters.
public struct PlacedPoints: Sendable {
    /// Number of points.
    public let count: Int
    /// Images of the points under the symmetries, each [coordinate][point].
    let images: [Tensor<Double>]
    /// Jets of the factors, [chunk][component][channel][capacity]; nil in a plain space.
    let factors: Tensor<Double>?
    /// Jets of the offsets, the same shape.
    let offsets: Tensor<Double>?

    /// - Parameters:
    ///   - points: [coordinate][point].
    ///   - capacity: points of a chunk; chunks start at multiples of it.
    public init(_ space: TrialSpace, points: Tensor<Double>, layout: JetLayout, capacity: Int) {
        count = points.shape.count == 2 ? points.shape[1] : 0
        images = space.images(of: points)
        if space.forms.allSatisfy(\.isPlain) {
            factors = nil
            offsets = nil
        } else {
            factors = Self.jets(space.forms.map(\.factor), points, layout, capacity, space.problem)
            offsets = Self.jets(space.forms.map(\.offset), points, layout, capacity, space.problem)
        }
    }

    /// Numbers of the groups of parameters, ascending, that the components depend on at the points `range`.
    public func groups(_ space: TrialSpace, range: Range<Int>) -> [Int] {
        Set(images.flatMap { space.function.groups(at: $0, range: range) }).sorted()
    }

    /// All channels of formulas at the points, [chunk][formula][channel][capacity].
    private static func jets(
        _ formulas: [Expression], _ points: Tensor<Double>, _ layout: JetLayout, _ capacity: Int, _ problem: Problem
    ) -> Tensor<Double> {
        let rows = formulas.flatMap { formula in
            layout.channels.indices.map { channel in
                Expression.sum(layout.terms(of: channel).map { .constant($0.coefficient) * formula.derivative($0.derivative) })
            }
        }
        let inputs = problem.coordinates.indices.map { Symbol.coordinate($0) } + problem.parameters.indices.map { .parameter($0) }
        let program = BatchProgram(rows, inputs: inputs)
        var workspace = program.makeWorkspace()
        let count = points.shape[1]
        let chunks = (count + capacity - 1) / capacity
        var batch = Tensor(shape: [inputs.count, capacity], repeating: 0.0)
        var values = Tensor(shape: [rows.count, capacity], repeating: 0.0)
        var result: [Double] = []
        result.reserveCapacity(chunks * rows.count * capacity)
        for chunk in 0..<chunks {
            for (row, symbol) in inputs.enumerated() {
                for lane in 0..<capacity {
                    if case .parameter(let index) = symbol { batch[row, lane] = problem.parameters[index].value; continue }
                    batch[row, lane] = points[row, min(chunk * capacity + lane, count - 1)]
                }
            }
            program.evaluate(inputs: batch, outputs: &values, workspace: &workspace)
            result += values.elements
        }
        return Tensor(shape: [chunks, formulas.count, layout.count, capacity], elements: result)
    }
}

extension Expression {
    /// The partial derivative by coordinates.
    package func derivative(_ index: MultiIndex) -> Expression {
        index.orders.enumerated().reduce(self) { expression, axis in
            (0..<axis.element).reduce(expression) { inner, _ in inner.derivative(by: .coordinate(axis.offset)) }
        }
    }
}
