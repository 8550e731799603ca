/// The operator A u = −Σ_d a_d ∂²u/∂x_d² + c u with constant coefficients, by second-order differences on the points of a box.
///
/// Points are the vertices of a lattice of cells: an axis of n cells has n + 1 points, or n if it is periodic. Arrays
/// over the points are row-major with the last axis fastest and contain the points on the walls. Where the value is given
/// a wall point is no unknown. At the other ends the equation holds on the wall itself with the outside point eliminated
/// by the central difference of the condition (so du/dn = g adds 2 a_d g / h_d to the right side, see `addFlux`).
public struct LatticeOperator: Sendable, Hashable {
    /// The two ends of one axis.
    public struct Axis: Sendable, Hashable {
        /// Number of cells, at least 2.
        public let cells: Int
        /// Distance of neighbouring points, in the unit of length of the axis.
        public let spacing: Double
        /// The coefficient a_d > 0 of the second derivative.
        public let coefficient: Double
        public let low: LatticeEnd
        public let high: LatticeEnd

        public init(
            cells: Int, spacing: Double, coefficient: Double = 1, low: LatticeEnd = .value, high: LatticeEnd = .value
        ) {
            self.cells = cells
            self.spacing = spacing
            self.coefficient = coefficient
            self.low = low
            self.high = high
        }

        /// Whether the axis closes on itself.
        public var isPeriodic: Bool { low == .periodic }
        /// Number of points, given ones included.
        public var points: Int { isPeriodic ? cells : cells + 1 }
        /// a_d / h_d².
        var coupling: Double { coefficient / (spacing * spacing) }
        /// The unknowns among the points.
        var unknowns: Range<Int> { (low == .value ? 1 : 0)..<(high == .value ? points - 1 : points) }
    }

    /// One to three axes.
    public let axes: [Axis]
    /// The factor c ≥ 0 of u.
    public let reaction: Double

    /// Precondition: one to three axes of at least 2 cells with positive spacings and coefficients, `reaction` and the
    /// factors of mixed ends not negative, `periodic` at both ends of an axis or at none, at least one unknown.
    public init(axes: [Axis], reaction: Double = 0) {
        precondition((1...3).contains(axes.count), "\(axes.count) axes")
        precondition(reaction >= 0, "negative reaction \(reaction)")
        for axis in axes {
            precondition(axis.cells >= 2 && axis.spacing > 0 && axis.coefficient > 0, "axis \(axis)")
            precondition((axis.low == .periodic) == (axis.high == .periodic), "one periodic end: \(axis)")
            precondition(axis.low.factor >= 0 && axis.high.factor >= 0, "negative factor: \(axis)")
        }
        self.axes = axes
        self.reaction = reaction
    }

    /// Extents of arrays over all points.
    public var shape: [Int] { axes.map(\.points) }
    /// Extents of arrays over the unknowns only.
    public var unknownShape: [Int] { axes.map(\.unknowns.count) }
    /// Whether constants are solutions of the homogeneous problem: no reaction, only fluxes given.
    public var isSingular: Bool {
        reaction == 0 && axes.allSatisfy { axis in [axis.low, axis.high].allSatisfy { $0 != .value && $0.factor == 0 } }
    }
    /// A bound of the largest eigenvalue of A (Gershgorin), the norm of A in measures of backward errors.
    public var norm: Double {
        axes.reduce(reaction) { sum, axis in
            sum + 4 * axis.coupling + 2 * axis.coefficient / axis.spacing * max(axis.low.factor, axis.high.factor)
        }
    }
}
