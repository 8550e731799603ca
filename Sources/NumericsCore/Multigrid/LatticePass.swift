import CKernels

/// Stages that run over a lattice together, one plane behind the other, so that memory is read once for all of them.
struct LatticePass: Sendable {
    /// What happens to each row; see ansatz_lattice.h.
    enum Stage: Sendable, Equatable {
        /// Half sweep from zero.
        case start(LatticeColour)
        case relax(LatticeColour)
        /// Add the linear interpolation of the coarse values.
        case correct
        /// Set the unknowns to the cubic interpolation of the coarse values.
        case interpolate

        fileprivate var code: (stage: Int, colour: LatticeColour) {
            switch self {
            case .start(let colour): (ANSATZ_STAGE_START, colour)
            case .relax(let colour): (ANSATZ_STAGE_RELAX, colour)
            case .correct: (ANSATZ_STAGE_CORRECT, .red)
            case .interpolate: (ANSATZ_STAGE_INTERPOLATE, .red)
            }
        }
    }

    private var pass = ansatz_lattice_pass()
    private let points, planes: Int

    /// A pass on level `index` of `hierarchy`; `restricts` moves the residual to the next level at the end.
    ///
    /// Precondition: at most 8 stages.
    init(_ hierarchy: LatticeHierarchy, level index: Int, stages: [Stage], restricts: Bool = false) {
        precondition(stages.count <= 8, "\(stages.count) stages")
        let level = hierarchy.levels[index]
        (points, planes) = (level.points, level.planes)
        pass.fine = level.lattice
        pass.coarse = hierarchy.levels[index + 1].lattice
        let halved = LatticeLevel.extended(hierarchy.halved[index], with: false).map { $0 ? Int32(1) : 0 }
        pass.halved = (halved[0], halved[1], halved[2])
        pass.restricts = restricts ? 1 : 0
        pass.stage_count = Int32(stages.count)
        withUnsafeMutableBytes(of: &pass.stages) { codes in
            for (place, stage) in stages.enumerated() {
                codes.storeBytes(of: Int32(stage.code.stage), toByteOffset: 4 * place, as: Int32.self)
            }
        }
        withUnsafeMutableBytes(of: &pass.colours) { colours in
            for (place, stage) in stages.enumerated() {
                colours.storeBytes(of: stage.code.colour.rawValue, toByteOffset: 4 * place, as: Int32.self)
            }
        }
    }

    /// Runs all stages. The result does not depend on the number of threads.
    func run(_ hierarchy: LatticeHierarchy, slabs wanted: Int? = nil) {
        let variant = hierarchy.instructionSet.rawValue
        let least = withUnsafePointer(to: pass) { ansatz_lattice_least_planes($0) }
        let shares = points < LatticeHierarchy.leastShared ? 1 : hierarchy.pool.threads
        let slabs = min(wanted ?? shares, planes / least), planes = planes, pass = pass
        guard slabs > 0 else {
            withUnsafePointer(to: pass) { ansatz_lattice_plain(variant, $0, hierarchy.scratch(0)) }
            return
        }
        let isPeriodic = pass.fine.end.0.0 == Int32(ANSATZ_END_PERIODIC)
        hierarchy.pool.forEachWithWorker(slabs) { slab, worker in
            let low = slab > 0 || isPeriodic, high = slab < slabs - 1 || isPeriodic
            withUnsafePointer(to: pass) {
                ansatz_lattice_slab(
                    variant, $0, planes * slab / slabs, planes * (slab + 1) / slabs, low ? 1 : 0, high ? 1 : 0,
                    hierarchy.scratch(worker))
            }
        }
        let first = isPeriodic ? 0 : 1
        hierarchy.pool.forEachWithWorker(slabs - first) { seam, worker in
            withUnsafePointer(to: pass) {
                ansatz_lattice_seam(variant, $0, planes * (seam + first) / slabs, hierarchy.scratch(worker))
            }
        }
    }

    /// Full weighting of the right side, instead of the residual, onto the next level.
    func restrictRight(_ hierarchy: LatticeHierarchy) {
        let pass = pass, variant = hierarchy.instructionSet.rawValue
        hierarchy.forEachPart(of: pass.coarse.count.0, points: points) { part, worker in
            withUnsafePointer(to: pass) {
                ansatz_lattice_restrict_right(variant, $0, part.lowerBound, part.upperBound, hierarchy.scratch(worker))
            }
        }
    }

    /// Given values on walls to the next level, whose other values become zero.
    func injectWalls() {
        withUnsafePointer(to: pass) { ansatz_lattice_inject_walls($0) }
    }
}

// The pointers inside lead to the arrays of levels; parts of a pass that run at once write to different rows.
extension ansatz_lattice: @retroactive @unchecked Sendable {}
extension ansatz_lattice_pass: @retroactive @unchecked Sendable {}
