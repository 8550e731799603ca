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

/// Indices first..<last.
typedef struct {
    long first, last;
} lattice_range;

/// The unknowns of an axis.
static inline lattice_range lattice_unknowns(const ansatz_lattice *g, int axis) {
    return (lattice_range){lattice_first(g, axis), lattice_last(g, axis)};
}

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

/// Number of rows of a plane that a pass works on at a time: what all of its stages touch should stay in the second-level
/// cache. A periodic middle axis has no end to start from, and two dimensions have one row a plane.
static inline long lattice_tile(const ansatz_lattice_pass *p) {
    enum { cache = 640 << 10 };
    if (p->fine.count[1] == 1 || p->fine.end[1][0] == ANSATZ_END_PERIODIC) return p->fine.count[1];
    long rows = cache / (long)sizeof(double) / ((2 * p->stage_count + 3) * p->fine.row_stride);
    return rows < 8 ? 8 : rows;
}

/// Memory to be brought into the second-level cache while a row is worked on.
typedef struct {
    const char *values, *right;
    long lines;
} lattice_ahead;

static inline void lattice_fetch(lattice_ahead *ahead, long lines) {
    if (lines > ahead->lines) lines = ahead->lines;
    for (long line = 0; line < lines; ++line) {
        __builtin_prefetch(ahead->values + 64 * line, 1, 2);
        __builtin_prefetch(ahead->right + 64 * line, 0, 2);
    }
    ahead->values += 64 * lines;
    ahead->right += 64 * lines;
    ahead->lines -= lines;
}

/// Whether the next plane is read in one go before a stage instead of asked for line by line during all of them. Sweeps in
/// three dimensions take many short rows; the hardware follows them into memory at half its speed only, at its full speed
/// one long row. Where interpolation comes first, and in two dimensions, the requests hide behind other work instead.
static inline int lattice_reads_ahead(const ansatz_lattice_pass *p) {
    enum { doubles_in_cache = 1 << 18 };
    return p->fine.count[1] > 1 && p->stages[0] == ANSATZ_STAGE_RELAX
        && p->fine.count[0] * p->fine.plane_stride > doubles_in_cache;
}

/// Reads rows `rows` of plane i, a number in each line of the cache.
static inline void lattice_read(const ansatz_lattice *g, long i, lattice_range rows) {
    const double *values = lattice_row(g, g->values, i, rows.first), *right = lattice_row(g, g->right, i, rows.first);
    double sum = 0;
    for (long k = 0; k < (rows.last - rows.first) * g->row_stride; k += 8) sum += values[k] + right[k];
    // The compiler must take the sum for used, or it would leave the reads out.
    __asm__ volatile("" ::"m"(sum));
}

/// The share of stage `stage` in fetching the plane that the first stage works on next. Without it the first stage would wait
/// for memory, and memory for the other stages.
static inline lattice_ahead lattice_next(const ansatz_lattice_pass *p, int stage, long i, long j) {
    const ansatz_lattice *g = &p->fine;
    long plane = i + stage + 1, row = j + (g->count[1] > 1 ? stage : 0);
    lattice_ahead ahead = {0, 0, 0};
    if (plane >= g->count[0] || row >= g->count[1] || lattice_reads_ahead(p)) return ahead;
    long lines = g->row_stride / 8, first = lines * stage / p->stage_count;
    ahead.values = (const char *)(lattice_row(g, g->values, plane, row) + 8 * first);
    ahead.right = (const char *)(lattice_row(g, g->right, plane, row) + 8 * first);
    ahead.lines = lines * (stage + 1) / p->stage_count - first;
    return ahead;
}

/// The coarse row after the last one all of whose fine rows are final in the tile that ends before row `end`.
static inline long lattice_coarse_rows(const ansatz_lattice_pass *p, long end) {
    lattice_range all = lattice_unknowns(&p->coarse, 1);
    if (end >= p->fine.count[1]) return all.last;
    long rows = end - p->stage_count, last = p->halved[1] ? rows >> 1 : rows;
    return last < all.first ? all.first : last > all.last ? all.last : last;
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
