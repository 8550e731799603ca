import NumericsCore
import Optimization
import TrialFunctions

/// Chooses the optimizer and says why.
struct OptimizerChoice {
    enum Method: String, CaseIterable {
        case levenbergMarquardt = "levenberg-marquardt"
        case selfScaledBroyden = "self-scaled-broyden"
        case limitedMemoryBFGS = "l-bfgs"
        case variableProjection = "variable-projection"
        case spring, adam, soap
    }

    var optimizer: any Optimizer
    /// For the notes of a run.
    var reason: String

    static let names = ["auto"] + Method.allCases.map(\.rawValue)

    /// Parameters up to which the normal equations of a step are cheaper than the many more steps of a quasi-Newton method.
    private static let largestDense = 2000
    /// The same where the matrix has blocks of zeros.
    private static let largestBlocked = 20_000

    init(_ name: String, function: any TrialFunction, parameterCount: Int, rowCount: Int, hasBlocks: Bool = false, pool: ThreadPool) {
        let method = Method(rawValue: name) ?? Self.automatic(parameterCount, rowCount, hasBlocks)
        switch method {
        case .levenbergMarquardt: optimizer = LevenbergMarquardt(pool: pool)
        case .selfScaledBroyden: optimizer = SelfScaledBroyden(pool: pool)
        case .limitedMemoryBFGS: optimizer = LimitedMemoryBFGS()
        case .variableProjection: optimizer = VariableProjection(pool: pool)
        case .spring: optimizer = SPRING(pool: pool)
        case .adam: optimizer = Adam()
        case .soap: optimizer = SOAP(blocks: Self.blocks(function))
        }
        reason = "\(method.rawValue), \(name == "auto" ? "chosen for" : "with") \(parameterCount) parameters and \(rowCount) residuals"
            + (hasBlocks && method == .levenbergMarquardt ? ", normal equations by blocks of windows" : "")
    }

    private static func automatic(_ parameterCount: Int, _ rowCount: Int, _ hasBlocks: Bool) -> Method {
        min(parameterCount, rowCount) <= (hasBlocks ? largestBlocked : largestDense) ? .levenbergMarquardt : .selfScaledBroyden
    }

    /// The weight matrices of a network.
    private static func blocks(_ function: any TrialFunction) -> [SOAP.MatrixBlock] {
        guard let network = function as? any Network else { return [] }
        var offset = 0
        return network.parameterTensors.compactMap { tensor in
            defer { offset += tensor.count }
            return tensor.shape.count == 2 ? SOAP.MatrixBlock(offset: offset, rows: tensor.shape[0], columns: tensor.shape[1]) : nil
        }
    }
}
