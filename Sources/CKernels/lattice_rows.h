// Loops over one row of a lattice, compiled once per instruction set: the including file defines NAME.
#pragma clang fp contract(fast)

// One vector of eight a turn: rows of coarse lattices are short, so remainders of unrolled loops would dominate there.
#define VECTORS(n) \
    _Pragma("clang loop vectorize(assume_safety) vectorize_width(8) interleave_count(1)") for (long k = 0; k < (n); ++k)

typedef struct {
    double keep, gain, outer, middle, inner;
} NAME(weights);

/// t <- keep t + gain f + sums of neighbours; n is a multiple of 8.
static void NAME(relax_two)(double *restrict t, const double *left, const double *right, const double *up,
                            const double *down, const double *f, NAME(weights) w, long n) {
    __builtin_assume(n % 8 == 0);
    VECTORS(n) t[k] = w.keep * t[k] + (w.gain * f[k] + w.outer * (up[k] + down[k])) + w.inner * (left[k] + right[k]);
}

static void NAME(relax_three)(double *restrict t, const double *left, const double *right, const double *up,
                              const double *down, const double *north, const double *south, const double *f,
                              NAME(weights) w, long n) {
    __builtin_assume(n % 8 == 0);
    VECTORS(n) t[k] = w.keep * t[k] + (w.gain * f[k] + w.outer * (up[k] + down[k]))
            + (w.middle * (north[k] + south[k]) + w.inner * (left[k] + right[k]));
}

static void NAME(residual_two)(double *restrict t, const double *u, const double *left, const double *right,
                               const double *up, const double *down, const double *f, NAME(weights) w, long n) {
    __builtin_assume(n % 8 == 0);
    VECTORS(n) t[k] = (f[k] - w.keep * u[k]) + (w.outer * (up[k] + down[k]) + w.inner * (left[k] + right[k]));
}

static void NAME(residual_three)(double *restrict t, const double *u, const double *left, const double *right,
                                 const double *up, const double *down, const double *north, const double *south,
                                 const double *f, NAME(weights) w, long n) {
    __builtin_assume(n % 8 == 0);
    VECTORS(n) t[k] = (f[k] - w.keep * u[k]) + w.outer * (up[k] + down[k])
            + (w.middle * (north[k] + south[k]) + w.inner * (left[k] + right[k]));
}

static void NAME(scale)(double *restrict t, const double *f, double gain, long n) {
    __builtin_assume(n % 8 == 0);
    VECTORS(n) t[k] = gain * f[k];
}

/// Diagonal at the points of row (i, j) that are not at an end of the inner axis.
static double NAME(row_diagonal)(const ansatz_lattice *g, long i, long j) {
    return g->diagonal + lattice_wall(g, 0, i) + lattice_wall(g, 1, j);
}

/// Values at the two ends of one half of a row, which a loop over the whole half must not change, or changes wrongly
/// where the diagonal is larger.
typedef struct {
    double *place[2];
    double old[2];
} NAME(ends);

static NAME(ends) NAME(save_ends)(const ansatz_lattice *g, double *row, int odd) {
    NAME(ends) ends = {{0, 0}, {0, 0}};
    for (int side = 0; side < 2; ++side) {
        long column = side ? g->count[2] - 1 : 0;
        if ((column & 1) != odd || (g->end[2][side] != ANSATZ_END_VALUE && g->wall[2][side] == 0)) continue;
        ends.place[side] = row + lattice_place(g, column);
        ends.old[side] = *ends.place[side];
    }
    return ends;
}

/// Given values are put back; at mixed ends old + omega (f - A old) / d is redone with the diagonal d of the end:
/// the loop left old + gain r with the residual r of the smaller diagonal.
static void NAME(restore_ends)(const ansatz_lattice *g, NAME(ends) ends, double diagonal) {
    double gain = g->relaxation / diagonal;
    for (int side = 0; side < 2; ++side) {
        if (!ends.place[side]) continue;
        double old = ends.old[side], wall = g->wall[2][side];
        if (g->end[2][side] == ANSATZ_END_VALUE) *ends.place[side] = old;
        else *ends.place[side] = old + ((*ends.place[side] - old) / gain - wall * old) * g->relaxation / (diagonal + wall);
    }
}

