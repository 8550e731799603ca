import Ansatz
import FieldFiles
import HDF5Files
import Plots

/// The words for typed errors that are not about a line of the problem file: the only place that holds them.
enum ErrorWords {
    /// One or two sentences for people.
    static func sentence(_ error: any Error) -> String {
        switch error {
        case let error as SolverError: words(error)
        case let error as OptimizationError: words(error)
        case let error as RunFolderError: words(error)
        case let error as CheckpointError: words(error)
        case let error as FieldComparisonError: words(error)
        case let error as FieldFileError: error.description
        case let error as FamilyError: error.description
        case let error as PointRuleError: words(error)
        case let error as GenerateError: error.sentence
        case let error as HDF5Error: error.description
        case let error as RunReader.Failure: words(error)
        case let error as PlotError: words(error)
        case let error as PlotFiles.Failure: words(error)
        case let error as EvaluateError: error.sentence
        case let error as StoredTrialError: words(error)
        default: "\(error)"
        }
    }

    /// The exit code that belongs to an error.
    static func status(_ error: any Error) -> ExitStatus {
        switch error {
        case SolverError.unsupported, OptimizationError.needsLeastSquares, OptimizationError.needsCurvature,
            OptimizationError.needsSeparableLeastSquares, is PointRuleError:
            .rejected
        case SolverError.diverged, SolverError.notFinite, OptimizationError.notFinite: .diverged
        case SolverError.notConverged, SolverError.singular: .notConverged
        case RunFolderError.nothingToResume, CheckpointError.none: .inputMissing
        case RunFolderError.failed: .inputOutput
        case is RunFolderError: .cannotCreate
        case is CheckpointError, SolverError.checkpointMismatch, OptimizationError.unfitCheckpoint: .inputMissing
        case is FieldComparisonError: .usage
        case FieldFileError.system(.createFolder, _, _), FieldFileError.system(.create, _, _): .cannotCreate
        case FieldFileError.system(.open, _, _), FieldFileError.malformed, FieldFileError.malformedLine, FieldFileError.corrupted, FieldFileError.keyMissing:
            .inputMissing
        case is FieldFileError: .inputOutput
        case RunReader.Failure.noTimes: .usage
        case is RunReader.Failure: .inputMissing
        case is FamilyError: .usage
        case let error as PlotError: status(error)
        case is PlotFiles.Failure: .usage
        case let error as GenerateError: error.status
        case let error as EvaluateError: error.status
        case is StoredTrialError: .inputMissing
        case HDF5Error.cannotOpen, HDF5Error.missing, HDF5Error.cannotRead: .inputMissing
        case HDF5Error.cannotCreate: .cannotCreate
        case is HDF5Error: .inputOutput
        default: .outsideTolerance
        }
    }

    private static func words(_ error: SolverError) -> String {
        switch error {
        case .unsupported(let term, let reason, let alternative):
            "cannot take '\(term)': \(reason)" + (alternative.map { "; try --method \($0)" } ?? "")
        case .diverged(let field, let location, let step, let knob):
            "'\(field)' blew up at \(location), step \(step). Likely knob: \(knob)"
        case .notFinite(let what, let term, let location, let step):
            "\(what) '\(term)' is not a finite number at \(location), step \(step)"
                + (step == 0 ? ", for the functions the method starts from: the formula has no value there" : "")
        case .notConverged(let residual, let tolerance, let knob):
            "the residual stalled at \(NumberText.scientific(residual)), above the tolerance "
                + "\(NumberText.scientific(tolerance)). Likely knob: \(knob)"
        case .singular(let what): "a matrix is singular: \(what)"
        case .checkpointMismatch(let what): "the checkpoint does not fit: \(what)"
        }
    }

    private static func words(_ error: OptimizationError) -> String {
        switch error {
        case .notFinite(let iteration): "what is to be made small, or its derivative, is not a finite number, step \(iteration)"
        case .needsLeastSquares(let method): "\(method) takes sums of squares only"
        case .needsCurvature(let method): "\(method) needs second derivatives, which there are only of energies"
        case .needsSeparableLeastSquares(let method): "\(method) needs a sum of squares that is linear in some of its parameters"
        case .unfitCheckpoint(let method): "the checkpoint is not one of \(method) and this many parameters"
        }
    }

