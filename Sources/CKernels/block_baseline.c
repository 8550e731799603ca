// Every x86-64 (SSE2, no fused multiply-add); on other machines the only variant, with their own vector unit.
#include "variants.h"
#include <math.h>
#include <string.h>

#if defined(__FMA__) || defined(__aarch64__)
#define HAS_FUSED 1
#else
#define HAS_FUSED 0
#endif
#define RUN_BLOCK ansatz_run_block_baseline
#include "block.h"
