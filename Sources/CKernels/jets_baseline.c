#include "variants.h"

#if defined(__FMA__) || defined(__aarch64__)
#define HAS_FUSED 1
#else
#define HAS_FUSED 0
#endif
#define VECTOR_LANES 2
#define TILE_FEATURES 4
#define TILE_VECTORS 2
#define GRADIENT_TILE 3
#define KERNELS ansatz_jet_kernels_baseline
#include "jets.h"

const ansatz_jet_kernels *ansatz_jet_kernels_for(int32_t variant) {
#if ANSATZ_X86_VARIANTS
    if (variant == ANSATZ_VARIANT_AVX512) return &ansatz_jet_kernels_avx512;
    if (variant == ANSATZ_VARIANT_AVX2) return &ansatz_jet_kernels_avx2;
#endif
    return &ansatz_jet_kernels_baseline;
}
