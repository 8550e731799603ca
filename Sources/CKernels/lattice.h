// Index arithmetic of lattices, shared by all variants.
#ifndef ANSATZ_LATTICE_INDEX_H
#define ANSATZ_LATTICE_INDEX_H

#include "CKernels.h"

static inline double *lattice_row(const ansatz_lattice *g, double *array, long i, long j) {
    return array + i * g->plane_stride + j * g->row_stride;
}

/// Place of a column inside its row; columns -1 and count are the ghosts.
static inline long lattice_place(const ansatz_lattice *g, long column) {
    return (column & 1 ? g->odd_offset : 0) + (column >> 1);
}

/// Index of a point outside the lattice after reflection or periodic continuation.
static inline long lattice_fold(const ansatz_lattice *g, int axis, long index) {
    long count = g->count[axis];
    if (g->end[axis][0] == ANSATZ_END_PERIODIC) return index < 0 ? index + count : index >= count ? index - count : index;
    return index < 0 ? -index : index >= count ? 2 * (count - 1) - index : index;
}

/// Whether the points at this index of an axis have their values given.
static inline int lattice_is_given(const ansatz_lattice *g, int axis, long index) {
    return (index == 0 && g->end[axis][0] == ANSATZ_END_VALUE)
        || (index == g->count[axis] - 1 && g->end[axis][1] == ANSATZ_END_VALUE);
}

static inline double lattice_wall(const ansatz_lattice *g, int axis, long index) {
    return index == 0 ? g->wall[axis][0] : index == g->count[axis] - 1 ? g->wall[axis][1] : 0;
}

/// Brings the ghosts of a row up to date.
static inline void lattice_fill_ghosts(const ansatz_lattice *g, double *row) {
    long count = g->count[2];
    if (count < 2) return;
    if (g->end[2][0] != ANSATZ_END_VALUE)
        row[lattice_place(g, -1)] = row[lattice_place(g, lattice_fold(g, 2, -1))];
    if (g->end[2][1] != ANSATZ_END_VALUE)
        row[lattice_place(g, count)] = row[lattice_place(g, lattice_fold(g, 2, count))];
}

/// First unknown of an axis and the place after the last one.
static inline long lattice_first(const ansatz_lattice *g, int axis) { return g->end[axis][0] == ANSATZ_END_VALUE; }
static inline long lattice_last(const ansatz_lattice *g, int axis) {
    return g->count[axis] - (g->end[axis][1] == ANSATZ_END_VALUE);
}

/// Number of points in the even or odd half of a row, rounded up to whole vectors: loops run into the padding, so that
/// they have neither prologue nor remainder.
static inline long lattice_half(const ansatz_lattice *g, int odd) { return ((g->count[2] + !odd) / 2 + 7) & ~7L; }

/// Parts of a workspace.
typedef struct {
    double *planes[4];  // weighted residuals of four fine planes, coarse rows of `stride`
    double *rows[4];    // weighted residuals of four fine rows
    double *residual;   // one fine row
    double *mixed;      // one coarse row in halves
    double *natural;    // one coarse row in natural order, with room for two ghosts before and after
    long stride;
} lattice_workspace;

static inline lattice_workspace lattice_parts(const ansatz_lattice_pass *p, double *memory) {
    lattice_workspace w;
    w.stride = p->fine.row_stride + 32;
    for (int slot = 0; slot < 4; ++slot) w.rows[slot] = memory + slot * w.stride;
    w.residual = memory + 4 * w.stride + 8;
    w.mixed = memory + 5 * w.stride + 16;
    w.natural = memory + 6 * w.stride + 24;
    for (int slot = 0; slot < 4; ++slot) w.planes[slot] = memory + (8 + slot * p->coarse.count[1]) * w.stride;
    return w;
}

/// The last fine plane that the restriction to coarse plane I needs to be final.
static inline long lattice_reach(const ansatz_lattice_pass *p, long I) { return p->halved[0] ? 2 * I + 2 : I + 1; }

/// The first coarse plane all of whose fine planes are at or above `plane`.
static inline long lattice_coarse_above(const ansatz_lattice_pass *p, long plane) {
    return p->halved[0] ? (plane + 2 + 1) >> 1 : plane + 1;
}

/// The last coarse plane all of whose fine planes are at or below `plane`; negative before a periodic seam.
static inline long lattice_coarse_below(const ansatz_lattice_pass *p, long plane) {
    return p->halved[0] ? (plane - 2) >> 1 : plane - 1;
}

/// One row of a block from a row in halves.
static inline void lattice_gather(const ansatz_lattice *g, const ansatz_block *b, const double *restrict row,
                                  double *restrict target) {
    long start = b->start[2], count = b->count[2], shift = start & 1;
    const double *even = row + ((start + 1) >> 1), *odd = row + g->odd_offset + (start >> 1);
    const double *head = shift ? odd : even, *tail = shift ? even : odd;
    for (long k = 0; k < count / 2; ++k) {
        target[2 * k] = head[k];
        target[2 * k + 1] = tail[k];
    }
    if (count & 1) target[count - 1] = head[count / 2];
}

#endif
