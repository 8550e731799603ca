import Discretization
import Problems

/// Chooses the axes of the next resolution from how far the series have fallen.
struct ResolutionPolicy: Sendable {
    let settings: ChebyshevSettings
    let problem: CollocationProblem
    /// Most conditions of a component along each axis: degree = residual points + this - 1.
    let conditions: [Int]
    /// Conditions of each component along each axis [component][axis].
    private let counts: [[Int]]
    /// Whether elements along each axis can be joined.
    let splittable: [Bool]

    init(_ problem: CollocationProblem, settings: ChebyshevSettings) throws(DiscretizationError) {
        self.settings = settings
        self.problem = problem
        let counts = try CollocationSystem.conditionCounts(problem)
        self.counts = counts
        let orders = problem.orders
        conditions = problem.spaceIndices.indices.map { axis in counts.map { $0[axis] }.max() ?? 0 }
        splittable = problem.spaceIndices.enumerated().map { axis, coordinate in
            !problem.coordinates[coordinate].isPeriodic && counts.indices.allSatisfy { counts[$0][axis] >= orders[$0][axis] }
        }
    }

    /// Whether the user fixed the degree: then nothing is refined.
    var isFixed: Bool { settings.degree != nil }

    /// Number of unknowns on given axes.
    func unknowns(_ axes: [AxisDiscretization]) -> Int {
        counts.reduce(0) { total, own in
            total + axes.indices.reduce(1) { $0 * axes[$1].elementCount * (axes[$1].residualPointsPerElement + own[$1]) }
        }
    }

    /// The axes of the first resolution.
    func start() -> [AxisDiscretization] {
        let defaults = [16, 16, 12, 8]
        return problem.spaceIndices.enumerated().map { axis, index in
            let coordinate = problem.coordinates[index]
            let degree =
                settings.degree.map { ChebyshevSettings.entry($0, axis: axis) }
                ?? max(defaults[min(problem.spaceIndices.count, 3)], 2 * conditions[axis] + 4)
            if coordinate.isPeriodic {
                return AxisDiscretization(
                    periodic: coordinate.name, from: coordinate.lower, to: coordinate.upper, count: max(degree, 4))
            }
            let elements = settings.elements.map { ChebyshevSettings.entry($0, axis: axis) } ?? 1
            let breaks = (0...elements).map { coordinate.lower + coordinate.length * Double($0) / Double(elements) }
            return AxisDiscretization(
                coordinate.name, breaks: breaks, residualPointsPerElement: max(degree + 1 - conditions[axis], 1))
        }
    }

    /// A slightly finer resolution on the same elements, to compare with.
    func verification(_ axes: [AxisDiscretization]) -> [AxisDiscretization] {
        axes.map { $0.resized(to: $0.residualPointsPerElement + max(2, $0.residualPointsPerElement / 10)) }
    }

    /// Clearly finer axes everywhere: twice the elements on a line, half as many points again elsewhere.
    func finer(_ axes: [AxisDiscretization]) -> [AxisDiscretization] {
        axes.enumerated().map { index, axis in
            let maySplit = axes.count == 1 && splittable[index] && settings.elements == nil
                && 2 * axis.elementCount <= settings.maximumElements
            return maySplit
                ? axis.bisecting(Set(0..<axis.elementCount))
                : axis.resized(to: max(axis.residualPointsPerElement * 3 / 2, axis.residualPointsPerElement + 1))
        }
    }

    /// Axes that look closer at the elements whose data fall between the points; nil if the settings forbid it.
    func closer(_ axes: [AxisDiscretization], at missed: [Set<Int>]) -> [AxisDiscretization]? {
        if isFixed { return nil }
        guard axes.count == 1, splittable[0], settings.elements == nil else {
            return axes.map { $0.resized(to: $0.residualPointsPerElement * 3 / 2 + 1) }
        }
        return axes[0].elementCount + missed[0].count <= settings.maximumElements ? [axes[0].bisecting(missed[0])] : nil
    }

    /// The next resolution, or nil if every series has fallen below the tolerance.
    /// - Parameter tails: relative size of the last coefficients [axis][element].
    func refined(_ axes: [AxisDiscretization], tails: [[Double]], isDirect: Bool) -> [AxisDiscretization]? {
        var next = axes
        for (axis, own) in tails.enumerated() {
            // What an unresolved layer scatters into its neighbours goes away with it: the worst elements come first.
            let threshold = max(settings.tolerance, 0.01 * (own.max() ?? 0))
            let failing = Set(own.indices.filter { own[$0] > threshold })
            if failing.isEmpty { continue }
            let points = axes[axis].residualPointsPerElement
            let elements = axes[axis].elementCount + failing.count
            // On a line short elements cost no more than long series; in two dimensions a tensor grid of elements
            // does, so they are left for what the longest series cannot carry.
            let longest = axes.count == 1 ? 32 : 60
            let maySplit = splittable[axis] && !isDirect && settings.elements == nil && elements <= settings.maximumElements
            if maySplit && points >= longest {
                next[axis] = axes[axis].bisecting(failing)
            } else {
                next[axis] = axes[axis].resized(to: points + max(points / 2, 4))
            }
        }
        return next == axes ? nil : next
    }
}
