#include "variants.h"

#if ANSATZ_X86_VARIANTS
// "avx2" alone does not switch fused multiply-add on, hence the architecture's name.
#pragma clang attribute push(__attribute__((target("arch=haswell"))), apply_to = function)
#define HAS_FUSED 1
#define VECTOR_LANES 4
// Sixteen registers: twelve sums, three vectors of the input and a weight.
#define TILE_FEATURES 4
#define TILE_VECTORS 3
#define GRADIENT_TILE 3
#define KERNELS ansatz_jet_kernels_avx2
#include "jets.h"
#pragma clang attribute pop
#endif
