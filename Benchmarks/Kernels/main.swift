// Measures the element-wise kernels against the C library and the throughput of the instruction program.
// swift run -c release KernelBenchmarks
import NumericsCore

print("Instruction set: \(InstructionSet.best)")
print("")
ElementwiseBenchmark.run()
print("")
ProgramBenchmark.run()
print("")
PoolBenchmark.run()
