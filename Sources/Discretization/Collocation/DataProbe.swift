import Expressions
import NumericsCore
import Problems

/// Looks for data of the equations (sources, coefficients) so narrow that they fall between the residual points.
///
/// Such data leave no tail in the solution, and neighbouring resolutions miss them alike.
public struct DataProbe: Sendable {
    private let problem: CollocationProblem
    /// The parts of the equations that depend on coordinates and parameters alone.
    private let data: [Expression]

    /// Data missed by a discretisation.
    public struct Finding: Sendable {
        /// The elements along each axis that hold them [axis].
        public var elements: [Set<Int>]
        /// A position where they differ most from what the points see.
        public var position: [Double]
    }

    public init(_ problem: CollocationProblem) {
        self.problem = problem
        var found: [Expression] = []
        for part in problem.equations.flatMap(\.residual.dataParts) where !found.contains(part) { found.append(part) }
        data = found
    }

    /// Elements in which data differ grossly from the polynomial through their values at the residual points; nil if none
    /// do.
    ///
    /// Kinks, jumps and steep layers differ too, but there the values at the points show it in their last coefficients,
    /// and the tails of the solution judge. Missed are data whose values at the points look smooth.
    public func missed(by axes: [AxisDiscretization], tolerance: Double) -> Finding? {
        guard !data.isEmpty, axes.allSatisfy({ $0.residualPointsPerElement >= 4 }) else { return nil }
        let probes = axes.probePositions
        let maps = zip(axes, probes).map { $0.residualInterpolation(at: $1) }
        let elements = zip(axes, probes).map { axis, own in own.map(axis.residualElement) }
        var finding = Finding(elements: axes.map { _ in [] }, position: [])
        var worst = 0.0
        for expression in data {
            let sampled = values(of: expression, at: axes.map(\.residualPoints))
            let dense = values(of: expression, at: probes)
            let scale = max(sampled.largestMagnitude, dense.largestMagnitude)
            guard scale.isFinite, scale > 0 else { continue }
            let tails = tails(of: sampled, axes)
            let polynomial = maps.enumerated().reduce(sampled) { $1.element.applied(to: $0, along: $1.offset) }
            for index in 0..<dense.count {
                let difference = abs(dense[index] - polynomial[index])
                guard difference > tolerance.squareRoot() * scale else { continue }
                let place = Self.indices(index, dense.shape)
                let own = axes.indices.map { elements[$0][place[$0]] }
                guard axes.indices.allSatisfy({ difference > 1000 * tails[$0][own[$0]] }) else { continue }
                for axis in axes.indices { finding.elements[axis].insert(own[axis]) }
                if difference <= worst * scale { continue }
                worst = difference / scale
                finding.position = axes.indices.map { probes[$0][place[$0]] }
            }
        }
        return finding.position.isEmpty ? nil : finding
    }

    /// Largest of the last coefficients [axis][element] over all lines.
    private func tails(of values: Tensor<Double>, _ axes: [AxisDiscretization]) -> [[Double]] {
        axes.enumerated().map { index, axis in
            let result = axis.residualTails().applied(to: values, along: index)
            let inner = result.shape[(index + 1)...].reduce(1, *)
            let height = result.shape[index] / axis.elementCount
            var largest = [Double](repeating: 0, count: axis.elementCount)
            for position in 0..<result.count {
                let element = position / inner % result.shape[index] / height
                largest[element] = max(largest[element], abs(result[position]))
            }
            return largest
        }
    }

    private func values(of expression: Expression, at positions: [[Double]]) -> Tensor<Double> {
        let symbols = expression.symbols.sorted { "\($0)" < "\($1)" }
        let shape = positions.map(\.count)
        let count = shape.reduce(1, *)
        var inputs = Tensor(shape: [symbols.count, count], repeating: 0.0)
        inputs.withUnsafeMutableBufferPointer { inputs in
            for (row, symbol) in symbols.enumerated() {
                if case .coordinate(let index) = symbol, let axis = problem.spaceIndices.firstIndex(of: index) {
                    let inner = shape[(axis + 1)...].reduce(1, *)
                    for point in 0..<count { inputs[row * count + point] = positions[axis][point / inner % shape[axis]] }
                } else if case .parameter(let index) = symbol {
                    for point in 0..<count { inputs[row * count + point] = problem.parameters[index] }
                }
            }
        }
        let program = BatchProgram([expression], inputs: symbols)
        var outputs = Tensor(shape: [1, count], repeating: 0.0)
        var workspace = program.makeWorkspace()
        program.evaluate(inputs: inputs, outputs: &outputs, workspace: &workspace)
        return Tensor(shape: shape, elements: outputs.elements)
    }

    private static func indices(_ index: Int, _ shape: [Int]) -> [Int] {
        var rest = index
        var result = shape
        for axis in shape.indices.reversed() {
            result[axis] = rest % shape[axis]
            rest /= shape[axis]
        }
        return result
    }
}

extension AxisOperator {
    /// The operator along one axis of a tensor.
    fileprivate func applied(to values: Tensor<Double>, along axis: Int) -> Tensor<Double> {
        var shape = values.shape
        let outer = shape[..<axis].reduce(1, *)
        let inner = shape[(axis + 1)...].reduce(1, *)
        shape[axis] = rows
        var result = Tensor(shape: shape, repeating: 0.0)
        apply(values, outer: outer, inner: inner, into: &result)
        return result
    }
}
