import NumericsCore

/// A function u(x; θ) of some coordinates with free parameters θ: a network, an expansion.
///
/// Derivatives are exact: Taylor jets are carried forward through the function, and cotangents of jets back to θ.
public protocol TrialFunction: Sendable {
    /// Number of coordinates x.
    var coordinateCount: Int { get }
    /// Number of values u at each point.
    var outputCount: Int { get }
    /// Number of parameters θ.
    var parameterCount: Int { get }

    /// A start for θ, [parameter], drawn from `stream`.
    func initialParameters(from stream: inout RandomStream) -> Tensor<Double>

    /// Memory of one worker for chunks of up to `capacity` points (rounded up to a multiple of 8) that carries the channels of `layout`.
    /// - Parameter directionOrder: 0, or the order (1 or 2) to which derivatives along a direction in θ are carried as well.
    func makeTape(layout: JetLayout, capacity: Int, directionOrder: Int) -> any JetTape

    /// Consecutive ranges of θ, each of a part that is zero in some of the domain; one range for functions without such parts.
    var parameterGroups: [Range<Int>] { get }

    /// Numbers of the groups, ascending, that u depends on at the points `range` of `points`, [coordinate][point].
    func groups(at points: Tensor<Double>, range: Range<Int>) -> [Int]

    /// Consecutive entries of θ in which u is affine while the others are held, such as an output layer; empty if there are none.
    var linearParameters: Range<Int> { get }

    /// The part in whose middle a point [coordinate] lies: points are best evaluated together with those of the same part.
    func home(of point: [Double]) -> Int
}

extension TrialFunction {
    public func makeTape(layout: JetLayout, capacity: Int) -> any JetTape {
        makeTape(layout: layout, capacity: capacity, directionOrder: 0)
    }

    public var parameterGroups: [Range<Int>] { [0..<parameterCount] }
    public var linearParameters: Range<Int> { 0..<0 }
    public func groups(at points: Tensor<Double>, range: Range<Int>) -> [Int] { [0] }
    public func home(of point: [Double]) -> Int { 0 }
}
