import Foundation

/// Windows along one coordinate that add up to one: overlapping and smooth, or cells that meet at cuts.
///
/// Overlapping window i is w_i / Σ w_j with w = (1 + cos(π (x - m_i) / s))² for |x - m_i| < s, else 0 (Moseley, Markham and
/// Nissen-Meyer 2023). Middles m_i are those of equal cells, and 2 s is `overlap` times the length of a cell. Third derivatives are
/// continuous, fourth ones jump where a window ends. Cells are 1 inside and 0 elsewhere; a cut belongs to the cell below it.
public struct WindowAxis: Hashable, Codable, Sendable {
    public var lower: Double
    public var upper: Double
    /// Number of windows; one is the constant 1.
    public var count: Int
    /// Length of a window over that of a cell, above 1 and at most 2; 1 for cells.
    public var overlap: Double
    /// Where neighbouring cells meet, ascending; empty for overlapping windows.
    public var cuts: [Double]

    public init(from lower: Double, to upper: Double, count: Int, overlap: Double = 1.9) {
        precondition(count >= 1 && lower < upper && overlap > 1 && overlap <= 2, "windows that cover their range")
        (self.lower, self.upper, self.count, self.overlap, cuts) = (lower, upper, count, overlap, [])
    }

    /// Cells that meet at `cuts`, ascending and between the ends.
    public init(from lower: Double, to upper: Double, cuts: [Double]) {
        precondition(zip([lower] + cuts, cuts + [upper]).allSatisfy { $0 < $1 }, "cuts in order")
        (self.lower, self.upper, count, overlap, self.cuts) = (lower, upper, cuts.count + 1, 1, cuts)
    }

    /// Whether there are several cells.
    public var hasCells: Bool { !cuts.isEmpty }

    private var length: Double { (upper - lower) / Double(count) }

    /// s
    private var halfWidth: Double { 0.5 * overlap * length }

    private func middle(_ window: Int) -> Double { lower + (Double(window) + 0.5) * length }

    /// The part of the range in whose middle a window stands; together they cover the range once.
    public func cell(_ window: Int) -> ClosedRange<Double> {
        if hasCells { return support(window) }
        let end = window + 1 == count ? upper : lower + length * Double(window + 1)
        return lower + length * Double(window)...end
    }

    /// Where a window is not zero; the whole range if there is one.
    public func support(_ window: Int) -> ClosedRange<Double> {
        if count == 1 { return lower...upper }
        if hasCells { return (window == 0 ? lower : cuts[window - 1])...(window == cuts.count ? upper : cuts[window]) }
        return middle(window) - halfWidth...middle(window) + halfWidth
    }

    /// The windows that are not zero at a point of the range.
    public func windows(at x: Double) -> Range<Int> {
        if count == 1 { return 0..<1 }
        if hasCells {
            let cell = home(of: x)
            return cell..<cell + 1
        }
        let place = (x - lower) / length - 0.5
        var first = min(max(Int(place - 0.5 * overlap), 0), count - 1)
        var last = min(max(Int(place + 0.5 * overlap) + 1, 0), count - 1)
        while first < last, abs(x - middle(first)) >= halfWidth { first += 1 }
        while last > first, abs(x - middle(last)) >= halfWidth { last -= 1 }
        return first..<last + 1
    }

    /// The window whose cell a point lies in.
    public func home(of x: Double) -> Int {
        hasCells ? cuts.firstIndex { x <= $0 } ?? cuts.count : min(max(Int((x - lower) / length), 0), count - 1)
    }

    /// Where the neighbour of a cell lies across the cut that a point is on, to a few units in the last place; nil inside.
    func stepAcross(_ x: Double, from cell: Int) -> Int? {
        let slack = 16 * max(abs(lower), abs(upper)).ulp
        if cell < cuts.count, abs(x - cuts[cell]) <= slack { return 1 }
        return cell > 0 && cell <= cuts.count && abs(x - cuts[cell - 1]) <= slack ? -1 : nil
    }

    /// Derivatives of the windows that are not zero at a point, `present`, into [window][order] with orders up to `order`; the others are left.
    func derivatives(at x: Double, _ present: Range<Int>, order: Int, into result: inout [Double], _ sums: inout [Double]) {
        let stride = order + 1
        guard !hasCells && count > 1 else {
            for k in 0...order { result[present.lowerBound * stride + k] = k == 0 ? 1 : 0 }
            return
        }
        for k in 0...order { sums[k] = 0 }
        let rate = Double.pi / halfWidth
        for window in present {
            let angle = rate * (x - middle(window))
            for k in 0...order {
                let value = Self.bump(angle, rate, k)
                result[window * stride + k] = value
                sums[k] += value
            }
        }
        for window in present { Self.divide(&result, from: window * stride, by: sums, order: order) }
    }

    /// The k-th derivative by x of (1 + cos θ)² = 3/2 + 2 cos θ + cos(2θ)/2, θ growing at a rate.
    private static func bump(_ angle: Double, _ rate: Double, _ k: Int) -> Double {
        if k == 0 { return (1 + cos(angle)) * (1 + cos(angle)) }
        let turn = Double(k) * 0.5 * Double.pi
        return pow(rate, Double(k)) * (2 * cos(angle + turn) + pow(2, Double(k - 1)) * cos(2 * angle + turn))
    }

    /// Derivatives of w / S from those of w and S: q_k = (w_k - Σ_(j>0) binomial(k, j) S_j q_(k-j)) / S_0.
    private static func divide(_ w: inout [Double], from start: Int, by sums: [Double], order: Int) {
        for k in 0...order {
            var (value, binomial) = (w[start + k], 1.0)
            for j in 0..<k {
                binomial *= Double(k - j) / Double(j + 1)
                value -= binomial * sums[j + 1] * w[start + k - j - 1]
            }
            w[start + k] = value / sums[0]
        }
    }
}
