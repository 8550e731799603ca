import CKernels

/// Geometric multigrid for `LatticeOperator`: V-cycles and full multigrid (Brandt 1977; Trottenberg, Oosterlee and
/// Schüller 2001, sections 2.5 and 2.6).
///
/// Red-black over-relaxation, full weighting, linear interpolation of corrections and cubic interpolation of solutions;
/// the coarsest lattice is solved directly. Sweeps, residual and restriction of a level run as one pass over memory,
/// interpolation and the sweeps after it as another. The answer does not depend on the number of threads, bit by bit.
/// Memory: about 22 bytes a point in two dimensions, 19 in three, besides the arrays passed in.
///
/// One instance works on one system at a time; it must not be used by two tasks at once.
public final class LatticeMultigrid: @unchecked Sendable {
    public let linearOperator: LatticeOperator
    let hierarchy: LatticeHierarchy
    // For each level but the coarsest.
    let afterInterpolation, continuing, fromZero, correcting: [LatticePass]
    var sums: [Double]

    /// Makes the lattices and workspaces.
    ///
    /// `sweepsBefore` (1 to 3) and `sweepsAfter` (0 to 3) the coarse correction; `isSymmetric` runs the colours of the later
    /// sweeps backwards, so that with equal numbers the cycle is a symmetric operator; it converges more slowly then.
    /// `relaxation` is the factor ω in (0, 2) of every half sweep, chosen for fast convergence if nil. Lattices of up to
    /// `directBelow` points are solved directly.
    public convenience init(
        _ linearOperator: LatticeOperator, sweepsBefore: Int = 2, sweepsAfter: Int = 1, isSymmetric: Bool = false,
        relaxation: Double? = nil, directBelow: Int = 600, threads: Int = 1
    ) {
        self.init(
            linearOperator, sweepsBefore: sweepsBefore, sweepsAfter: sweepsAfter, isSymmetric: isSymmetric,
            relaxation: relaxation, directBelow: directBelow, threads: threads, instructionSet: .best)
    }

    package init(
        _ linearOperator: LatticeOperator, sweepsBefore: Int = 2, sweepsAfter: Int = 1, isSymmetric: Bool = false,
        relaxation: Double? = nil, directBelow: Int = 600, threads: Int = 1, instructionSet: InstructionSet
    ) {
        precondition((1...3).contains(sweepsBefore) && (0...3).contains(sweepsAfter), "sweeps")
        self.linearOperator = linearOperator
        let hierarchy = LatticeHierarchy(
            linearOperator, relaxation: relaxation ?? Self.relaxation(linearOperator, isSymmetric),
            directBelow: directBelow, threads: threads, instructionSet: instructionSet)
        self.hierarchy = hierarchy
        let before = (0..<sweepsBefore).flatMap { _ in [LatticePass.Stage.relax(.red), .relax(.black)] }
        let order: [LatticePass.Stage] = isSymmetric ? [.relax(.black), .relax(.red)] : [.relax(.red), .relax(.black)]
        let after = [.correct] + (0..<sweepsAfter).flatMap { _ in order }
        func passes(_ stages: [LatticePass.Stage], restricts: Bool) -> [LatticePass] {
            hierarchy.halved.indices.map { LatticePass(hierarchy, level: $0, stages: stages, restricts: restricts) }
        }
        afterInterpolation = passes([.interpolate] + before, restricts: true)
        continuing = passes(before, restricts: true)
        fromZero = passes([.start(.red)] + before.dropFirst(), restricts: true)
        correcting = passes(after, restricts: false)
        sums = Array(repeating: 0, count: 3 * hierarchy.levels[0].planes)
    }

    /// Yavneh 1996 (SIAM J. Sci. Comput. 17, 180) shows that over-relaxed red-black sweeps smooth better, the more so the
    /// more neighbours a point has. The values are those where V(2,1) converges fastest (factors near 0.02 for the square and
    /// 0.03 for the cube, against 0.07 and 0.12 with ω = 1); symmetric cycles gain little.
    private static func relaxation(_ linearOperator: LatticeOperator, _ isSymmetric: Bool) -> Double {
        isSymmetric ? 1.05 : linearOperator.axes.count == 3 ? 1.25 : 1.15
    }

    /// Points along each axis on every level, from fine to coarse.
    public var levelShapes: [[Int]] { hierarchy.levels.map(\.linearOperator.shape) }

    /// One V-cycle on the present values; on a lattice without coarser ones, the direct solve.
    public func cycle() { cycle(from: 0, first: continuing, repeats: false) }

    /// Full multigrid: solves the coarsest problem, then interpolates and runs one cycle on each finer level.
    ///
    /// The result has about the accuracy of the exact solution of the difference equations. The present unknowns do not
    /// matter; given values on walls do.
    public func fullCycle() {
        let coarsest = hierarchy.halved.count
        guard coarsest > 0 else { return hierarchy.solveDirectly() }
        for pass in continuing {
            pass.restrictRight(hierarchy)
            pass.injectWalls()
        }
        hierarchy.solveDirectly()
        for level in (0..<coarsest).reversed() { cycle(from: level, first: afterInterpolation, repeats: true) }
    }

    /// The approximate inverse: one V-cycle from zero values.
    func cycleFromZero() {
        if hierarchy.halved.isEmpty { hierarchy.levels[0].clearValues() }
        cycle(from: 0, first: fromZero, repeats: false)
    }

    /// A cycle on this and the coarser levels. `repeats` visits those twice that have at most a sixth of the points of the
    /// finer one: in three dimensions a W-cycle, for a sixth more work.
    private func cycle(from level: Int, first: [LatticePass], repeats: Bool) {
        guard level < hierarchy.halved.count else { return hierarchy.solveDirectly() }
        first[level].run(hierarchy)
        if level + 1 < hierarchy.halved.count {
            cycle(from: level + 1, first: fromZero, repeats: repeats)
            if repeats && 6 * hierarchy.levels[level + 1].points <= hierarchy.levels[level].points {
                cycle(from: level + 1, first: continuing, repeats: repeats)
            }
        } else {
            hierarchy.levels[level + 1].clearValues()
            hierarchy.solveDirectly()
        }
        correcting[level].run(hierarchy)
    }
}

extension LatticeMultigrid {
    /// A cycle's passes on the two finest levels in a given number of slabs; 0: stage after stage. For tests of their equality.
    package func runPasses(slabs: Int) {
        continuing[0].run(hierarchy, slabs: slabs)
        fromZero[1].run(hierarchy, slabs: slabs)
        correcting[0].run(hierarchy, slabs: slabs)
    }

    /// Red-black sweeps over the finest level in one pass, up to 4. For measurements.
    package func smoother(sweeps: Int) -> () -> Void {
        let stages = (0..<sweeps).flatMap { _ in [LatticePass.Stage.relax(.red), .relax(.black)] }
        let pass = LatticePass(hierarchy, level: 0, stages: stages)
        return { [hierarchy] in pass.run(hierarchy) }
    }
}
