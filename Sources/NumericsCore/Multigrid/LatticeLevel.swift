import CKernels

/// One lattice of a hierarchy with its values and right side, in the layout of the C kernels (ansatz_lattice.h).
final class LatticeLevel: @unchecked Sendable {
    let linearOperator: LatticeOperator
    /// Addresses and sizes; the arrays live as long as the level.
    let lattice: ansatz_lattice
    private let memory: UnsafeMutableRawPointer

    /// Allocates a level, all zero. `relaxation` is the factor ω of its half sweeps.
    init(_ linearOperator: LatticeOperator, relaxation: Double) {
        self.linearOperator = linearOperator
        let counts = LatticeLevel.extended(linearOperator.shape, with: 1)
        let half = (((counts[2] + 1) / 2 + 1) + 7) / 8 * 8
        // Rows a multiple of a page apart would all compete for the same few places of the cache.
        let row = (2 * half + 8) % 512 == 0 ? 2 * half + 16 : 2 * half + 8
        let total = counts[0] * counts[1] * row + 16
        let bytes = 2 * total * MemoryLayout<Double>.stride, largePage = 2 << 20
        memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: bytes < 2 * largePage ? 64 : largePage)
        if bytes >= 2 * largePage { ansatz_lattice_prefer_large_pages(memory, bytes) }
        let values = memory.initializeMemory(as: Double.self, repeating: 0, count: 2 * total)
        var lattice = ansatz_lattice()
        lattice.values = values
        lattice.right = values + total / 8 * 8
        lattice.count = (counts[0], counts[1], counts[2])
        (lattice.row_stride, lattice.plane_stride, lattice.odd_offset) = (row, counts[1] * row, half + 8)
        lattice.relaxation = relaxation
        LatticeLevel.setCoefficients(&lattice, linearOperator)
        self.lattice = lattice
    }

    deinit { memory.deallocate() }

    /// Fewer than three axes leave out the middle one, then the outer one.
    static func extended<Value>(_ values: [Value], with filler: Value) -> [Value] {
        switch values.count {
        case 1: [filler, filler, values[0]]
        case 2: [values[0], filler, values[1]]
        default: values
        }
    }

    private static func setCoefficients(_ lattice: inout ansatz_lattice, _ linearOperator: LatticeOperator) {
        let couplings = extended(linearOperator.axes.map(\.coupling), with: 0)
        let walls = extended(
            linearOperator.axes.map { axis in
                [axis.low, axis.high].map { 2 * axis.coefficient / axis.spacing * $0.factor }
            }, with: [0, 0])
        // An axis of one point is its own neighbour.
        let ends = extended(linearOperator.axes.map { [code($0.low), code($0.high)] }, with: [code(.periodic), code(.periodic)])
        lattice.coupling = (couplings[0], couplings[1], couplings[2])
        lattice.diagonal = 2 * couplings.reduce(0, +) + linearOperator.reaction
        lattice.wall = ((walls[0][0], walls[0][1]), (walls[1][0], walls[1][1]), (walls[2][0], walls[2][1]))
        lattice.end = ((ends[0][0], ends[0][1]), (ends[1][0], ends[1][1]), (ends[2][0], ends[2][1]))
    }

    private static func code(_ end: LatticeEnd) -> Int32 {
        switch end {
        case .value: Int32(ANSATZ_END_VALUE)
        case .flux, .mixed: Int32(ANSATZ_END_FLUX)
        case .periodic: Int32(ANSATZ_END_PERIODIC)
        }
    }

    /// Sets all values to zero, given ones included.
    func clearValues() {
        lattice.values.update(repeating: 0, count: lattice.count.0 * lattice.plane_stride)
    }

    /// Number of outermost planes.
    var planes: Int { lattice.count.0 }
    /// Number of points.
    var points: Int { lattice.count.0 * lattice.count.1 * lattice.count.2 }
    /// The block of all points.
    var allPoints: ansatz_block { ansatz_block(start: (0, 0, 0), count: lattice.count) }
    /// The block of the unknowns.
    var unknowns: ansatz_block {
        let ranges = LatticeLevel.extended(linearOperator.axes.map(\.unknowns), with: 0..<1)
        return ansatz_block(
            start: (ranges[0].lowerBound, ranges[1].lowerBound, ranges[2].lowerBound),
            count: (ranges[0].count, ranges[1].count, ranges[2].count))
    }
}
