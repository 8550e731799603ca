import Discretization
import Expressions
import NumericsCore
import Problems
import Solving

/// Sums the Fourier series of a solution at any points; derivatives are exact.
struct FourierEvaluator: SolutionEvaluator {
    let equations: FourierEquations
    let frames: [FourierRun.Frame]
    /// Given initial values by component, used at the first output time where the data are not smooth: there the cut-off
    /// series is less accurate than the formula it came from.
    let initialValues: [Int: Expression]

    func evaluate(_ jets: [JetRequest], at points: Tensor<Double>, snapshot: Int) throws -> Tensor<Double> {
        let frame = frames[snapshot]
        let count = frame.modes.storedCount
        let pointCount = points.count / equations.axes.count
        var result: [Double] = []
        for jet in jets {
            guard jet.site == 0, equations.timeIndex.map({ jet.derivative[$0] == 0 }) ?? true else {
                throw SolverError.unsupported(
                    term: Expression(.symbol(.jet(jet))).printed(equations.names),
                    because: "the answer holds space derivatives only", try: nil)
            }
            if snapshot == 0, jet.derivative == .none, let formula = initialValues[jet.component] {
                result += values(of: formula, at: points, count: pointCount)
                continue
            }
            let series = frame.coefficients.withUnsafeBufferPointer {
                Array($0[jet.component * count..<(jet.component + 1) * count])
            }
            result += frame.modes.values(of: series, derivative: equations.orders(jet.derivative), at: points)
        }
        return Tensor(shape: [jets.count, pointCount], elements: result)
    }

    private func values(of formula: Expression, at points: Tensor<Double>, count: Int) -> [Double] {
        let program = BatchProgram([formula], inputs: equations.axes.map { .coordinate($0) })
        var inputs = Tensor(shape: [equations.axes.count, count], repeating: 0.0)
        for axis in equations.axes.indices {
            for point in 0..<count { inputs[axis, point] = points[point * equations.axes.count + axis] }
        }
        var outputs = Tensor(shape: [1, count], repeating: 0.0)
        var workspace = program.makeWorkspace()
        program.evaluate(inputs: inputs, outputs: &outputs, workspace: &workspace)
        return outputs.elements
    }
}
