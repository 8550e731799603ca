import NumericsCore

/// The running mean of the Gram matrices of one side of a gradient, and approximate eigenvectors of it.
struct GramBasis: Sendable {
    private let order: Int
    private let isRotated: Bool
    /// [order][order]
    private(set) var gram: Tensor<Double>
    /// Eigenvectors in columns, [order][order].
    private(set) var basis: Tensor<Double>

    /// Keeps the unit basis, and no matrices, if not `isRotated`.
    init(order: Int, isRotated: Bool) {
        self.order = order
        self.isRotated = isRotated
        let size = isRotated ? order : 0
        gram = Tensor(shape: [size, size], repeating: 0)
        basis = gram
    }

    /// Takes in G Gᵀ if `transposed`, else Gᵀ G.
    mutating func add(_ gradient: Tensor<Double>, decay: Double, transposed: Bool) {
        guard isRotated else { return }
        LinearAlgebra.symmetricRankK(gradient, transposed: transposed, alpha: 1 - decay, beta: decay, into: &gram)
    }

    /// The eigenvectors themselves; the unit basis if they cannot be found.
    mutating func start() {
        guard isRotated else { return }
        basis = (try? SymmetricEigen(gram).vectors) ?? LinearAlgebra.identity(order)
    }

    /// One step of orthogonal iteration, with the vectors sorted by falling eigenvalue first, an order that the iteration
    /// keeps. Returns where each vector stood before.
    mutating func refresh() -> [Int] {
        guard isRotated else { return Array(0..<order) }
        let product = LinearAlgebra.multiply(gram, basis)
        let values = (0..<order).map { column in
            (0..<order).reduce(0.0) { $0 + basis[$1, column] * product[$1, column] }
        }
        let places = (0..<order).sorted { (values[$0], $1) > (values[$1], $0) }
        var sorted = product
        for row in 0..<order {
            for column in 0..<order { sorted[row, column] = product[row, places[column]] }
        }
        if let factors = try? QRFactorization(sorted) { basis = factors.orthogonalFactor }
        return places
    }

    /// result = Q m or m Q, with Qᵀ if `transposed`.
    func apply(_ matrix: Tensor<Double>, into result: inout Tensor<Double>, fromLeft: Bool, transposed: Bool) {
        guard isRotated else { return LinearAlgebra.copy(matrix, to: &result) }
        if fromLeft {
            LinearAlgebra.multiply(basis, matrix, transposeA: transposed, into: &result)
        } else {
            LinearAlgebra.multiply(matrix, basis, transposeB: transposed, into: &result)
        }
    }

    /// Takes stored matrices; false if they do not fit.
    mutating func set(_ gram: Tensor<Double>?, _ basis: Tensor<Double>?) -> Bool {
        guard let gram, let basis, gram.shape == self.gram.shape, basis.shape == self.basis.shape else { return false }
        (self.gram, self.basis) = (gram, basis)
        return true
    }
}
