import NumericsCore

/// A system M(t) y' + r(t, y) = 0 with a diagonal mass M that solves the stages of diagonally implicit methods itself; unknowns
/// whose mass is zero are given by r = 0.
///
/// A class, because evaluations use workspaces that are made once; an instance belongs to one integrator at a time.
public protocol StageSystem: AnyObject {
    /// Number of unknowns n.
    var order: Int { get }
    /// Unknowns without mass: their errors are those of data, not of steps.
    var constrained: [Int] { get }
    /// y' = -r/M at an instant; 0 for constrained unknowns.
    func rate(time: Double, state: Tensor<Double>, into rate: inout Tensor<Double>) throws
    /// Solves M(t) (Y - known)/length + r(t, Y) = 0.
    /// - Parameters:
    ///   - stage: a guess of Y on entry, Y on return [n].
    ///   - weights: reciprocals of the error allowed in each unknown [n]; the iteration ends well below it.
    ///   - startsStep: whether this is the first stage of a step: the moment to renew matrices.
    /// - Returns: false if the iteration did not converge: the step has to be shorter.
    func solveStage(
        time: Double, length: Double, known: Tensor<Double>, weights: Tensor<Double>, startsStep: Bool,
        into stage: inout Tensor<Double>
    ) throws -> Bool
}
