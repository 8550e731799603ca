import NumericsCore

/// A sum of trial functions, each seen through a window: u = Σ_i w_i(x) N_i(x; θ_i), Σ_i w_i = 1.
///
/// Windows are products of those along the coordinates, in row-major order; θ holds the parts' parameters in this order
/// (finite-basis physics-informed networks; Moseley, Markham and Nissen-Meyer 2023).
public struct WindowedFunction: TrialFunction {
    /// One for each coordinate.
    public let axes: [WindowAxis]
    /// One for each window.
    public let parts: [any TrialFunction]

    /// - Parameter part: makes the function of a window from the range along each coordinate in which the window is not zero.
    public init(_ axes: [WindowAxis], part: ([ClosedRange<Double>]) -> any TrialFunction) {
        self.axes = axes
        parts = (0..<axes.reduce(1) { $0 * $1.count }).map { number in
            let place = Self.place(number, axes)
            return part(axes.indices.map { axes[$0].support(place[$0]) })
        }
        precondition(parts.allSatisfy { $0.coordinateCount == axes.count && $0.outputCount == parts[0].outputCount }, "parts of one shape")
    }

    public var coordinateCount: Int { axes.count }
    public var outputCount: Int { parts[0].outputCount }
    public var parameterCount: Int { parts.reduce(0) { $0 + $1.parameterCount } }

    public func initialParameters(from stream: inout RandomStream) -> Tensor<Double> {
        Tensor(parts.flatMap { $0.initialParameters(from: &stream).elements })
    }

    public func makeTape(layout: JetLayout, capacity: Int, directionOrder: Int) -> any JetTape {
        WindowedTape(self, layout: layout, capacity: capacity, directionOrder: directionOrder)
    }

    /// The window along each coordinate.
    static func place(_ number: Int, _ axes: [WindowAxis]) -> [Int] {
        var (rest, place) = (number, [Int](repeating: 0, count: axes.count))
        for axis in axes.indices.reversed() { (rest, place[axis]) = (rest / axes[axis].count, rest % axes[axis].count) }
        return place
    }
}
