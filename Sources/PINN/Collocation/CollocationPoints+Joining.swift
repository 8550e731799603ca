import NumericsCore
import Problems

extension CollocationPoints {
    /// All points of some sets with the shares they have. Precondition: all with normals, or none.
    init(joining sets: [CollocationPoints]) {
        func joined(_ tensors: [Tensor<Double>]) -> Tensor<Double> {
            let width = tensors[0].shape[0], total = tensors.reduce(0) { $0 + $1.shape[1] }
            return Tensor(
                shape: [width, total],
                elements: (0..<width).flatMap { row in tensors.flatMap { tensor in (0..<tensor.shape[1]).map { tensor[row, $0] } } })
        }
        let filled = sets.filter { $0.count > 0 }
        self.init(rows: [])
        guard !filled.isEmpty else { return }
        coordinates = joined(filled.map(\.coordinates))
        let directions = filled.compactMap(\.normals)
        normals = directions.isEmpty ? nil : joined(directions)
        shares = filled.flatMap(\.shares)
    }
}
