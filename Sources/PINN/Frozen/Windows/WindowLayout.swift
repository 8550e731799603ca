import NumericsCore

/// Windows next to each other along a range, and where the coefficients of their functions stand.
///
/// Coefficients are [component][window][mode].
struct WindowLayout: Sendable {
    let modes: WindowModes
    let breaks: [Double]
    let componentCount: Int

    var windowCount: Int { breaks.count - 1 }
    var count: Int { componentCount * windowCount * modes.count }

    func halfLength(_ window: Int) -> Double { 0.5 * (breaks[window + 1] - breaks[window]) }

    /// First coefficient of a component in a window.
    func start(_ component: Int, _ window: Int) -> Int { (component * windowCount + window) * modes.count }

    /// Factor of the derivatives of a window's functions: 1/√h with the chain rule of s = (x - c)/h.
    func scale(_ window: Int, order: Int) -> Double {
        let half = halfLength(window)
        return (0..<order).reduce(1 / half.squareRoot()) { value, _ in value / half }
    }

    /// The window that holds a place.
    func window(at x: Double) -> Int {
        var (low, high) = (0, windowCount - 1)
        while low < high {
            let middle = (low + high) / 2
            if x <= breaks[middle + 1] { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// Breaks where some windows are halved.
    func halving(_ windows: Set<Int>) -> [Double] {
        breaks.indices.flatMap { index -> [Double] in
            guard windows.contains(index) else { return [breaks[index]] }
            return [breaks[index], 0.5 * (breaks[index] + breaks[index + 1])]
        }
    }

    /// Gauss points of all windows.
    var points: [Double] {
        (0..<windowCount).flatMap { window -> [Double] in
            let (left, half) = (breaks[window], halfLength(window))
            return modes.rule.points.map { left + half * (1 + $0) }
        }
    }

    /// Gauss weights of all windows.
    var weights: [Double] {
        (0..<windowCount).flatMap { window -> [Double] in
            let half = halfLength(window)
            return modes.rule.weights.map { $0 * half }
        }
    }

    /// Coefficients of the projection of values at the points, [component][point].
    func projection(_ values: [[Double]]) -> Tensor<Double> {
        var result = Tensor(shape: [count], repeating: 0.0)
        let width = modes.rule.points.count
        for (component, row) in values.enumerated() {
            for window in 0..<windowCount {
                let scale = halfLength(window).squareRoot()
                for mode in 0..<modes.count {
                    var sum = 0.0
                    for point in 0..<width { sum += modes.rule.weights[point] * modes.tables[0][point, mode] * row[window * width + point] }
                    result[start(component, window) + mode] = scale * sum
                }
            }
        }
        return result
    }

    /// Values of a component at the points.
    func values(of component: Int, _ coefficients: Tensor<Double>) -> [Double] {
        (0..<windowCount).flatMap { window -> [Double] in
            let first = start(component, window)
            let own = Tensor((0..<modes.count).map { scale(window, order: 0) * coefficients[first + $0] })
            return LinearAlgebra.multiply(modes.tables[0], own).elements
        }
    }

    /// The same functions, or the nearest ones, in windows that halve or join these.
    func transfer(_ coefficients: Tensor<Double>, to target: WindowLayout) -> Tensor<Double> {
        var result = Tensor(shape: [target.count], repeating: 0.0)
        for component in 0..<componentCount {
            for window in 0..<target.windowCount {
                let own = transferred(coefficients, component, from: target.breaks[window], to: target.breaks[window + 1])
                for mode in 0..<modes.count { result[target.start(component, window) + mode] = own[mode] }
            }
        }
        return result
    }

    /// Coefficients on an interval that is one of the windows, or made of them by halving or joining any number of times.
    private func transferred(_ coefficients: Tensor<Double>, _ component: Int, from lower: Double, to upper: Double) -> Tensor<Double> {
        let middle = 0.5 * (lower + upper)
        let window = window(at: middle)
        let slack = 1e-6 * (upper - lower)
        let (left, right) = (breaks[window], breaks[window + 1])
        if left <= lower + slack, right >= upper - slack {
            var own = Tensor((0..<modes.count).map { coefficients[start(component, window) + $0] })
            var (from, to) = (left, right)
            while to - from > (upper - lower) * 1.5 {
                let isUpper = middle > 0.5 * (from + to)
                own = LinearAlgebra.multiply(modes.halves[isUpper ? 1 : 0], own)
                if isUpper { from = 0.5 * (from + to) } else { to = 0.5 * (from + to) }
            }
            return own
        }
        var sum = LinearAlgebra.multiply(
            modes.halves[0], transferred(coefficients, component, from: lower, to: middle), transposeA: true)
        LinearAlgebra.addScaled(
            1, LinearAlgebra.multiply(modes.halves[1], transferred(coefficients, component, from: middle, to: upper), transposeA: true),
            to: &sum)
        return sum
    }

    /// Root mean square of the last modes of each component in each window, [component][window].
    func tails(_ coefficients: Tensor<Double>) -> [[Double]] {
        (0..<componentCount).map { component in
            (0..<windowCount).map { window in
                let first = start(component, window)
                let sum = (modes.count - modes.tailCount..<modes.count).reduce(0.0) { sum, mode in
                    sum + coefficients[first + mode] * coefficients[first + mode]
                }
                return (sum / (2 * halfLength(window))).squareRoot()
            }
        }
    }

    /// Root mean square over the range of each component.
    func norms(_ coefficients: Tensor<Double>) -> [Double] {
        let each = windowCount * modes.count
        return (0..<componentCount).map { component in
            let sum = (0..<each).reduce(0.0) { $0 + coefficients[component * each + $1] * coefficients[component * each + $1] }
            return (sum / (breaks[windowCount] - breaks[0])).squareRoot()
        }
    }
}
