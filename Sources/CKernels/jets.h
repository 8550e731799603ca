// Jets of network layers, compiled once per instruction set: the including file defines KERNELS, HAS_FUSED, the number of
// doubles in a vector and the sizes of register tiles.
#include <math.h>
#include <string.h>

// The elementary functions rely on exact differences, which contraction would spoil; see block.h.
#pragma clang fp contract(off)
#define LANES _Pragma("clang loop vectorize(assume_safety)") for (long i = 0; i < n; ++i)
#define FUNCTION_LANES \
    _Pragma("clang loop vectorize(assume_safety) interleave_count(2)") for (long i = 0; i < n; ++i)
#include "elementary.h"
#include "trigonometry.h"
#pragma clang fp contract(fast)

/// Part of the eight lanes of a channel.
typedef double vector __attribute__((vector_size(8 * VECTOR_LANES), aligned(8)));
enum { lanes = ANSATZ_JET_LANES, parts = lanes / VECTOR_LANES };
#define UNROLL _Pragma("clang loop unroll(full)")

INLINE vector load(const double *place) { return *(const vector *)place; }
INLINE void store(double *place, vector value) { *(vector *)place = value; }

#include "jets_dense.h"
#include "jets_gradient.h"
#include "jets_scale.h"
#include "jets_functions.h"
#include "jets_compose.h"

/// Independent chains of multiply-adds in registers, enough to hide their latency: what the other kernels are measured against.
static double jet_multiply_adds(long repetitions, double factor) {
    vector sum[TILE_FEATURES * TILE_VECTORS];
    UNROLL for (int j = 0; j < TILE_FEATURES * TILE_VECTORS; ++j) sum[j] = (vector){0} + j;
    const vector scale = (vector){0} + factor;
    for (long k = 0; k < repetitions; ++k)
        UNROLL for (int j = 0; j < TILE_FEATURES * TILE_VECTORS; ++j) sum[j] = sum[j] * scale + scale;
    vector total = {0};
    UNROLL for (int j = 0; j < TILE_FEATURES * TILE_VECTORS; ++j) total += sum[j];
    return total[0];
}

const ansatz_jet_kernels KERNELS = {
    .operations = 2 * TILE_FEATURES * TILE_VECTORS * VECTOR_LANES,
    .multiply_adds = jet_multiply_adds,
    .dense = jet_dense,
    .weight_gradient = jet_weight_gradient,
    .weight_rows = jet_weight_rows,
    .compose = jet_compose,
    .multiply = jet_multiply,
    .pull = jet_pull,
    .scale = jet_scale,
    .inner = jet_inner,
    .inner_row = jet_inner_row,
};
