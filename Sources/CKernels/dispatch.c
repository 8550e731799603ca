#include "CKernels.h"
#include "variants.h"

int32_t ansatz_variant_is_available(int32_t variant) {
    if (variant == ANSATZ_VARIANT_BASELINE) return 1;
#if ANSATZ_X86_VARIANTS
    __builtin_cpu_init();
    if (variant == ANSATZ_VARIANT_AVX2)
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
    if (variant == ANSATZ_VARIANT_AVX512)
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
            && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw")
            && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
#endif
    return 0;
}

int32_t ansatz_variant_best(void) {
    for (int32_t variant = ANSATZ_VARIANT_COUNT - 1; variant > 0; --variant)
        if (ansatz_variant_is_available(variant)) return variant;
    return ANSATZ_VARIANT_BASELINE;
}

void ansatz_run_block(int32_t variant, const ansatz_instruction *instructions, long count, double *const *registers,
                      long lanes) {
    switch (variant) {
#if ANSATZ_X86_VARIANTS
    case ANSATZ_VARIANT_AVX512: ansatz_run_block_avx512(instructions, count, registers, lanes); break;
    case ANSATZ_VARIANT_AVX2: ansatz_run_block_avx2(instructions, count, registers, lanes); break;
#endif
    default: ansatz_run_block_baseline(instructions, count, registers, lanes);
    }
}

void ansatz_apply_unary(int32_t variant, int32_t opcode, const double *input, double *output, long count) {
    // The kernels never write to an operand that is not also the destination, so dropping const is safe.
    double *registers[2] = {(double *)input, output};
    ansatz_instruction instruction = {opcode, 1, 0, 0, 0, 0, 0};
    ansatz_run_block(variant, &instruction, 1, registers, count);
}
