import CKernels

/// Interpolation from a coarse lattice to the next finer one, and the restriction of residuals, from the coefficients of the
/// fine matrix (Dendy 1982; for matrices that are not symmetric Dendy 1983: interpolation by the symmetric part, restriction
/// as the transpose of the interpolation for the transposed matrix).
final class StencilTransfer: @unchecked Sendable {
    let coarsening: StencilCoarsening
    let prolongation, restriction: UnsafeMutablePointer<ansatz_transfer>
    private let storage: [Tensor<Double>.Storage]
    private let isSymmetric: Bool
    // Sets of axes between whose coarse nodes a fine one may lie, those of fewer axes first.
    private let oddSets: [Int32]

    init(_ coarsening: StencilCoarsening, isSymmetric: Bool) {
        self.coarsening = coarsening
        self.isSymmetric = isSymmetric
        let rank = coarsening.fine.count
        let slots = StencilLayout.slots(rank: rank)
        let coarsenedSlots = slots.indices.filter { coarsening.coarsened[$0] }.reduce(0) { $0 | 1 << Int32(slots[$1]) }
        oddSets = (1..<8).filter { $0 & ~Int32(coarsenedSlots) == 0 }
            .sorted { ($0.nonzeroBitCount, $0) < ($1.nonzeroBitCount, $1) }
        let ones = Tensor<Double>.Storage(count: coarsening.fine[rank - 1] + 4)
        ones.base.initialize(repeating: 1, count: ones.count)
        let tables = (isSymmetric ? 1...1 : 1...2).map { _ in StencilTransfer.weights(coarsening) }
        storage = [ones] + tables.map(\.storage)
        prolongation = StencilTransfer.describe(coarsening, tables[0], ones)
        restriction = isSymmetric ? prolongation : StencilTransfer.describe(coarsening, tables[1], ones)
    }

    deinit {
        if restriction != prolongation { restriction.deallocate() }
        prolongation.deallocate()
    }

    private typealias Table = (storage: Tensor<Double>.Storage, entries: [Int], width: Int)

    private static func weights(_ coarsening: StencilCoarsening) -> Table {
        let offsets = StencilLayout.offsets(rank: coarsening.fine.count, .full).filter { offset in
            offset.contains { $0 != 0 } && offset.indices.allSatisfy { offset[$0] == 0 || coarsening.coarsened[$0] }
        }
        let columns = coarsening.coarse[coarsening.coarse.count - 1]
        let width = coarsening.coarse.dropLast().reduce(1, *) * (columns + 2)
        let storage = Tensor<Double>.Storage(count: width * offsets.count)
        storage.base.initialize(repeating: 0, count: storage.count)
        return (storage, offsets.map(StencilLayout.entry), width)
    }

    private static func describe(
        _ coarsening: StencilCoarsening, _ table: Table, _ ones: Tensor<Double>.Storage
    ) -> UnsafeMutablePointer<ansatz_transfer> {
        let result = UnsafeMutablePointer<ansatz_transfer>.allocate(capacity: 1)
        var description = ansatz_transfer()
        description.fine = StencilLayout.bySlot(coarsening.fine, missing: 1)
        description.coarse = StencilLayout.bySlot(coarsening.coarse, missing: 1)
        description.periodic = StencilLayout.bySlot(coarsening.periodic.map { $0 ? 1 : 0 }, missing: 0)
        description.coarsened = StencilLayout.bySlot(coarsening.coarsened.map { $0 ? 1 : 0 }, missing: 0)
        description.start = StencilLayout.bySlot(coarsening.start.map(Int32.init), missing: 0)
        description.ones = ones.base + 1
        withUnsafeMutableBytes(of: &description.weights) { raw in
            let pointers = raw.bindMemory(to: UnsafeMutablePointer<Double>?.self)
            for (place, entry) in table.entries.enumerated() { pointers[entry] = table.storage.base + place * table.width }
        }
        result.initialize(to: description)
        return result
    }

    /// Computes the weights from a matrix.
    func update(_ matrix: SharedPointer<ansatz_stencil>, _ workers: StencilWorkers) {
        var transpose = matrix.base.pointee
        transpose.transposed = 1
        withUnsafeMutablePointer(to: &transpose) { transposed in
            let mirrored = SharedPointer(transposed)
            let planes = prolongation.pointee.coarse.0
            for odd in oddSets {
                workers.share(planes, nodes: coarsening.coarse.reduce(1, *)) { part, scratch in
                    StencilLayout.kernels.weights(
                        matrix.base, self.isSymmetric ? nil : mirrored.base, self.prolongation, odd, scratch,
                        part.lowerBound, part.upperBound)
                    guard !self.isSymmetric else { return }
                    StencilLayout.kernels.weights(
                        mirrored.base, nil, self.restriction, odd, scratch, part.lowerBound, part.upperBound)
                }
            }
        }
    }
}
