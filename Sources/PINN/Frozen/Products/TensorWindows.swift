import Fields
import NumericsCore
import Solving

/// Functions in a window and windows along each coordinate, as they are stored.
struct TensorWindows {
    var axes: [(functions: Int, breaks: [Double])]

    init(_ layouts: [WindowLayout]) {
        axes = layouts.map { ($0.modes.count, $0.breaks) }
    }

    func save(to checkpoint: inout Checkpoint, prefix: String) {
        for (axis, own) in axes.enumerated() {
            checkpoint.integers[prefix + "functions \(axis)"] = own.functions
            checkpoint.tensors[prefix + "breaks \(axis)"] = Tensor(own.breaks)
        }
    }

    /// - Throws: `SolverError.checkpointMismatch`.
    init(_ checkpoint: Checkpoint, prefix: String, coordinates: [Coordinate]) throws {
        axes = try coordinates.enumerated().map { axis, coordinate in
            guard let functions = checkpoint.integers[prefix + "functions \(axis)"], functions > 0,
                let breaks = checkpoint.tensors[prefix + "breaks \(axis)"]?.elements, breaks.count > 1, breaks[0] == coordinate.lower,
                breaks[breaks.count - 1] == coordinate.upper
            else { throw SolverError.checkpointMismatch("its windows do not fit the range of \(coordinate.name)") }
            return (functions, breaks)
        }
    }
}
