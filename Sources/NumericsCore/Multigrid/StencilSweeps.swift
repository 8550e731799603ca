import CKernels

/// The parts of a Gauss-Seidel sweep over a lattice. Nodes of one part and plane do not depend on those of other planes of
/// the part: red and black nodes of a star, four or eight colours of a full stencil.
///
/// The reverse of a sweep visits the colours in opposite order, which makes it the adjoint for a symmetric matrix. On a
/// periodic axis with an odd number of nodes the last line, or plane, is a colour of its own; along a line the two equal
/// colours at the seam are relaxed at once.
struct StencilSweeps {
    let forward, backward: [ansatz_stage]
    /// Whether planes only wait for their neighbours, so that several stages may follow each other through the lattice.
    let canFollow: Bool

    /// Point relaxation, or lines along each axis longer than one node in turn, the last axis first.
    init(_ lattice: ansatz_stencil, _ smoother: StencilMultigrid.Smoother) {
        if smoother == .lines {
            self.init(linesOf: lattice)
        } else {
            self.init(pointsOf: lattice)
        }
    }

    private init(linesOf lattice: ansatz_stencil) {
        let planes = StencilSweeps.alternating(
            StencilSweeps.split(lattice.extent.0, isPeriodic: lattice.periodic.0 != 0))
        let lines = StencilSweeps.alternating(
            StencilSweeps.split(lattice.extent.1, isPeriodic: lattice.periodic.1 != 0))
        var stages = planes.map { StencilSweeps.lines(axis: 2, $0, lines, parity: 0) }
        for (axis, sets) in [(1, planes), (0, lines)] where (axis == 1 ? lattice.extent.1 : lattice.extent.0) > 1 {
            for set in sets { stages += [0, 1].map { StencilSweeps.lines(axis: axis, set, [], parity: $0) } }
        }
        forward = stages
        backward = stages.reversed().map { stage in
            var mirrored = stage
            if stage.axis == 2 && lines.count > 2 { swap(&mirrored.lines.0, &mirrored.lines.2) }
            if stage.axis == 2 && lines.count == 2 { swap(&mirrored.lines.0, &mirrored.lines.1) }
            return mirrored
        }
        canFollow = false
    }

    private static func lines(
        axis: Int, _ planes: ansatz_range, _ lines: [ansatz_range], parity: Int32
    ) -> ansatz_stage {
        var result = stage(planes, lines, parity)
        result.kind = Int32(ANSATZ_STAGE_LINES)
        result.axis = Int32(axis)
        return result
    }

    private init(pointsOf lattice: ansatz_stencil) {
        let planes = StencilSweeps.split(lattice.extent.0, isPeriodic: lattice.periodic.0 != 0)
        let lines = StencilSweeps.split(lattice.extent.1, isPeriodic: lattice.periodic.1 != 0)
        canFollow = lattice.periodic.0 == 0
        if lattice.full != 0 {
            let planeSets = StencilSweeps.alternating(planes)
            let lineSets = StencilSweeps.alternating(lines)
            forward = planeSets.map { StencilSweeps.stage($0, lineSets, 0) }
            backward = planeSets.reversed().map { StencilSweeps.stage($0, lineSets.reversed(), 1) }
        } else {
            forward = planes.flatMap { planes in
                lines.flatMap { lines in [0, 1].map { StencilSweeps.stage(planes, [lines], $0) } }
            }
            backward = forward.reversed()
        }
    }

    /// All indices but one that would meet its own colour across a seam, and that one.
    private static func split(_ extent: Int, isPeriodic: Bool) -> [ansatz_range] {
        guard isPeriodic && extent % 2 == 1 && extent > 1 else { return [.init(first: 0, last: extent, step: 1)] }
        return [.init(first: 0, last: extent - 1, step: 1), .init(first: extent - 1, last: extent, step: 1)]
    }

    private static func alternating(_ ranges: [ansatz_range]) -> [ansatz_range] {
        let main = ranges[0]
        return [.init(first: 0, last: main.last, step: 2), .init(first: 1, last: main.last, step: 2)] + ranges.dropFirst()
    }

    private static func stage(_ planes: ansatz_range, _ lines: [ansatz_range], _ parity: Int32) -> ansatz_stage {
        var stage = ansatz_stage()
        stage.kind = Int32(ANSATZ_STAGE_SWEEP)
        stage.parity = parity
        stage.planes = planes
        stage.line_sets = lines.count
        withUnsafeMutableBytes(of: &stage.lines) { raw in
            let table = raw.bindMemory(to: ansatz_range.self)
            for (place, range) in lines.enumerated() { table[place] = range }
        }
        return stage
    }
}
