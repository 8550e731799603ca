import Expressions
import Fields
import NumericsCore

/// An input field, or a derivative of one, at the points of a tensor grid.
///
/// Smooth random fields are evaluated there exactly. Fields with jumps are constant on the dual cells of the data set's own
/// nodes, so that what a learned operator sees determines the answer; on the face of two such cells the value is the mean of
/// both. A flux through the face between two nodes of a finer grid is therefore exact with values half-way from the face to
/// each node: at these points the mean stands where the face lies across the jump, and each side has its own value where the
/// jump lies across the way.
public struct SampledInput: Sendable, Hashable {
    /// Index among the problem's inputs.
    public var input: Int
    /// Orders by coordinate of the problem.
    public var derivative: MultiIndex
    public var grid: Grid

    public init(input: Int, derivative: MultiIndex = .none, grid: Grid) {
        self.input = input
        self.derivative = derivative
        self.grid = grid
    }
}

/// The solution of one sample.
public struct SampleAnswer: Sendable {
    /// [time][component][grid…] on the output grid; one time for steady problems.
    public var values: Tensor<Double>
    /// How well the discrete equations are met: the relative algebraic residual of a steady problem; of an evolution the
    /// largest share of the highest resolved scales in the answer, or what else tells lost accuracy. Nil if nothing is known.
    public var residual: Double?

    public init(values: Tensor<Double>, residual: Double?) {
        self.values = values
        self.residual = residual
    }
}
