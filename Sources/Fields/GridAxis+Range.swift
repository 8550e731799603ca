extension GridAxis {
    /// First end of the range.
    public var lower: Double { points[0] }

    /// Second end of the range: the last point, or the image of the first on a periodic axis.
    public var upper: Double {
        layout == .periodic ? points[0] + weights[0] * Double(count) : points[count - 1]
    }

    /// Length of the range; the period of a periodic axis.
    public var length: Double { layout == .periodic ? weights[0] * Double(count) : upper - lower }

    /// Whether interpolation on this axis converges faster than any power of the spacing for smooth functions.
    public var isSpectral: Bool {
        switch layout {
        case .chebyshev, .periodic: true
        case .uniform, .points: false
        }
    }

    /// Ranges of point indices of the elements [element]; one range for axes that have no elements.
    public var elements: [ClosedRange<Int>] {
        guard case .chebyshev(let breaks) = layout else { return [0...(count - 1)] }
        var ranges: [ClosedRange<Int>] = []
        var start = 0
        for end in breaks.dropFirst() {
            let position = index(atOrBelow: end)
            ranges.append(start...max(position, start))
            start = position
        }
        return ranges
    }

    /// Index of the last point not above `position`; 0 for positions before the first point.
    public func index(atOrBelow position: Double) -> Int {
        var (low, high) = (0, count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if points[middle] <= position { low = middle } else { high = middle }
        }
        return low
    }

    /// Whether both axes have the same name, layout and points up to `tolerance` times the length.
    public func isSame(as other: GridAxis, tolerance: Double = 1e-14) -> Bool {
        guard name == other.name, count == other.count else { return false }
        guard (layout == .periodic) == (other.layout == .periodic) else { return false }
        let bound = tolerance * max(length, abs(lower), abs(upper))
        return zip(points, other.points).allSatisfy { abs($0 - $1) <= bound }
    }
}
