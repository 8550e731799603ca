import Foundation
import NumericsCore

extension RandomFeatures {
    /// Steps tanh(w · (s - c)) with w uniform in a box |w_i| <= R_i and centres c uniform in the domain (Dong and Li 2021).
    ///
    /// Coordinates in `embedded` enter by cosine and sine, so that every step repeats with the range; both get the slope R_i.
    /// - Parameter slopes: R, in units of half ranges.
    public static func steps(
        count: Int, slopes: [Double], frame: CoordinateFrame, embedded: Set<Int> = [], using stream: inout RandomStream
    ) -> RandomFeatures {
        precondition(slopes.count == frame.count, "one slope for each coordinate")
        var rows: [[Double]] = []
        var phases: [Double] = []
        for _ in 0..<count {
            var (row, phase) = ([Double](), 0.0)
            for coordinate in frame.centres.indices {
                let isEmbedded = embedded.contains(coordinate)
                let angle = Double.pi * stream.uniform(from: -1, to: 1)
                let centre = isEmbedded ? [cos(angle), sin(angle)] : [angle / Double.pi]
                for value in centre {
                    let weight = stream.uniform(from: -slopes[coordinate], to: slopes[coordinate])
                    row.append(weight)
                    phase -= weight * value
                }
            }
            rows.append(row)
            phases.append(phase)
        }
        return RandomFeatures(
            .tanh, frame: frame, weights: transposed(rows, width: frame.count + embedded.count), phases: Tensor(phases),
            embedded: embedded)
    }

    /// Steps between pairs of points, more of them where a guess of the solution is steep (Bolager et al. 2023, "SWIM").
    ///
    /// w = log 3 · (b - a) / |b - a|², and b such that tanh is -1/2 at a and 1/2 at b. A pair is drawn with a probability
    /// in proportion to |u(b) - u(a)| / |b - a|, among a few random pairs for each feature.
    /// - Parameters:
    ///   - candidates: points [coordinate][point].
    ///   - guess: values of the guess there, [point]; constant guesses give uniform pairs.
    public static func steps(
        count: Int, between candidates: Tensor<Double>, guess: Tensor<Double>, frame: CoordinateFrame, using stream: inout RandomStream
    ) -> RandomFeatures {
        let total = candidates.shape[1]
        precondition(total == guess.count && total >= 2, "a value at each of at least two points")
        let scaled = (0..<total).map { point in
            frame.centres.indices.map { (candidates[$0, point] - frame.centres[$0]) / frame.halfWidths[$0] }
        }
        var rows: [[Double]] = []
        var phases: [Double] = []
        while rows.count < count {
            let pairs = (0..<pairsPerFeature).map { _ in pair(total, using: &stream) }
            let gaps = pairs.map { pair in zip(scaled[pair.0], scaled[pair.1]).reduce(0) { $0 + ($1.1 - $1.0) * ($1.1 - $1.0) } }
            let steepness = zip(pairs, gaps).map { pair, gap in
                gap > 0 ? abs(guess[pair.1] - guess[pair.0]) / gap.squareRoot() + 1e-12 : 0
            }
            guard let chosen = draw(steepness, using: &stream) else { continue }
            let (from, to) = pairs[chosen]
            let row = zip(scaled[from], scaled[to]).map { log(3) * ($1 - $0) / gaps[chosen] }
            rows.append(row)
            phases.append(-zip(row, scaled[from]).reduce(0) { $0 + $1.0 * $1.1 } - log(3) / 2)
        }
        return RandomFeatures(.tanh, frame: frame, weights: transposed(rows, width: frame.count), phases: Tensor(phases))
    }

    /// Steps tanh(w (s - c)) on a line, each placed at the left point of a random pair of nodes and about as wide as the pair.
    ///
    /// Nodes that crowd towards a layer give steep steps there and gentle ones everywhere.
    /// - Parameters:
    ///   - nodes: where steps may stand, in the coordinate itself.
    ///   - sharpness: w times the distance of the pair, uniform in this range.
    ///   - smallestGap: pairs closer than this count as this far apart, in the coordinate itself.
    public static func gradedSteps(
        count: Int, nodes: [Double], sharpness: ClosedRange<Double>, smallestGap: Double, frame: CoordinateFrame,
        using stream: inout RandomStream
    ) -> RandomFeatures {
        precondition(frame.count == 1 && nodes.count >= 2 && smallestGap > 0, "a line with at least two nodes")
        var weights: [Double] = []
        var phases: [Double] = []
        for _ in 0..<count {
            let (first, second) = pair(nodes.count, using: &stream)
            let gap = max(abs(nodes[second] - nodes[first]), smallestGap)
            let slope = stream.uniform(from: sharpness.lowerBound, to: sharpness.upperBound) / gap * frame.halfWidths[0]
            weights.append(slope)
            phases.append(-slope * (min(nodes[first], nodes[second]) - frame.centres[0]) / frame.halfWidths[0])
        }
        return RandomFeatures(
            .tanh, frame: frame, weights: Tensor(shape: [1, count], elements: weights), phases: Tensor(phases))
    }

    /// Enough to prefer steep pairs by an order of magnitude, few enough that flat regions keep some.
    private static let pairsPerFeature = 16

    /// Two different numbers below `total`.
    private static func pair(_ total: Int, using stream: inout RandomStream) -> (Int, Int) {
        let first = Int.random(in: 0..<total, using: &stream)
        let second = Int.random(in: 0..<total - 1, using: &stream)
        return (first, second < first ? second : second + 1)
    }

    /// An index drawn in proportion to the weights; nil if all are zero.
    private static func draw(_ weights: [Double], using stream: inout RandomStream) -> Int? {
        var rest = stream.uniform() * weights.reduce(0, +)
        guard rest >= 0, weights.contains(where: { $0 > 0 }) else { return nil }
        for (index, weight) in weights.enumerated() where weight > 0 {
            rest -= weight
            if rest <= 0 { return index }
        }
        return weights.lastIndex { $0 > 0 }
    }
}
