import NumericsCore

/// One multigrid cycle for a stencil matrix: on lattices where its coefficients are constant, else black-box.
enum StencilCycle: Preconditioner, Sendable {
    case lattice(LatticeStencilPreconditioner)
    case blackBox(StencilMultigrid)

    static let complaint = "the difference matrix: the conditions leave something free"

    /// The cycle of a matrix with constant coefficients; nil if it is none, or singular.
    static func lattice(_ matrix: StencilMatrix, _ pool: ThreadPool?) -> StencilCycle? {
        guard let found = matrix.latticeOperator(), !found.isSingular else { return nil }
        return .lattice(LatticeStencilPreconditioner(found, threads: pool?.threads ?? 1))
    }

    /// - Throws: `DiscretizationError.singular`.
    init(_ matrix: StencilMatrix, _ pool: ThreadPool?) throws(DiscretizationError) {
        do {
            self = .blackBox(try StencilMultigrid(matrix, settings: Self.settings(matrix), pool: pool))
        } catch {
            throw .singular(what: Self.complaint)
        }
    }

    var isLattice: Bool { if case .lattice = self { true } else { false } }

    /// Takes other coefficients; memory of the same kind of cycle is used again.
    /// - Throws: `DiscretizationError.singular`.
    mutating func update(_ matrix: StencilMatrix, _ pool: ThreadPool?) throws(DiscretizationError) {
        // What suits depends on this matrix alone, so that answers do not depend on those solved before.
        guard case .blackBox(let multigrid) = self, multigrid.settings == Self.settings(matrix) else {
            self = try StencilCycle(matrix, pool)
            return
        }
        do {
            try multigrid.update(matrix)
        } catch {
            throw .singular(what: Self.complaint)
        }
    }

    /// V(2,1) inside flexible conjugate gradients beats symmetric cycles inside plain ones, the more so where coefficients jump.
    private static func settings(_ matrix: StencilMatrix) -> StencilMultigrid.Settings {
        .init(smoother: StencilMultigrid.Settings.suited(to: matrix).smoother)
    }

    func apply(_ residual: Tensor<Double>, into result: inout Tensor<Double>) {
        switch self {
        case .lattice(let cycle): cycle.apply(residual, into: &result)
        case .blackBox(let cycle): cycle.apply(residual, into: &result)
        }
    }
}
