extension LatticeOperator {
    /// The axes to coarsen, or nil where the lattice is to be solved directly.
    ///
    /// Only axes whose coupling a/h² is at least half the strongest are halved (semicoarsening): point smoothers damp
    /// errors that oscillate along strongly coupled axes only. A halved axis has a quarter of its coupling left, so
    /// couplings stay within a factor of two of each other once they have come together, whatever they were at first.
    ///
    /// A direct solve is due when an axis that ought to be halved has an odd number of cells or fewer than four, when an
    /// odd period does not allow two colours, in one dimension, and on small lattices, where it costs less than cycles.
    func halvedAxes(directBelow limit: Int) -> [Bool]? {
        guard axes.count > 1, shape.reduce(1, *) > limit else { return nil }
        let strongest = axes.map(\.coupling).max() ?? 0
        let halved = axes.map { $0.coupling >= 0.5 * strongest }
        for (axis, isHalved) in zip(axes, halved) {
            if axis.isPeriodic && axis.cells % 2 == 1 { return nil }
            if isHalved && (axis.cells % 2 == 1 || axis.cells < 4) { return nil }
        }
        return halved
    }

    /// The operator on every other point of some axes.
    func coarsened(_ halved: [Bool]) -> LatticeOperator {
        let coarse = zip(axes, halved).map { axis, isHalved in
            Axis(
                cells: isHalved ? axis.cells / 2 : axis.cells, spacing: isHalved ? 2 * axis.spacing : axis.spacing,
                coefficient: axis.coefficient, low: axis.low, high: axis.high)
        }
        return LatticeOperator(axes: coarse, reaction: reaction)
    }
}
