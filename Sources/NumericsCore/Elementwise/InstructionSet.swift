import CKernels

/// The instruction sets the C kernels are compiled for.
package enum InstructionSet: Int32, CaseIterable, Sendable {
    /// What every machine of this architecture has.
    case baseline = 0
    /// AVX2 with fused multiply-add.
    case avx2
    case avx512

    /// Whether this machine can run it.
    package var isAvailable: Bool { ansatz_variant_is_available(rawValue) != 0 }

    /// The fastest one this machine can run.
    package static let best = InstructionSet(rawValue: ansatz_variant_best()) ?? .baseline
}
