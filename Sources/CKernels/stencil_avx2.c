#include "variants.h"

#if ANSATZ_X86_VARIANTS
// "avx2" alone does not switch fused multiply-add on, hence the architecture's name.
#pragma clang attribute push(__attribute__((target("arch=haswell"))), apply_to = function)
#define KERNELS ansatz_stencil_kernels_avx2
#include "stencil_kernels.h"
#pragma clang attribute pop
#endif
