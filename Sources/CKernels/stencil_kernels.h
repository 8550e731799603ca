// The loops over stencils, compiled once per instruction set: the including file defines KERNELS.
#include <math.h>
#include <string.h>
#include "stencil_lines.h"
#include "stencil_apply.h"
#include "stencil_sweep.h"
#include "stencil_line_sweep.h"
#include "stencil_weights.h"
#include "stencil_galerkin.h"
#include "stencil_transfer.h"

const ansatz_stencil_kernels KERNELS = {
    .apply = stencil_apply,
    .stages = stencil_stages,
    .factor_lines = stencil_factor_lines,
    .weights = stencil_weights,
    .galerkin = stencil_galerkin,
    .prolong = stencil_prolong,
    .restrict_residual = stencil_restrict,
};
