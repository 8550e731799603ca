import Problems
import Solving

/// Why a Gaussian process cannot be conditioned on a problem.
enum GaussianProcessError {
    /// The matrix would take more memory than there is.
    static func memory(functionals: Int, bytes: Int, available: Int) -> SolverError {
        let gigabytes = Double(bytes) / 1e9, limit = Double(available) / 1e9
        return .unsupported(
            term: "\(functionals) functionals",
            because: "their covariance matrix takes \(NumberText.short(gigabytes)) GB, and \(NumberText.short(limit)) GB are allowed",
            try: "fewer points, or a larger 'memory'")
    }

    /// The random function has too few derivatives for what is asked of it.
    static func tooRough(kernel: String, coordinate: String, has: Int, needed: Int) -> SolverError {
        .unsupported(
            term: "kernel \(kernel)",
            because: "it has \(has) mean-square derivative\(has == 1 ? "" : "s") and the problem takes \(needed) along \(coordinate)",
            try: "matern-\(2 * needed + 1)/2 or smoother (matern-\(2 * needed + 3)/2 leaves a margin)")
    }

    /// The covariance matrix is not positive definite, however large a nugget is allowed.
    static func indefinite(row: Int, name: String, nugget: Double, needed: Double) -> SolverError {
        .singular(
            what: "the covariance matrix at '\(name)' (functional \(row + 1)): a nugget of \(NumberText.short(nugget)) of the diagonal is too "
                + "little, about \(NumberText.short(needed)) would be needed; shorter lengths, a rougher kernel or fewer points need less")
    }

    /// A functional has no variance that is a number.
    static func notFinite(row: Int, name: String) -> SolverError {
        .diverged(field: name, location: "functional \(row + 1)", step: 0, likelyKnob: "length")
    }

    /// Two exact measurements of one quantity.
    static func duplicate(name: String, index: Int) -> SolverError {
        .singular(
            what: "'\(name)' holds point \(index + 1) twice without noise: one of the two is a multiple of the other; say 'noise', or leave it out")
    }
}
