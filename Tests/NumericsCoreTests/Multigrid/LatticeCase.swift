import NumericsCore

/// A lattice problem for tests, with an independently assembled matrix.
struct LatticeCase {
    let linearOperator: LatticeOperator

    init(_ linearOperator: LatticeOperator) { self.linearOperator = linearOperator }

    /// The unit box, one pair of ends for each axis.
    init(
        cells: [Int], ends: [(LatticeEnd, LatticeEnd)], lengths: [Double]? = nil, coefficients: [Double]? = nil,
        reaction: Double = 0
    ) {
        let axes = cells.indices.map { axis in
            LatticeOperator.Axis(
                cells: cells[axis], spacing: (lengths?[axis] ?? 1) / Double(cells[axis]),
                coefficient: coefficients?[axis] ?? 1, low: ends[axis].0, high: ends[axis].1)
        }
        linearOperator = LatticeOperator(axes: axes, reaction: reaction)
    }

    static let kinds: [(name: String, ends: (LatticeEnd, LatticeEnd))] = [
        ("value", (.value, .value)), ("flux", (.flux, .flux)), ("value, flux", (.value, .flux)),
        ("flux, value", (.flux, .value)), ("periodic", (.periodic, .periodic)),
        ("mixed", (.mixed(factor: 3), .mixed(factor: 0.5))),
    ]

    var shape: [Int] { linearOperator.shape }
    var count: Int { shape.reduce(1, *) }

    /// The index along each axis of a point.
    func index(_ point: Int) -> [Int] {
        var (rest, index) = (point, [Int](repeating: 0, count: shape.count))
        for axis in shape.indices.reversed() { (index[axis], rest) = (rest % shape[axis], rest / shape[axis]) }
        return index
    }

    func point(_ index: [Int]) -> Int { zip(shape, index).reduce(0) { $0 * $1.0 + $1.1 } }

    func isUnknown(_ point: Int) -> Bool {
        zip(linearOperator.axes, index(point)).allSatisfy { axis, place in
            !(axis.low == .value && place == 0) && !(axis.high == .value && place == axis.points - 1)
        }
    }

    /// Half for each wall with unknowns that the point lies on.
    func weight(_ point: Int) -> Double {
        zip(linearOperator.axes, index(point)).reduce(1) { weight, place in
            let isWall = !place.0.isPeriodic && (place.1 == 0 || place.1 == place.0.points - 1)
            return isWall ? 0.5 * weight : weight
        }
    }

    /// Row of the matrix at an unknown: pairs of point and entry, straight from the difference formulas.
    func row(_ point: Int) -> [(point: Int, value: Double)] {
        let index = index(point)
        var entries = [(point: point, value: linearOperator.reaction)]
        for (number, axis) in linearOperator.axes.enumerated() {
            let coupling = axis.coefficient / (axis.spacing * axis.spacing)
            entries[0].value += 2 * coupling
            for (step, end) in [(-1, axis.low), (1, axis.high)] {
                var neighbour = index
                neighbour[number] += step
                if neighbour[number] < 0 || neighbour[number] >= axis.points {
                    if case .mixed(let factor) = end { entries[0].value += 2 * coupling * axis.spacing * factor }
                    neighbour[number] = axis.isPeriodic ? (neighbour[number] + axis.points) % axis.points : index[number] - step
                }
                entries.append((self.point(neighbour), -coupling))
            }
        }
        return entries
    }

    /// A u at the unknowns, zero at points of given value.
    func apply(_ u: Tensor<Double>) -> Tensor<Double> {
        var result = Tensor(shape: shape, repeating: 0.0)
        for point in 0..<count where isUnknown(point) {
            result[point] = row(point).reduce(0) { $0 + $1.value * u[$1.point] }
        }
        return result
    }

    func random(_ name: String) -> Tensor<Double> {
        var stream = RandomStream(seed: 7, name: name)
        return stream.normals(count).reshaped(shape)
    }

    /// A random function with zero mean by the trapezoid rule.
    func balanced(_ name: String) -> Tensor<Double> {
        var values = random(name)
        let weights = (0..<count).map(weight)
        let mean = (0..<count).reduce(0) { $0 + weights[$1] * values[$1] } / weights.reduce(0, +)
        for point in 0..<count { values[point] -= mean }
        return values
    }

    static func distance(_ a: Tensor<Double>, _ b: Tensor<Double>) -> Double {
        (0..<a.count).reduce(0) { max($0, abs(a[$1] - b[$1])) }
    }
}
