// One line of a lattice with its neighbours, the unit in which all stencil loops work. The first and the last column, which
// may have neighbours across the seam of a periodic axis, are done one by one, the rest in vectors.
#pragma clang fp contract(fast)

#define COLUMNS(from, to) _Pragma("clang loop vectorize(assume_safety)") for (long j = (from); j < (to); ++j)
#define INLINE static inline __attribute__((always_inline))

// Eight numbers at any address; compilers gather every second number one by one unless told how to pick them.
// Functions that return them are inlined, so that it does not matter how a machine without such vectors would pass them on.
#pragma clang diagnostic ignored "-Wpsabi"
typedef double eight __attribute__((ext_vector_type(8), aligned(8)));

INLINE eight load_eight(const double *p) { return *(const eight *)p; }

/// p[0], p[2], ..., p[14]; reads p[15] too.
INLINE eight every_second(const double *p) {
    return __builtin_shufflevector(load_eight(p), load_eight(p + 8), 0, 2, 4, 6, 8, 10, 12, 14);
}

typedef struct {
    long columns;
    int padded;                                     // see ends_are_safe
    const double *x[9];                             // the lines around, in the order of their offsets (d0, d1)
    const double *base[ANSATZ_STENCIL_ENTRIES];     // coefficient of column j: base[j + shift], round the seam
    long shift[ANSATZ_STENCIL_ENTRIES];
} stencil_lines;

INLINE long around(long index, long extent) {
    return index < 0 ? index + extent : index >= extent ? index - extent : index;
}

/// Number of the line at an offset; -1 beyond an edge.
INLINE long neighbour_line(const long *extent, const int32_t *periodic, long plane, long line, int d0, int d1) {
    plane += d0;
    line += d1;
    if (plane < 0 || plane >= extent[0]) {
        if (!periodic[0]) return -1;
        plane = around(plane, extent[0]);
    }
    if (line < 0 || line >= extent[1]) {
        if (!periodic[1]) return -1;
        line = around(line, extent[1]);
    }
    return plane * extent[1] + line;
}

INLINE int has_entry(const ansatz_stencil *a, int entry) {
    return a->coefficients[a->symmetric && entry < ANSATZ_STENCIL_CENTRE ? 2 * ANSATZ_STENCIL_CENTRE - entry : entry] != 0;
}

INLINE void open_entry(const ansatz_stencil *a, stencil_lines *s, int entry, long own, long other) {
    long n = s->columns;
    if (!a->transposed && (!a->symmetric || entry >= ANSATZ_STENCIL_CENTRE)) {
        s->base[entry] = a->coefficients[entry] + own * n;
        s->shift[entry] = 0;
    } else {
        const double *opposite = a->coefficients[2 * ANSATZ_STENCIL_CENTRE - entry];
        // Over an edge there is no coupling.
        s->base[entry] = other < 0 ? a->zeros : opposite + other * n;
        s->shift[entry] = entry % 3 - 1;
    }
}

/// Whether the loops may run over the ends of a line. Beyond them are numbers of other lines, and what is multiplied by them is
/// zero; only before the first and after the last line, which are neighbours of those on the first two and the last two planes,
/// there may be no memory.
INLINE int ends_are_safe(const ansatz_stencil *a, long own) {
    if (a->padded || a->periodic[2]) return a->padded;
    long margin = a->full ? 2 * a->extent[1] : 0;
    return own > margin && own < a->extent[0] * a->extent[1] - 1 - margin;
}

static void open_lines(const ansatz_stencil *a, const double *x, long plane, long line, stencil_lines *s) {
    static const int one[1] = {4}, flat[3] = {1, 4, 7}, cross[5] = {1, 3, 4, 5, 7}, all[9] = {0, 1, 2, 3, 4, 5, 6, 7, 8};
    const int *offsets = one;
    int count = 1;
    if (has_entry(a, 10)) offsets = a->full ? all : cross, count = a->full ? 9 : 5;
    else if (has_entry(a, 4)) offsets = flat, count = 3;
    long own = plane * a->extent[1] + line;
    s->columns = a->extent[2];
    s->padded = ends_are_safe(a, own);
    for (int i = 0; i < count; ++i) {
        int k = offsets[i];
        long other = neighbour_line(a->extent, a->periodic, plane, line, k / 3 - 1, k % 3 - 1);
        s->x[k] = other < 0 ? a->zeros : x + other * s->columns;
        open_entry(a, s, 3 * k + 1, own, other);
        if (!a->full && k != 4) continue;
        open_entry(a, s, 3 * k, own, other);
        open_entry(a, s, 3 * k + 2, own, other);
    }
}

INLINE double coefficient_at(const stencil_lines *s, int entry, long j) {
    return s->base[entry][around(j + s->shift[entry], s->columns)];
}

INLINE double end_sum(const stencil_lines *s, const int *entries, int count, double start, long j) {
    for (int k = 0; k < count; ++k) {
        int e = entries[k];
        start -= coefficient_at(s, e, j) * s->x[e / 3][around(j + e % 3 - 1, s->columns)];
    }
    return start;
}

/// out = start - sum of coefficient · neighbour over some entries; `count` is known to the compiler.
INLINE void subtract_entries(const stencil_lines *s, const int *entries, const int count, const double *start, double *out) {
    const double *c[9], *v[9];
    long n = s->columns, low = s->padded ? 0 : 1, high = s->padded ? n : n - 1;
    double first = low ? end_sum(s, entries, count, start[0], 0) : 0;
    double last = low ? end_sum(s, entries, count, start[n - 1], n - 1) : 0;
    for (int k = 0; k < count; ++k) {
        c[k] = s->base[entries[k]] + s->shift[entries[k]];
        v[k] = s->x[entries[k] / 3] + entries[k] % 3 - 1;
    }
    COLUMNS(low, high) {
        double sum = start[j];
        _Pragma("clang loop unroll(full)") for (int k = 0; k < count; ++k) sum -= c[k][j] * v[k][j];
        out[j] = sum;
    }
    if (s->padded) return;
    out[0] = first;
    out[n - 1] = last;
}
