import NumericsCore
import Problems

extension MixtureModel {
    /// The functionals of a linearised problem in one coordinate, as rows over the columns of every component [functional][component, column].
    func rows(of system: FunctionalSystem, components: Int, extra: Int = 0) -> Tensor<Double> {
        let width = columns(extra: extra).count
        var result = Tensor(shape: [system.count, components * width], repeating: 0.0)
        var first = 0
        for block in system.blocks {
            for (site, places) in block.points.enumerated() {
                for component in 0..<components {
                    let own = block.entries.indices.filter { block.entries[$0].site == site && block.entries[$0].component == component }
                    if own.isEmpty { continue }
                    let part = rows(
                        own.map { block.entries[$0].derivative[0] }, own.map { entry in (0..<block.count).map { block.coefficients[entry, $0] } },
                        at: (0..<block.count).map { places[0, $0] }, extra: extra)
                    for row in 0..<block.count {
                        for column in 0..<width { result[first + row, component * width + column] += part[row, column] }
                    }
                }
            }
            first += block.count
        }
        return result
    }
}
