import Expressions
import NumericsCore

/// What the data of conditions on the sides of a box add to a component: the part of u that unknowns cannot make.
///
/// With Z, L of each axis and P = Z Zᵀ, in two dimensions A = Z Q Zᵀ + L D₁ + P D₂ Lᵀ meets C A = D₁ and A Cᵀ = D₂ where the data agree in the corners.
final class TensorLift {
    /// The conditions with data on both sides of an axis.
    private final class Part {
        let axis: Int
        private let program: BatchProgram
        private var workspace: InstructionProgram.Workspace
        /// [coordinates…, t][face point]
        private var inputs: Tensor<Double>
        /// [condition][face point]
        private var values: Tensor<Double>
        /// The same with the conditions in the place of the axis.
        private(set) var arranged: Tensor<Double>
        /// Points before and behind the axis.
        let outer, inner: Int

        init(axis: Int, data: [Expression], symbols: [Symbol], inputs: Tensor<Double>, outer: Int, inner: Int) {
            self.axis = axis
            self.inputs = inputs
            (self.outer, self.inner) = (outer, inner)
            program = BatchProgram(data, inputs: symbols)
            workspace = program.makeWorkspace()
            values = Tensor(shape: [data.count, outer * inner], repeating: 0)
            arranged = Tensor(shape: [outer * data.count * inner], repeating: 0)
        }

        func evaluate(_ time: Double) {
            let (row, conditions) = (inputs.shape[0] - 1, values.shape[0])
            for point in 0..<inputs.shape[1] { inputs[row, point] = time }
            program.evaluate(inputs: inputs, outputs: &values, workspace: &workspace)
            for before in 0..<outer {
                for condition in 0..<conditions {
                    for behind in 0..<inner {
                        arranged[(before * conditions + condition) * inner + behind] = values[condition, before * inner + behind]
                    }
                }
            }
        }
    }

    private var parts: [Part] = []
    private let component: Int

    /// - Parameter isRate: whether the data's derivatives in time are meant.
    init(_ equations: FrozenEquations, _ axes: [TensorAxis], component: Int, isRate: Bool = false) {
        self.component = component
        for (axis, own) in axes.enumerated() {
            let conditions = equations.sides(axis: axis, component: component)
            let data = own.constraints[component].driven.map { index -> Expression in
                isRate ? conditions[index].data.derivative(by: .coordinate(equations.time)).simplified() : conditions[index].data
            }
            if data.isEmpty { continue }
            let symbols = (equations.spaces + [equations.time]).map { Symbol.coordinate($0) }
            let counts = axes.map(\.pointCount)
            let (outer, inner) = (counts[..<axis].reduce(1, *), counts[(axis + 1)...].reduce(1, *))
            var inputs = Tensor(shape: [axes.count + 1, outer * inner], repeating: 0.0)
            for (other, tensorAxis) in axes.enumerated() where other != axis {
                let stride = counts.indices.filter { $0 > other && $0 != axis }.reduce(1) { $0 * counts[$1] }
                let points = tensorAxis.layout.points
                for point in 0..<outer * inner { inputs[other, point] = points[point / stride % counts[other]] }
            }
            parts.append(Part(axis: axis, data: data, symbols: symbols, inputs: inputs, outer: outer, inner: inner))
        }
    }

    var isEmpty: Bool { parts.isEmpty }

    /// The maps from the data of each part to a derivative at the points of all axes, or to coefficients for nil.
    func products(_ axes: [TensorAxis], orders: [Int]?) -> [AxisProducts] {
        parts.map { part in
            AxisProducts(matrices: axes.indices.map { axis in
                let order = orders?[axis]
                if axis == part.axis { return axes[axis].fromData(component, order: order) }
                return axes[axis].fromValues(component, order: order, isFree: axis < part.axis)
            })
        }
    }

    /// Evaluates the data at an instant.
    func setTime(_ time: Double) {
        for part in parts { part.evaluate(time) }
    }

    /// Adds what the data add, at the instant set last, to an array from a position on.
    func add(_ products: [AxisProducts], to target: inout Tensor<Double>, at first: Int, buffers: inout AxisProducts.Buffers) {
        for (part, product) in zip(parts, products) {
            let found = product.apply(part.arranged, buffers: &buffers)
            found.withUnsafeBufferPointer { source in
                target.withUnsafeMutableBufferPointer { target in
                    for index in source.indices { target[first + index] += source[index] }
                }
            }
        }
    }
}
