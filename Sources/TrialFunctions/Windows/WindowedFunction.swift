import NumericsCore

/// A sum of trial functions, each seen through a window: u = Σ_i w_i(x) N_i(x; θ_i), Σ_i w_i = 1.
///
/// Windows are products of those along the coordinates, in row-major order; θ holds the parts' parameters in this order. With
/// overlapping windows u is smooth (finite-basis physics-informed networks; Moseley, Markham and Nissen-Meyer 2023), with cells it
/// jumps where they meet (extended ones; Jagtap and Karniadakis 2020).
public struct WindowedFunction: TrialFunction {
    /// One for each coordinate.
    public let axes: [WindowAxis]
    /// One for each window.
    public let parts: [any TrialFunction]
    /// Numbers of cells in which there is nothing of the domain: points on their rims belong to the cell on the other side.
    public let vacant: Set<Int>

    /// - Parameter part: makes the function of a window from its number and the range along each coordinate in which the window is not zero.
    public init(_ axes: [WindowAxis], vacant: Set<Int> = [], part: (Int, [ClosedRange<Double>]) throws -> any TrialFunction) rethrows {
        self.axes = axes
        self.vacant = vacant
        parts = try (0..<axes.reduce(1) { $0 * $1.count }).map { number in
            let place = Self.place(number, axes)
            return try part(number, axes.indices.map { axes[$0].support(place[$0]) })
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

    public var parameterGroups: [Range<Int>] {
        var next = 0
        return parts.map { part in
            defer { next += part.parameterCount }
            return next..<next + part.parameterCount
        }
    }

    public func groups(at points: Tensor<Double>, range: Range<Int>) -> [Int] {
        var found = Set<Int>()
        for point in range {
            let windows = windows(at: axes.indices.map { points[$0, point] })
            found.formUnion(zip(axes, windows).reduce([0]) { numbers, axis in
                numbers.flatMap { number in axis.1.map { number * axis.0.count + $0 } }
            })
        }
        return found.sorted()
    }

    public func home(of point: [Double]) -> Int {
        let windows = windows(at: point)
        return zip(axes.indices, point).reduce(0) { number, axis in
            let own = axes[axis.0]
            return number * own.count + (own.hasCells ? windows[axis.0].lowerBound : own.home(of: axis.1))
        }
    }

    /// By coordinate the windows that are not zero at a point.
    private func windows(at point: [Double]) -> [Range<Int>] {
        var present = zip(axes, point).map { $0.windows(at: $1) }
        leaveVacant(&present) { point[$0] }
        return present
    }

    /// Moves a point on the rim of a vacant cell across to a cell that is not; allocates nothing.
    func leaveVacant(_ present: inout [Range<Int>], _ coordinate: (Int) -> Double) {
        guard !vacant.isEmpty, vacant.contains(number(present)) else { return }
        for axis in axes.indices {
            guard let step = axes[axis].stepAcross(coordinate(axis), from: present[axis].lowerBound) else { continue }
            let own = present[axis]
            present[axis] = own.lowerBound + step..<own.upperBound + step
            if !vacant.contains(number(present)) { return }
            present[axis] = own
        }
    }

    private func number(_ present: [Range<Int>]) -> Int {
        var number = 0
        for axis in axes.indices { number = number * axes[axis].count + present[axis].lowerBound }
        return number
    }

    /// The window along each coordinate.
    static func place(_ number: Int, _ axes: [WindowAxis]) -> [Int] {
        var (rest, place) = (number, [Int](repeating: 0, count: axes.count))
        for axis in axes.indices.reversed() { (rest, place[axis]) = (rest / axes[axis].count, rest % axes[axis].count) }
        return place
    }
}
