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

    init(_ lattice: ansatz_stencil) {
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