    private static func words(_ error: PointRuleError) -> String {
        switch error {
        case .unbounded: "the shape has no bounds to draw points in"
        case .tooThin(let found, let trials): "the shape is empty or too thin: \(found) of \(trials) points lay inside"
        case .noBoundary: "the shape has no boundary within the ranges of the coordinates"
        case .emptyPart(let condition, let trials):
            "cannot take '\(condition)': none of \(trials) points of the boundary lies where this condition holds"
        }
    }

    private static func words(_ error: StoredTrialError) -> String {
        switch error {
        case .unknown(let key, nil): "the stored weights do not say their '\(key)'"
        case .unknown("forms", _): "the stored weights were made for other hard conditions than this version builds; solve again"
        case .unknown(let key, let value?): "the '\(key)' of the stored weights is not understood: \(value.prefix(80))"
        case .tensor(let name, let expected, nil): "the stored weights lack the tensor '\(name)' of shape \(expected)"
        case .tensor(let name, let expected, let found?): "the stored tensor '\(name)' has the shape \(found), not \(expected)"
        }
    }

    private static func words(_ error: RunFolderError) -> String {
        switch error {
        case .notAFolder(let path): "'\(path)' exists and is not a folder"
        case .notEmpty(let path):
            "the folder '\(path)' is not empty; give --force to replace the run in it, --resume to go on, or another -o"
        case .notARun(let path): "the folder '\(path)' holds something that is not a run of ansatz; it was left alone"
        case .nothingToResume(let path): "there is no run to go on with at '\(path)'"
        case .cannotMake(let path, let reason): "cannot make the folder '\(path)': \(reason)"
        case .failed(let path, let reason): "cannot write '\(path)': \(reason)"
        }
    }

    private static func words(_ error: CheckpointError) -> String {
        switch error {
        case .otherMethod(let name): "the checkpoint was written by the method '\(name)'; resume with --method \(name)"
        case .otherProblem(let changed):
            "the problem differs from the one the checkpoint was written for"
                + (changed.isEmpty ? "; compare resolved.yaml of the run folder with this file" : ": " + changed.joined(separator: "; "))
        case .none(let folder): "there is no whole checkpoint in '\(folder)'; --resume=auto starts anew in that case"
        }
    }

    private static func words(_ error: RunReader.Failure) -> String {
        switch error {
        case .missing(let path): "there is no run or .npz file at '\(path)'"
        case .noTimes(let path, let time): "'\(path)' has no snapshot at t = \(time)"
        case .notARun(let path): "the folder '\(path)' is not a run of ansatz: it has neither run.json nor solution.npz"
        case .noFields(let path, let status): "the run '\(path)' left no fields (\(status))"
        case .noHistory(let path): "the run '\(path)' reported less than two steps: there is no history to show"
        }
    }

    private static func words(_ error: FieldComparisonError) -> String {
        switch error {
        case .componentsDiffer(let field, let counts): "'\(field)' has \(counts.map(String.init).joined(separator: " and ")) components"
        case .gridsDiffer(let field): "'\(field)' is given on different grids"
        case .axesDiffer(let field, let axes, let reference):
            "'\(field)' has the axes \(axes.joined(separator: ", ")), the reference \(reference.joined(separator: ", "))"
        case .outside(let axis, let value, let lower, let upper): "\(axis) = \(value) lies outside [\(lower), \(upper)]"
        case .fieldMissing(""): "the two have no field in common"
        case .fieldMissing(let name): "there is no field '\(name)' to compare with"
        case .timesDiffer(let count, let other): "the output times differ (\(count) and \(other) snapshots)"
        }
    }
}

extension SolverError {
    /// The outcome of a run that broke off, or nil where nothing was run.
    var outcome: Outcome? {
        switch self {
        case .diverged, .notFinite: .diverged
        case .notConverged, .singular: .notConverged
        case .unsupported, .checkpointMismatch: nil
        }
    }
}
