#include "variants.h"

#define KERNELS ansatz_stencil_kernels_baseline
#include "stencil_kernels.h"

const ansatz_stencil_kernels *ansatz_stencil_kernels_for(int32_t variant) {
#if ANSATZ_X86_VARIANTS
    if (variant == ANSATZ_VARIANT_AVX512) return &ansatz_stencil_kernels_avx512;
    if (variant == ANSATZ_VARIANT_AVX2) return &ansatz_stencil_kernels_avx2;
#endif
    return &ansatz_stencil_kernels_baseline;
}
