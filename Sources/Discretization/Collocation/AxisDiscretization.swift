/// How one space coordinate is divided: elements of Chebyshev points, or the equidistant points of a periodic range.
///
/// Rectangular collocation (Driscoll and Hale, IMA J. Numer. Anal. 36 (2016)): along an element every equation holds at
/// the same m points of the first kind, while a component with q conditions lives on n = m + q points of the second kind.
/// The missing q rows an element are interface continuity (derivatives 0 ... q-1) and boundary conditions.
public struct AxisDiscretization: Hashable, Sendable {
    /// Name of the coordinate.
    public let name: String
    /// Ends of the elements, ascending; two for a single element or a periodic axis.
    public let breaks: [Double]
    /// Number of points m in every element at which equations hold.
    public let residualPointsPerElement: Int
    /// True for equidistant points and trigonometric interpolation.
    public let isPeriodic: Bool
    /// What values are interpolated by where it is neither polynomials nor trigonometric ones; nil for those.
    public let basis: AxisBasis?

    /// Elements between ascending `breaks` with m points each. Precondition: two breaks or more, m >= 1.
    public init(_ name: String, breaks: [Double], residualPointsPerElement: Int) {
        precondition(breaks.count > 1 && zip(breaks, breaks.dropFirst()).allSatisfy(<), "breaks must ascend")
        precondition(residualPointsPerElement >= 1, "an element needs a point")
        self.name = name
        self.breaks = breaks
        self.residualPointsPerElement = residualPointsPerElement
        isPeriodic = false
        basis = nil
    }

    /// A periodic axis with equidistant points, the first at `lower`.
    public init(periodic name: String, from lower: Double, to upper: Double, count: Int) {
        precondition(lower < upper && count >= 1, "an empty periodic axis")
        self.name = name
        breaks = [lower, upper]
        residualPointsPerElement = count
        isPeriodic = true
        basis = nil
    }

    /// Equal distances and functions of one's own, such as kernels: equations hold in the middle of `count` equal cells.
    public init(_ name: String, from lower: Double, to upper: Double, count: Int, basis: AxisBasis) {
        precondition(lower < upper && count >= 1, "an empty axis")
        self.name = name
        breaks = [lower, upper]
        residualPointsPerElement = count
        isPeriodic = false
        self.basis = basis
    }

    public var lower: Double { breaks[0] }
    public var upper: Double { breaks[breaks.count - 1] }
    public var elementCount: Int { breaks.count - 1 }
    /// Number of points at which equations hold.
    public var residualCount: Int { elementCount * residualPointsPerElement }

    /// The points at which equations hold, ascending.
    public var residualPoints: [Double] {
        if isPeriodic { return periodicPoints }
        if basis != nil { return cellCentres }
        return mapped(ChebyshevPoints.firstKind(residualPointsPerElement))
    }

    /// Quadrature weights of the residual points over the whole range (Fejér's first rule; trapezoidal if periodic).
    public var residualWeights: [Double] {
        if isPeriodic || basis != nil {
            let weight = (upper - lower) / Double(residualPointsPerElement)
            return [Double](repeating: weight, count: residualPointsPerElement)
        }
        let rule = ChebyshevPoints.firstKindWeights(residualPointsPerElement)
        return (0..<elementCount).flatMap { element in rule.map { $0 * halfLength(of: element) } }
    }

    /// The same elements with another number of points in each.
    public func resized(to residualPoints: Int) -> AxisDiscretization {
        if let basis { return AxisDiscretization(name, from: lower, to: upper, count: residualPoints, basis: basis) }
        return isPeriodic
            ? AxisDiscretization(periodic: name, from: lower, to: upper, count: residualPoints)
            : AxisDiscretization(name, breaks: breaks, residualPointsPerElement: residualPoints)
    }

    /// The same axis with some elements halved.
    public func bisecting(_ elements: Set<Int>) -> AxisDiscretization {
        precondition(!isPeriodic || elements.isEmpty, "a periodic axis has no elements")
        var refined = [lower]
        for element in 0..<elementCount {
            if elements.contains(element) { refined.append((breaks[element] + breaks[element + 1]) / 2) }
            refined.append(breaks[element + 1])
        }
        return isPeriodic
            ? self : AxisDiscretization(name, breaks: refined, residualPointsPerElement: residualPointsPerElement)
    }

    /// Half the length of an element: the factor of d/dx against the reference interval [-1, 1] is its inverse.
    public func halfLength(of element: Int) -> Double { (breaks[element + 1] - breaks[element]) / 2 }

    /// The element that holds a position, the lower one at an interface.
    public func element(containing position: Double) -> Int {
        let above = breaks.firstIndex { position <= $0 } ?? breaks.count - 1
        return min(max(above - 1, 0), elementCount - 1)
    }

    private var cellCentres: [Double] {
        let count = residualPointsPerElement
        return (0..<count).map { lower + (upper - lower) * (Double($0) + 0.5) / Double(count) }
    }

    var periodicPoints: [Double] {
        let count = residualPointsPerElement
        return (0..<count).map { lower + (upper - lower) * Double($0) / Double(count) }
    }

    /// Reference points in [-1, 1] carried to every element, measured from the nearer end so that ends are exact.
    func mapped(_ reference: [Double]) -> [Double] {
        (0..<elementCount).flatMap { element in
            let half = halfLength(of: element)
            return reference.map { point in
                point < 0 ? breaks[element] + half * (1 + point) : breaks[element + 1] - half * (1 - point)
            }
        }
    }
}
