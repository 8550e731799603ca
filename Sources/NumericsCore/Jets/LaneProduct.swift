/// Products of jets whose channels are rows of lanes: result[target] = Σ coefficient · left[left] · right[right].
///
/// The terms are those of Leibniz's rule. Nothing is allocated.
public struct LaneProduct: Sendable {
    public struct Term: Sendable, Hashable {
        public var target: Int
        public var left: Int
        public var right: Int
        public var coefficient: Double

        public init(target: Int, left: Int, right: Int, coefficient: Double) {
            self.target = target
            self.left = left
            self.right = right
            self.coefficient = coefficient
        }
    }

    private let terms: [Term]
    private let lanes: Int
    private let channels: Int

    /// - Parameter lanes: length of a row.
    public init(_ terms: [Term], channels: Int, lanes: Int) {
        self.terms = terms
        self.channels = channels
        self.lanes = lanes
    }

    /// Length of the channels of one jet.
    public var stride: Int { channels * lanes }

    /// Overwrites the jet at `resultStart` with the product of those at `leftStart` and `rightStart`, each [channel][lane].
    public func multiply(
        _ left: Tensor<Double>, at leftStart: Int, _ right: Tensor<Double>, at rightStart: Int,
        into result: inout Tensor<Double>, at resultStart: Int
    ) {
        check(left, leftStart, right, rightStart, result, resultStart)
        left.withUnsafeBufferPointer { a in
            right.withUnsafeBufferPointer { b in
                result.withUnsafeMutableBufferPointer { c in
                    for k in resultStart..<resultStart + stride { c[k] = 0 }
                    for term in terms {
                        accumulate(
                            c.baseAddress! + resultStart + term.target * lanes, term.coefficient,
                            a.baseAddress! + leftStart + term.left * lanes, b.baseAddress! + rightStart + term.right * lanes)
                    }
                }
            }
        }
    }

    /// The transpose in the right factor: overwrites the cotangent of it at `rightStart` for a cotangent of the result.
    public func pullBack(
        _ left: Tensor<Double>, at leftStart: Int, _ cotangent: Tensor<Double>, at resultStart: Int,
        into right: inout Tensor<Double>, at rightStart: Int
    ) {
        check(left, leftStart, cotangent, resultStart, right, rightStart)
        left.withUnsafeBufferPointer { a in
            cotangent.withUnsafeBufferPointer { c in
                right.withUnsafeMutableBufferPointer { b in
                    for k in rightStart..<rightStart + stride { b[k] = 0 }
                    for term in terms {
                        accumulate(
                            b.baseAddress! + rightStart + term.right * lanes, term.coefficient,
                            a.baseAddress! + leftStart + term.left * lanes, c.baseAddress! + resultStart + term.target * lanes)
                    }
                }
            }
        }
    }

    private func accumulate(
        _ target: UnsafeMutablePointer<Double>, _ coefficient: Double, _ first: UnsafePointer<Double>, _ second: UnsafePointer<Double>
    ) {
        for lane in 0..<lanes { target[lane] += coefficient * first[lane] * second[lane] }
    }

    private func check(
        _ a: Tensor<Double>, _ aStart: Int, _ b: Tensor<Double>, _ bStart: Int, _ c: Tensor<Double>, _ cStart: Int
    ) {
        precondition(
            aStart >= 0 && aStart + stride <= a.count && bStart >= 0 && bStart + stride <= b.count && cStart >= 0
                && cStart + stride <= c.count, "a jet lies outside its array")
    }
}
