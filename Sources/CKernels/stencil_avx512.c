#include "variants.h"

#if ANSATZ_X86_VARIANTS
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,avx2,fma,bmi,bmi2"))), apply_to = function)
#define KERNELS ansatz_stencil_kernels_avx512
#include "stencil_kernels.h"
#pragma clang attribute pop
#endif
