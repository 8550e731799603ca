import Kernels
import NumericsCore
import Problems

/// The functionals of a block, by the component and the site they act on: what covariance functions take.
struct FunctionalPieces: Sendable {
    struct Piece: Sendable {
        var component: Int
        var functionals: PointFunctionals
    }

    let pieces: [Piece]
    let count: Int

    init(_ block: FunctionalBlock, coordinateCount: Int) {
        count = block.count
        var pieces: [Piece] = []
        for (site, points) in block.points.enumerated() {
            let entries = block.entries.indices.filter { block.entries[$0].site == site }
            for component in Set(entries.map { block.entries[$0].component }).sorted() {
                let own = entries.filter { block.entries[$0].component == component }
                let orders = own.map { entry in (0..<coordinateCount).map { block.entries[entry].derivative[$0] } }
                let coefficients = Tensor(
                    shape: [own.count, block.count], elements: own.flatMap { entry in (0..<block.count).map { block.coefficients[entry, $0] } })
                pieces.append(
                    Piece(component: component, functionals: PointFunctionals(orders: orders, points: points, coefficients: coefficients)))
            }
        }
        self.pieces = pieces
    }
}
