import Foundation
import NumericsCore

extension PointRule {
    /// Trials for each point asked for before a shape counts as too thin.
    private static let patience = 100_000

    /// Points spread over a shape: those points of the rule over its bounding box that lie inside, in their order, so that
    /// sequences of low discrepancy keep it. A grid gives about as many as asked for, the others exactly as many.
    /// - Returns: [point][coordinate].
    /// - Throws: `PointRuleError`.
    public func points(
        _ count: Int, in shape: Shape, using stream: inout RandomStream
    ) throws(PointRuleError) -> Tensor<Double> {
        guard let bounds = shape.boundingBox else { throw .unbounded }
        let found: [[Double]]
        switch self {
        case .grid: found = try Self.lattice(count, shape, bounds)
        case .latinHypercube: found = try Self.hypercube(count, shape, bounds, using: &stream)
        default: found = try sequence(count, shape, bounds, using: &stream)
        }
        return Tensor(shape: [found.count, bounds.dimension], elements: found.flatMap { $0 })
    }

    private func sequence(
        _ count: Int, _ shape: Shape, _ bounds: ShapeBounds, using stream: inout RandomStream
    ) throws(PointRuleError) -> [[Double]] {
        guard !bounds.isEmpty, var source = PointSequence(self, dimension: bounds.dimension, using: &stream) else {
            throw .tooThin(found: 0, trials: 0)
        }
        var found: [[Double]] = []
        var trials = 0
        while found.count < count {
            guard trials < Self.patience * (found.count + 1) else { throw .tooThin(found: found.count, trials: trials) }
            let point = bounds.scaled(source.next(using: &stream))
            if shape.contains(point) { found.append(point) }
            trials += 1
        }
        return found
    }

    /// The share of the box that a shape fills, by a fixed sequence.
    static func fraction(of shape: Shape, in bounds: ShapeBounds) throws(PointRuleError) -> Double {
        var stream = RandomStream(seed: 0, name: "share of a shape")
        let trial = PointRule.halton(isScrambled: false).points(4096, in: bounds, using: &stream)
        let inside = shape.contains(trial).count { $0 }
        if inside == 0 { throw .tooThin(found: 0, trials: 4096) }
        return Double(inside) / 4096
    }

    /// A hypercube over the box, larger by the share that lies outside; drawn anew with a larger one if too few lie inside.
    private static func hypercube(
        _ count: Int, _ shape: Shape, _ bounds: ShapeBounds, using stream: inout RandomStream
    ) throws(PointRuleError) -> [[Double]] {
        var size = (Double(count) / (try fraction(of: shape, in: bounds))).rounded(.up)
        for _ in 0..<20 {
            let points = hypercube(Int(size), bounds.dimension, using: &stream).map(bounds.scaled).filter { shape.contains($0) }
            if points.count >= count { return Array(points.prefix(count)) }
            size = (1.1 * size + 1).rounded(.up)
        }
        throw .tooThin(found: 0, trials: Int(size))
    }

    private static func lattice(_ count: Int, _ shape: Shape, _ bounds: ShapeBounds) throws(PointRuleError) -> [[Double]] {
        let share = try fraction(of: shape, in: bounds)
        let side = pow(share * bounds.volume / Double(max(count, 1)), 1 / Double(bounds.dimension))
        let counts = zip(bounds.lower, bounds.upper).map { max(1, Int((($1 - $0) / side).rounded())) }
        return lattice(counts).map(bounds.scaled).filter { shape.contains($0) }
    }
}
