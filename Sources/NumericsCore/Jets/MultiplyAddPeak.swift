import CKernels

/// The highest rate of floating-point operations of this machine, to measure kernels against.
package enum MultiplyAddPeak {
    /// Performs at least `operations` operations in registers; the number done and a result that depends on all of them.
    package static func run(operations: Int) -> (operations: Int, result: Double) {
        let kernels = ansatz_jet_kernels_for(InstructionSet.best.rawValue)!.pointee
        let repetitions = max(1, operations / kernels.operations)
        return (repetitions * kernels.operations, kernels.multiply_adds(repetitions, 0.5))
    }
}
