import NumericsCore

/// One step of the fourth-order exponential Runge-Kutta method of Cox and Matthews (2002), with its workspace.
public struct ETDRK4: Sendable {
    private var stage, rateA, rateB, rateC: Tensor<Complex<Double>>

    /// Prepares steps of states of this shape, [component][mode…].
    public init(shape: [Int]) {
        let zero = Tensor(shape: shape, repeating: Complex<Double>(0, 0))
        (stage, rateA, rateB, rateC) = (zero, zero, zero, zero)
    }

    /// Writes the state one step later.
    /// - Parameters:
    ///   - rate: N(state, time).
    ///   - result: overwritten; must not share storage with `state`.
    public mutating func advance(
        _ state: Tensor<Complex<Double>>, rate: Tensor<Complex<Double>>, time: Double,
        _ coefficients: ETDRK4Coefficients, _ system: some ModalSystem, into result: inout Tensor<Complex<Double>>
    ) {
        let step = coefficients.step
        // a = e^(hL/2) u + Q N(u); kept in `result` until c has been formed from it.
        coefficients.half.combine(state, coefficients.stage, rate, into: &result)
        system.evaluateNonlinearTerm(result, time: time + step / 2, into: &rateA)
        coefficients.half.combine(state, coefficients.stage, rateA, into: &stage)
        system.evaluateNonlinearTerm(stage, time: time + step / 2, into: &rateB)
        Self.addTwiceMinus(rateB, rate, into: &rateC)
        coefficients.half.combine(result, coefficients.stage, rateC, into: &stage)
        system.evaluateNonlinearTerm(stage, time: time + step, into: &rateC)
        Self.add(rateB, to: &rateA)
        coefficients.full.combine(state, coefficients.first, rate, into: &result)
        coefficients.middle.combine(rateA, coefficients.last, rateC, into: &result, accumulate: true)
    }

    private static func add(_ other: Tensor<Complex<Double>>, to target: inout Tensor<Complex<Double>>) {
        other.withUnsafeBufferPointer { source in
            target.withUnsafeMutableBufferPointer { target in
                for index in 0..<target.count { target[index] = target[index] + source[index] }
            }
        }
    }

    /// target = 2 double - single.
    private static func addTwiceMinus(
        _ double: Tensor<Complex<Double>>, _ single: Tensor<Complex<Double>>, into target: inout Tensor<Complex<Double>>
    ) {
        double.withUnsafeBufferPointer { double in
            single.withUnsafeBufferPointer { single in
                target.withUnsafeMutableBufferPointer { target in
                    for index in 0..<target.count {
                        let (twice, once) = (double[index], single[index])
                        target[index] = Complex(2 * twice.real - once.real, 2 * twice.imaginary - once.imaginary)
                    }
                }
            }
        }
    }
}
