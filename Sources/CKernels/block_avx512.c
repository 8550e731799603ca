#include "variants.h"
#include <math.h>
#include <string.h>

#if ANSATZ_X86_VARIANTS
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,avx2,fma,bmi,bmi2"))), apply_to = function)
#define HAS_FUSED 1
#define RUN_BLOCK ansatz_run_block_avx512
#include "block.h"
#pragma clang attribute pop
#endif
