/// A rule by which points are spread over a box, a shape or a boundary.
public enum PointRule: Hashable, Sendable {
    /// Middles of the cells of a uniform lattice; the number of points is only about the one asked for.
    case grid
    /// Independent and uniform.
    case uniform
    /// One point in each of as many equal slices along every coordinate (McKay, Beckman and Conover 1979). Points of a
    /// shape are the first accepted of a hypercube over its box, so that the slices are filled evenly but not exactly.
    case latinHypercube
    /// Radical inverses in the prime bases (Halton 1960); scrambled by random permutations of the digits of every place.
    case halton(isScrambled: Bool)
    /// The digital sequence of Sobol with the direction numbers of Joe and Kuo (2008), in up to 21 dimensions, in the order
    /// of the Gray code. Best in powers of two. The first point, the origin, is kept: leaving it out spoils the net, and
    /// scrambling moves it inside (Owen 2020).
    case sobol(Scrambling)

    /// How a digital sequence is randomised without losing its evenness.
    public enum Scrambling: String, Hashable, Sendable, CaseIterable {
        case none
        /// The same random bits are added to all points without carry.
        case digitalShift
        /// Nested uniform scrambling: each bit is flipped depending on all higher ones (Owen 1995).
        case owen
    }

    /// Most coordinates a rule serves.
    public var dimensionLimit: Int {
        switch self {
        case .sobol: SobolSequence.directionCount
        case .halton: HaltonSequence.primes.count
        default: .max
        }
    }
}
