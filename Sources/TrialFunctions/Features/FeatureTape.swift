import NumericsCore

/// The tape of random features: linear in the parameters, so its derivatives are the features themselves.
///
/// `place` evaluates f and its derivatives at a chunk; everything else only combines them.
public final class FeatureTape: JetTape, @unchecked Sendable {
    public let capacity: Int
    public internal(set) var jets: Tensor<Double>

    let features: RandomFeatures
    let channelCount: Int
    let directionOrder: Int
    /// [channel][term]
    let terms: [[FeatureTerm]]
    /// Points of the chunk.
    private(set) var liveCount = 0
    /// Derivatives of f at z, [stored row][feature][capacity].
    private(set) var derivatives: Tensor<Double>
    /// Waves of embedded coordinates and their slopes, [slot, then wave or slope][feature][capacity].
    private(set) var waves: Tensor<Double>
    /// Sums over channels, [stored row][capacity]; then one row of results and one of products.
    var scratch: Tensor<Double>
    private var inputs: Tensor<Double>
    private var arguments: Tensor<Double>
    private let polynomials: [[Double]]

    init(_ features: RandomFeatures, layout: JetLayout, capacity: Int, directionOrder: Int) {
        self.features = features
        self.capacity = (capacity + 7) / 8 * 8
        self.directionOrder = directionOrder
        channelCount = layout.count
        terms = features.terms(layout)
        let order = max(layout.order, 0)
        polynomials = features.function.polynomials(order: order)
        let count = features.featureCount
        let rows = features.function.rowCount(order: order)
        jets = Tensor(shape: [1 + directionOrder, features.outputCount, layout.count, self.capacity], repeating: 0)
        derivatives = Tensor(shape: [rows, count, self.capacity], repeating: 0)
        waves = Tensor(shape: [2 * features.embedded.count, count, self.capacity], repeating: 0)
        scratch = Tensor(shape: [rows + 2, self.capacity], repeating: 0)
        inputs = Tensor(shape: [features.weights.shape[0], self.capacity], repeating: 0)
        arguments = Tensor(shape: [count, self.capacity], repeating: 0)
    }

    /// Evaluates all features at the points `range` of `points`, [coordinate][point]; at most `capacity` of them.
    public func place(points: Tensor<Double>, range: Range<Int>) {
        precondition(range.count <= capacity && !range.isEmpty, "not a chunk")
        liveCount = range.count
        fillInputs(points, range)
        fillArguments()
        fillWaves()
        fillDerivatives()
    }

    private func fillInputs(_ points: Tensor<Double>, _ range: Range<Int>) {
        let rows = features.inputRows
        for coordinate in features.frame.centres.indices {
            let (centre, half) = (features.frame.centres[coordinate], features.frame.halfWidths[coordinate])
            let row = rows[coordinate]
            for lane in 0..<capacity {
                inputs[row, lane] = (points[coordinate, min(range.lowerBound + lane, range.upperBound - 1)] - centre) / half
            }
            guard features.embedded.contains(coordinate) else { continue }
            let angles = Tensor((0..<capacity).map { Double.pi * inputs[row, $0] })
            let (cosines, sines) = (Elementwise.apply(.cos, angles), Elementwise.apply(.sin, angles))
            for lane in 0..<capacity { (inputs[row, lane], inputs[row + 1, lane]) = (cosines[lane], sines[lane]) }
        }
    }

    private func fillArguments() {
        let (count, inputCount, lanes) = (features.featureCount, features.weights.shape[0], capacity)
        arguments.withUnsafeMutableBufferPointer { z in
            inputs.withUnsafeBufferPointer { s in
                features.weights.withUnsafeBufferPointer { w in
                    for feature in 0..<count {
                        let row = z.baseAddress! + feature * lanes
                        let phase = features.phases[feature]
                        for lane in 0..<lanes { row[lane] = phase }
                        for input in 0..<inputCount {
                            let weight = w[input * count + feature]
                            let source = s.baseAddress! + input * lanes
                            for lane in 0..<lanes { row[lane] += weight * source[lane] }
                        }
                    }
                }
            }
        }
    }

    /// a cos + b sin and -a sin + b cos of every embedded coordinate.
    private func fillWaves() {
        for (slot, coordinate) in features.embedded.sorted().enumerated() {
            let row = features.inputRows[coordinate]
            for feature in 0..<features.featureCount {
                let (a, b) = (features.weights[row, feature], features.weights[row + 1, feature])
                for lane in 0..<capacity {
                    let (cosine, sine) = (inputs[row, lane], inputs[row + 1, lane])
                    waves[2 * slot, feature, lane] = a * cosine + b * sine
                    waves[2 * slot + 1, feature, lane] = b * cosine - a * sine
                }
            }
        }
    }

    private func fillDerivatives() {
        let size = arguments.count
        arguments.withUnsafeBufferPointer { z in
            derivatives.withUnsafeMutableBufferPointer { table in
                let rows = (0..<table.count / max(size, 1)).map { UnsafeMutableBufferPointer(rebasing: table[$0 * size..<($0 + 1) * size]) }
                switch features.function {
                case .cos, .sin:
                    Elementwise.apply(.cos, z, rows[0])
                    Elementwise.apply(.sin, z, rows[1])
                case .tanh:
                    Elementwise.apply(.tanh, z, rows[0])
                    // From the highest order down: the first row holds the argument of the polynomials.
                    for order in rows.indices.dropFirst().reversed() { Self.polynomial(polynomials[order], rows[0], rows[order]) }
                case .gaussian:
                    for index in 0..<size { rows[0][index] = -0.5 * z[index] * z[index] }
                    Elementwise.apply(.exp, UnsafeBufferPointer(rows[0]), rows[0])
                    for order in rows.indices.dropFirst() {
                        Self.polynomial(polynomials[order], UnsafeMutableBufferPointer(mutating: z), rows[order])
                        for index in 0..<size { rows[order][index] *= rows[0][index] }
                    }
                }
            }
        }
    }

    private static func polynomial(
        _ coefficients: [Double], _ argument: UnsafeMutableBufferPointer<Double>, _ result: UnsafeMutableBufferPointer<Double>
    ) {
        let (source, target) = (argument.baseAddress!, result.baseAddress!)
        for index in 0..<argument.count { target[index] = coefficients[coefficients.count - 1] }
        for coefficient in coefficients.dropLast().reversed() {
            for index in 0..<argument.count { target[index] = target[index] * source[index] + coefficient }
        }
    }
}
