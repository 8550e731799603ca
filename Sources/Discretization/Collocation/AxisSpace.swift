import NumericsCore

/// The values of one component along one axis: n = m + q points of the second kind in every element.
///
/// Interfaces carry two values, one from each side; neighbouring elements are tied by rows, not by shared unknowns.
public struct AxisSpace: Sendable {
    public let axis: AxisDiscretization
    /// Number of conditions q along the axis for this component; 0 on a periodic axis.
    public let conditions: Int
    /// Differentiation matrices on [-1, 1] by order [point][point]; empty on a periodic axis.
    private let derivatives: [Tensor<Double>]
    private let interpolation: (any NodeInterpolation)?

    /// - Parameter highestDerivative: the highest order that will be asked for.
    public init(axis: AxisDiscretization, conditions: Int, highestDerivative: Int) {
        precondition(conditions >= 0, "a negative number of conditions")
        precondition(!axis.isPeriodic || conditions == 0, "conditions along a periodic axis")
        self.axis = axis
        self.conditions = conditions
        let count = axis.residualPointsPerElement + conditions
        interpolation = axis.basis?.interpolation(Self.nodes(of: axis, conditions: conditions))
        derivatives =
            axis.isPeriodic || axis.basis != nil
            ? [] : ChebyshevMatrices.differentiation(points: count, highest: max(highestDerivative, conditions))
    }

    /// Number of values in an element.
    public var pointsPerElement: Int { axis.residualPointsPerElement + conditions }
    /// Number of values along the axis.
    public var count: Int { axis.elementCount * pointsPerElement }
    /// Highest order of differentiation available on an axis with elements.
    public var highestDerivative: Int { axis.isPeriodic || axis.basis != nil ? Int.max : derivatives.count - 1 }

    /// Positions of the values, ascending; interfaces occur twice.
    public var nodes: [Double] { Self.nodes(of: axis, conditions: conditions) }

    /// Positions of the values of a component with so many conditions along an axis, ascending.
    static func nodes(of axis: AxisDiscretization, conditions: Int) -> [Double] {
        if axis.isPeriodic { return axis.periodicPoints }
        let count = axis.residualPointsPerElement + conditions
        if axis.basis == nil { return axis.mapped(ChebyshevPoints.secondKind(count)) }
        // Ends are nodes where there is more than one.
        return (0..<count).map { axis.lower + (axis.upper - axis.lower) * Double($0) / Double(max(count - 1, 1)) }
    }

    /// The map from values to derivative `order` at a set of points.
    public func evaluation(at points: AxisPoints, order: Int) -> AxisOperator {
        if axis.isPeriodic { return trigonometric(at: points, order: order) }
        if let interpolation { return interpolated(by: interpolation, at: points, order: order) }
        switch points {
        case .residual:
            let resampling = ChebyshevMatrices.resampling(
                points: pointsPerElement, toFirstKind: axis.residualPointsPerElement)
            return repeated(order == 0 ? resampling : LinearAlgebra.multiply(resampling, derivatives[order]), order)
        case .nodes(let other) where other == conditions: return repeated(derivatives[order], order)
        case .nodes(let other): return repeated(toNodes(of: other, order: order), order)
        case .lower: return ends(0..<1, point: 0, order)
        case .upper: return ends(axis.elementCount - 1..<axis.elementCount, point: pointsPerElement - 1, order)
        case .interfacesFromBelow: return ends(0..<axis.elementCount - 1, point: pointsPerElement - 1, order)
        case .interfacesFromAbove: return ends(1..<axis.elementCount, point: 0, order)
        case .positions(let positions): return interpolated(at: positions, order)
        }
    }

    /// d/dx on an element is this factor times d/ds on [-1, 1], to the power of the order.
    private func factor(_ element: Int, _ order: Int) -> Double {
        (0..<order).reduce(1.0) { value, _ in value / axis.halfLength(of: element) }
    }

    /// The same reference rows in every element.
    private func repeated(_ reference: Tensor<Double>, _ order: Int) -> AxisOperator {
        let (rows, width) = (reference.shape[0], pointsPerElement)
        let factors = (0..<axis.elementCount).map { factor($0, order) }
        let entries = reference.elements
        let weights = factors.flatMap { factor in entries.map { factor * $0 } }
        return AxisOperator(
            columns: count, starts: (0..<axis.elementCount * rows).map { $0 / rows * width },
            weights: Tensor(shape: [axis.elementCount * rows, width], elements: weights),
            shared: (reference, factors))
    }

    private func toNodes(of other: Int, order: Int) -> Tensor<Double> {
        let targets = ChebyshevPoints.secondKind(axis.residualPointsPerElement + other)
        let rows = ChebyshevMatrices.interpolation(points: pointsPerElement, at: targets)
        let resampling = Tensor(shape: [targets.count, pointsPerElement], elements: rows)
        return order == 0 ? resampling : LinearAlgebra.multiply(resampling, derivatives[order])
    }

    /// One row an element: the derivative at one of its own points.
    private func ends(_ elements: Range<Int>, point: Int, _ order: Int) -> AxisOperator {
        let width = pointsPerElement
        let weights = elements.flatMap { element in
            (0..<width).map { factor(element, order) * derivatives[order][point, $0] }
        }
        return AxisOperator(
            columns: count, starts: elements.map { $0 * width },
            weights: Tensor(shape: [elements.count, width], elements: weights))
    }

    private func interpolated(at positions: [Double], _ order: Int) -> AxisOperator {
        let width = pointsPerElement
        let elements = positions.map(axis.element(containing:))
        let local = zip(positions, elements).map { position, element in
            min(max((position - axis.breaks[element]) / axis.halfLength(of: element) - 1, -1), 1)
        }
        let rows = ChebyshevMatrices.interpolation(points: width, at: local)
        var weights = Tensor(shape: [positions.count, width], elements: rows)
        if order > 0 {
            weights = LinearAlgebra.multiply(weights, derivatives[order])
            for (row, element) in elements.enumerated() {
                for k in 0..<width { weights[row, k] *= factor(element, order) }
            }
        }
        return AxisOperator(columns: count, starts: elements.map { $0 * width }, weights: weights)
    }
}
