import NumericsCore

/// What counts as a small error: absolute + relative * |y|, by unknown.
public struct ErrorTolerance: Sendable, Hashable {
    /// Relative part, at least 1e-14.
    public var relative: Double
    /// Absolute part by unknown [n], or one number for all.
    public var absolute: [Double]

    public init(relative: Double, absolute: [Double]) {
        self.relative = max(relative, 1e-14)
        self.absolute = absolute
    }

    /// Both parts multiplied.
    func scaled(by factor: Double) -> ErrorTolerance {
        ErrorTolerance(relative: relative * factor, absolute: absolute.map { $0 * factor })
    }

    /// Reciprocal weights 1 / (absolute + relative |y|) [n].
    func setWeights(_ weights: inout Tensor<Double>, at state: Tensor<Double>) {
        let shared = absolute.count == 1
        state.withUnsafeBufferPointer { value in
            weights.withUnsafeMutableBufferPointer { weight in
                for index in value.indices {
                    weight[index] = 1 / (absolute[shared ? 0 : index] + relative * abs(value[index]))
                }
            }
        }
    }
}
