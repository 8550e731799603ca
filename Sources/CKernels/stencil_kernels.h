// The loops over stencils, compiled once per instruction set: the including file defines KERNELS.
#include "stencil_lines.h"
#include "stencil_apply.h"
#include "stencil_sweep.h"

const ansatz_stencil_kernels KERNELS = {
    .apply = stencil_apply,
    .sweep = stencil_sweep,
};
