#include "variants.h"
#include <math.h>
#include <string.h>

#if ANSATZ_X86_VARIANTS
// "avx2" alone does not switch fused multiply-add on, hence the architecture's name.
#pragma clang attribute push(__attribute__((target("arch=haswell"))), apply_to = function)
#define HAS_FUSED 1
#define RUN_BLOCK ansatz_run_block_avx2
#include "block.h"
#pragma clang attribute pop
#endif