/// One half sweep over row (i, j): its even or its odd points.
static void NAME(relax_row)(const ansatz_lattice *g, long i, long j, int odd, lattice_ahead *ahead) {
    double *row = lattice_row(g, g->values, i, j);
    long offset = odd ? g->odd_offset : 0, n = lattice_half(g, odd);
    double *t = row + offset;
    const double *other = odd ? row : row + g->odd_offset, *f = lattice_row(g, g->right, i, j) + offset;
    const double *left = odd ? other : other - 1, *right = odd ? other + 1 : other;
    const double *up = lattice_row(g, g->values, lattice_fold(g, 0, i - 1), j) + offset;
    const double *down = lattice_row(g, g->values, lattice_fold(g, 0, i + 1), j) + offset;
    double diagonal = NAME(row_diagonal)(g, i, j), gain = g->relaxation / diagonal;
    NAME(weights) w = {1 - g->relaxation, gain, gain * g->coupling[0], gain * g->coupling[1], gain * g->coupling[2]};
    NAME(ends) ends = NAME(save_ends)(g, row, odd);
    const double *north = lattice_row(g, g->values, i, lattice_fold(g, 1, j - 1)) + offset;
    const double *south = lattice_row(g, g->values, i, lattice_fold(g, 1, j + 1)) + offset;
    enum { part = 256 };
    long lines = ahead->lines * part / n + 1;
    for (long k = 0; k < n; k += part) {
        long m = n - k < part ? n - k : part;
        if (g->count[1] == 1) NAME(relax_two)(t + k, left + k, right + k, up + k, down + k, f + k, w, m);
        else NAME(relax_three)(t + k, left + k, right + k, up + k, down + k, north + k, south + k, f + k, w, m);
        lattice_fetch(ahead, lines);
    }
    NAME(restore_ends)(g, ends, diagonal);
    lattice_fill_ghosts(g, row);
}

/// The first half sweep from zero: gain f at the points of one colour, zero elsewhere.
static void NAME(start_row)(const ansatz_lattice *g, long i, long j, int odd) {
    double *row = lattice_row(g, g->values, i, j);
    memset(row, 0, (unsigned long)g->row_stride * sizeof(double));
    if (lattice_is_given(g, 0, i) || lattice_is_given(g, 1, j)) return;
    long offset = odd ? g->odd_offset : 0;
    double diagonal = NAME(row_diagonal)(g, i, j);
    NAME(ends) ends = NAME(save_ends)(g, row, odd);
    NAME(scale)(row + offset, lattice_row(g, g->right, i, j) + offset, g->relaxation / diagonal, lattice_half(g, odd));
    NAME(restore_ends)(g, ends, diagonal);
    lattice_fill_ghosts(g, row);
}

/// r <- f - A u on row (i, j), zero at given points; r is laid out as a row, ghosts included.
static void NAME(residual_row)(const ansatz_lattice *g, long i, long j, double *r) {
    double *row = lattice_row(g, g->values, i, j);
    for (int odd = 0; odd < 2; ++odd) {
        long offset = odd ? g->odd_offset : 0, n = lattice_half(g, odd);
        const double *other = odd ? row : row + g->odd_offset, *f = lattice_row(g, g->right, i, j) + offset;
        const double *left = odd ? other : other - 1, *right = odd ? other + 1 : other;
        const double *up = lattice_row(g, g->values, lattice_fold(g, 0, i - 1), j) + offset;
        const double *down = lattice_row(g, g->values, lattice_fold(g, 0, i + 1), j) + offset;
        NAME(weights) w = {NAME(row_diagonal)(g, i, j), 1, g->coupling[0], g->coupling[1], g->coupling[2]};
        if (g->count[1] == 1) {
            NAME(residual_two)(r + offset, row + offset, left, right, up, down, f, w, n);
        } else {
            const double *north = lattice_row(g, g->values, i, lattice_fold(g, 1, j - 1)) + offset;
            const double *south = lattice_row(g, g->values, i, lattice_fold(g, 1, j + 1)) + offset;
            NAME(residual_three)(r + offset, row + offset, left, right, up, down, north, south, f, w, n);
        }
    }
    for (int side = 0; side < 2; ++side) {
        long place = lattice_place(g, side ? g->count[2] - 1 : 0);
        if (g->end[2][side] == ANSATZ_END_VALUE) r[place] = 0;
        else r[place] -= g->wall[2][side] * row[place];
    }
    lattice_fill_ghosts(g, r);
}
