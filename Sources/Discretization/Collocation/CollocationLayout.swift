import NumericsCore

/// Where the values of every component stand in the vector of unknowns.
///
/// One space dimension: element by element, the components of an element one after the other, so that matrices are
/// banded. More: component by component, row-major over the axes, the last axis fastest. Multipliers of gauges follow.
public struct CollocationLayout: Sendable {
    /// The axes, in the problem's order; empty for a problem without space coordinates.
    public let axes: [AxisDiscretization]
    /// The space of each component along each axis [component][axis].
    public let spaces: [[AxisSpace]]
    /// Number of multipliers at the end.
    public let multiplierCount: Int
    /// First value of each component (in the first element, if one-dimensional).
    let offsets: [Int]
    /// Distance between the values of neighbouring elements along the last axis, by component.
    let elementStrides: [Int]

    /// - Parameters:
    ///   - conditions: number of conditions [component][axis].
    ///   - highestDerivatives: highest order needed along each axis.
    public init(
        axes: [AxisDiscretization], conditions: [[Int]], highestDerivatives: [Int], multiplierCount: Int = 0
    ) {
        self.axes = axes
        self.multiplierCount = multiplierCount
        let spaces = conditions.map { counts in
            axes.indices.map {
                AxisSpace(axis: axes[$0], conditions: counts[$0], highestDerivative: highestDerivatives[$0])
            }
        }
        self.spaces = spaces
        var offset = 0
        var offsets: [Int] = []
        for component in spaces {
            offsets.append(offset)
            offset += axes.count == 1 ? component[0].pointsPerElement : component.reduce(1) { $0 * $1.count }
        }
        self.offsets = offsets
        elementStrides = spaces.map { axes.count == 1 ? offset : $0.last?.pointsPerElement ?? 1 }
    }

    public var componentCount: Int { spaces.count }
    /// Number of values of all components.
    public var valueCount: Int { spaces.reduce(0) { $0 + $1.reduce(1) { $0 * $1.count } } }
    /// Number of unknowns, multipliers included.
    public var count: Int { valueCount + multiplierCount }

    /// Number of values of a component along each axis.
    public func shape(of component: Int) -> [Int] { spaces[component].map(\.count) }

    /// Position of the value of a component at a row-major position of its own grid.
    public func index(of component: Int, at position: Int) -> Int {
        guard axes.count == 1 else { return offsets[component] + position }
        let width = spaces[component][0].pointsPerElement
        return offsets[component] + position / width * elementStrides[component] + position % width
    }

    /// The values of a component, row-major over its own grid.
    public func values(of component: Int, in state: Tensor<Double>) -> Tensor<Double> {
        var values = Tensor(shape: shape(of: component), repeating: 0.0)
        gather(component, from: state, into: &values)
        return values
    }

    /// Copies the values of a component out of a state, without allocation.
    func gather(_ component: Int, from state: Tensor<Double>, into values: inout Tensor<Double>) {
        forEachRun(of: component) { start, position, count in
            state.withUnsafeBufferPointer { source in
                values.withUnsafeMutableBufferPointer { target in
                    for i in 0..<count { target[position + i] = source[start + i] }
                }
            }
        }
    }

    /// Sets the values of a component in a state.
    public func set(_ component: Int, to values: Tensor<Double>, in state: inout Tensor<Double>) {
        forEachRun(of: component) { start, position, count in
            for i in 0..<count { state[start + i] = values[position + i] }
        }
    }

    /// Consecutive stretches: position in the state, position in the component, count.
    private func forEachRun(of component: Int, _ body: (Int, Int, Int) -> Void) {
        let total = spaces[component].reduce(1) { $0 * $1.count }
        guard axes.count == 1 else { return body(offsets[component], 0, total) }
        let width = spaces[component][0].pointsPerElement
        for element in 0..<axes[0].elementCount {
            body(offsets[component] + element * elementStrides[component], element * width, width)
        }
    }
}
