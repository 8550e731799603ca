import NumericsCore

/// Finds a step length along a direction of descent with the strong Wolfe conditions: bracketing and zooming with cubic
/// interpolation (Nocedal and Wright 2006, algorithms 3.5 and 3.6), and near the minimum, where differences of the loss are
/// rounding, the approximate conditions of Hager and Zhang (2005), which look at slopes.
public struct StrongWolfeSearch: Sendable, Hashable {
    /// The loss must fall by this part of what the slope at the start promises.
    public var sufficientDecrease = 1e-4
    /// The slope must shrink to this part.
    public var curvature = 0.9
    /// Relative rounding of the loss.
    public var lossRounding = 1e-14
    /// Evaluations of loss and gradient before the search is given up.
    public var largestEvaluations = 25

    public init() {}

    /// Loss and slope at a step length.
    struct Point {
        var step: Double
        var loss: Double
        var slope: Double
        var isFinite: Bool { loss.isFinite && slope.isFinite }
    }

    /// The place that was found. `isLower` is false if no place with a smaller loss was.
    struct Outcome {
        var point: Point
        var evaluations: Int
        var isLower: Bool
    }

    /// Searches from `parameters` along `direction`, where the start has the loss and slope of `start` (its step is 0).
    ///
    /// Leaves the parameters found and the gradient there in `line`.
    func search(_ line: inout Line, start: Point, firstStep: Double) -> Outcome {
        var (previous, step) = (start, firstStep)
        while line.evaluations < largestEvaluations {
            let point = line.evaluate(step)
            if accepts(point, start) { return Outcome(point: point, evaluations: line.evaluations, isLower: true) }
            if !point.isFinite || !decreases(point, start) || (previous.step > 0 && point.loss >= previous.loss) {
                return zoom(&line, start, low: previous, high: point)
            }
            if point.slope >= 0 { return zoom(&line, start, low: point, high: previous) }
            previous = point
            step *= 4
        }
        return settle(&line, start, previous)
    }

    private func zoom(_ line: inout Line, _ start: Point, low: Point, high: Point) -> Outcome {
        var (low, high) = (low, high)
        while line.evaluations < largestEvaluations, abs(high.step - low.step) > Double.ulpOfOne * abs(high.step) {
            let point = line.evaluate(interpolate(low, high))
            if accepts(point, start) { return Outcome(point: point, evaluations: line.evaluations, isLower: true) }
            if !point.isFinite || !decreases(point, start) || point.loss >= low.loss {
                high = point
            } else {
                if point.slope * (high.step - low.step) >= 0 { high = low }
                low = point
            }
        }
        return settle(&line, start, low)
    }

    // The best place of a search that was given up: at least the loss is lower there.
    private func settle(_ line: inout Line, _ start: Point, _ best: Point) -> Outcome {
        guard best.step > 0, best.loss < start.loss else {
            return Outcome(point: start, evaluations: line.evaluations, isLower: false)
        }
        let point = line.evaluate(best.step)
        return Outcome(point: point, evaluations: line.evaluations, isLower: true)
    }

    private func decreases(_ point: Point, _ start: Point) -> Bool {
        point.loss <= start.loss + sufficientDecrease * point.step * start.slope
    }

    private func accepts(_ point: Point, _ start: Point) -> Bool {
        guard point.isFinite, abs(point.slope) <= curvature * abs(start.slope) else { return false }
        if decreases(point, start) { return true }
        return point.loss <= start.loss + lossRounding * abs(start.loss)
            && point.slope <= (2 * sufficientDecrease - 1) * start.slope
    }

    // The minimum of the cubic through both ends, kept away from them so that the bracket shrinks.
    private func interpolate(_ low: Point, _ high: Point) -> Double {
        let width = high.step - low.step
        guard high.isFinite else { return low.step + 0.5 * width }
        let d = low.slope + high.slope - 3 * (low.loss - high.loss) / (low.step - high.step)
        let discriminant = d * d - low.slope * high.slope
        let root = (width > 0 ? 1.0 : -1.0) * max(discriminant, 0).squareRoot()
        let part = (high.slope + root - d) / (high.slope - low.slope + 2 * root)
        let inner = 1 - part
        guard discriminant >= 0, inner.isFinite else { return low.step + 0.5 * width }
        return low.step + min(max(inner, 0.1), 0.9) * width
    }
}
