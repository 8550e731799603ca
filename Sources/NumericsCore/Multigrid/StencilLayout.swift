import CKernels

/// How the axes of a lattice map to the planes, lines and columns of the C loops, and offsets to entry numbers.
enum StencilLayout {
    /// The slot (0 plane, 1 line, 2 column) of each of `rank` axes. Two axes have one line a plane.
    static func slots(rank: Int) -> [Int] {
        switch rank {
        case 1: [2]
        case 2: [0, 2]
        default: [0, 1, 2]
        }
    }

    /// Extents, or flags, by slot.
    static func bySlot<Value>(_ values: [Value], missing: Value) -> (Value, Value, Value) {
        var result = [missing, missing, missing]
        for (slot, value) in zip(slots(rank: values.count), values) { result[slot] = value }
        return (result[0], result[1], result[2])
    }

    /// The C number of the entry at an offset.
    static func entry(_ offset: [Int]) -> Int {
        let (plane, line, column) = bySlot(offset, missing: 0)
        return 9 * (plane + 1) + 3 * (line + 1) + column + 1
    }

    /// Offsets of a stencil in rising order, the centre in the middle.
    static func offsets(rank: Int, _ stencil: StencilMatrix.Stencil) -> [[Int]] {
        var all: [[Int]] = [[]]
        for _ in 0..<rank { all = all.flatMap { start in [-1, 0, 1].map { start + [$0] } } }
        return all.filter { stencil == .full || $0.reduce(0) { $0 + abs($1) } <= 1 }
    }

    static let kernels = ansatz_stencil_kernels_for(InstructionSet.best.rawValue)!.pointee
}

/// A pointer that several threads may use, each in its own part.
struct SharedPointer<Element>: @unchecked Sendable {
    let base: UnsafeMutablePointer<Element>
    init(_ base: UnsafeMutablePointer<Element>) { self.base = base }

    init(_ base: UnsafePointer<Element>) { self.base = UnsafeMutablePointer(mutating: base) }
}
