#include "variants.h"

#if ANSATZ_X86_VARIANTS
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,avx2,fma,bmi,bmi2"))), apply_to = function)
#define HAS_FUSED 1
#define VECTOR_LANES 8
#define TILE_FEATURES 6
#define TILE_VECTORS 4
#define GRADIENT_TILE 5
#define KERNELS ansatz_jet_kernels_avx512
#include "jets.h"
#pragma clang attribute pop
#endif
