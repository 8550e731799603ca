import Expressions
import NumericsCore

extension FunctionalBlock {
    /// Some of the functionals, in the order given.
    public func selecting(_ chosen: [Int]) -> FunctionalBlock {
        func terms(_ all: [SharedTerm]) -> [SharedTerm] {
            all.map { term in SharedTerm(index: term.index, coefficients: chosen.map { term.coefficients[$0] }) }
        }
        var block = self
        block.points = points.map { $0.columns(chosen) }
        block.coefficients = coefficients.columns(chosen)
        block.integrals = terms(integrals)
        block.parameters = terms(parameters)
        block.values = Tensor(chosen.map { values[$0] })
        block.residuals = Tensor(chosen.map { residuals[$0] })
        return block
    }
}

extension FunctionalSystem {
    /// Which functionals of each block are no multiples of one before: the corner of two sides with the same condition is one functional.
    ///
    /// Functionals with noise are kept: repeated measurements are information.
    /// - Parameter resolution: distance below which points are the same, by coordinate.
    public func distinct(resolution: [Double]) -> [[Int]] {
        var seen: Set<FunctionalKey> = []
        return blocks.map { block in
            guard block.deviation == 0, block.integrals.isEmpty, block.parameters.isEmpty else { return Array(0..<block.count) }
            return (0..<block.count).filter { index in
                guard let key = FunctionalKey(block, index, resolution) else { return false }
                return seen.insert(key).inserted
            }
        }
    }

    /// Some of the functionals of each block.
    public func selecting(_ chosen: [[Int]]) -> FunctionalSystem {
        FunctionalSystem(blocks: zip(blocks, chosen).map { $0.selecting($1) }, integrals: integrals)
    }
}

/// A functional up to a factor, rounded.
private struct FunctionalKey: Hashable {
    private struct Term: Hashable {
        var component: Int
        var derivative: MultiIndex
        var place: [Int64]
        var ratio: Int64
    }

    private let terms: [Term]

    /// Nil for a functional that is zero.
    init?(_ block: FunctionalBlock, _ index: Int, _ resolution: [Double]) {
        let largest = block.entries.indices.map { abs(block.coefficients[$0, index]) }.max() ?? 0
        guard largest > 0 else { return nil }
        let kept = block.entries.indices.filter { abs(block.coefficients[$0, index]) > 1e-14 * largest }
        let lead = block.coefficients[kept[0], index]
        terms = kept.map { entry in
            let own = block.entries[entry], points = block.points[own.site]
            return Term(
                component: own.component, derivative: own.derivative,
                place: resolution.indices.map { Int64((points[$0, index] / resolution[$0]).rounded()) },
                ratio: Int64((block.coefficients[entry, index] / lead * 1e9).rounded()))
        }
    }
}
