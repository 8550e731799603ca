// The coarse matrix R A P. A coefficient of A at fine node f = 2 I + o joins it to g = f + d, which takes its value from one or two
// coarse nodes along each axis; the products are added up entry by entry, in vectors over the coarse nodes of a line.

typedef struct {
    int count;
    int shift[2];   // coarse node, relative to I
    int offset[2];  // of g from that coarse node
} coarse_choices;

/// The coarse nodes that fine node 2 I + o + d takes its value from along an axis. On a periodic axis with an odd number of nodes
/// the last and the first node are both coarse: `across` says that d leads over that seam.
INLINE coarse_choices choices(int coarsened, int o, int d, int across) {
    if (!coarsened || across) return (coarse_choices){1, {d}, {0}};
    int relative = o + d;
    if (relative % 2 == 0) return (coarse_choices){1, {relative / 2}, {0}};
    int side = relative > 0 ? 1 : -1;
    return (coarse_choices){2, {0, side}, {side, -side}};
}

INLINE int crosses_seam(const ansatz_transfer *t, int axis, long coarse, int o, int d) {
    if (!t->periodic[axis] || !t->coarsened[axis] || t->fine[axis] % 2 == 0 || o != 0) return 0;
    return (d > 0 && coarse == t->coarse[axis] - 1) || (d < 0 && coarse == 0);
}

/// One coefficient on one fine line, times the restriction's weights: product[I], I = coarse columns.
typedef struct {
    long plane, line;  // coarse
    int o[3], d[3];
    const double *product;
} galerkin_term;

INLINE const double *weights_at(const ansatz_transfer *t, const int *offset, long line, int column_shift) {
    const double *weights = t->weights[9 * (offset[0] + 1) + 3 * (offset[1] + 1) + offset[2] + 1];
    return weights ? weights + weight_line(t, line) + column_shift : t->ones;
}

INLINE double *coarse_entry(const ansatz_stencil *coarse, const int *shift, long line) {
    const double *values = coarse->coefficients[9 * (shift[0] + 1) + 3 * (shift[1] + 1) + shift[2] + 1];
    return values ? (double *)values + line * coarse->extent[2] : 0;
}

INLINE void add_columns(const galerkin_term *term, const ansatz_transfer *p, const ansatz_stencil *coarse, int *shift, int *offset,
                        long own, long other) {
    long n = p->coarse[2];
    coarse_choices columns = choices(p->coarsened[2], term->o[2], term->d[2], 0);
    double *sums[2];
    const double *weights[2], *product = term->product;
    int count = 0;
    for (int k = 0; k < columns.count; ++k) {
        shift[2] = columns.shift[k];
        offset[2] = columns.offset[k];
        sums[count] = coarse_entry(coarse, shift, own);
        weights[count] = weights_at(p, offset, other, shift[2]);
        if (sums[count]) ++count;
    }
    if (count == 2) {
        COLUMNS(0, n) {
            sums[0][j] += product[j] * weights[0][j];
            sums[1][j] += product[j] * weights[1][j];
        }
    } else if (count == 1) {
        COLUMNS(0, n) sums[0][j] += product[j] * weights[0][j];
    }
    long end = term->d[2] > 0 ? n - 1 : 0;
    if (term->d[2] == 0 || !crosses_seam(p, 2, end, term->o[2], term->d[2])) return;
    shift[2] = term->d[2];
    offset[2] = 0;
    double *sum = coarse_entry(coarse, shift, own);
    if (sum) sum[end] += term->product[end] * weights_at(p, offset, other, shift[2])[end];
}

static void add_term(const galerkin_term *term, const ansatz_transfer *p, const ansatz_stencil *coarse) {
    long own = term->plane * p->coarse[1] + term->line;
    int shift[3], offset[3];
    coarse_choices planes = choices(p->coarsened[0], term->o[0], term->d[0], crosses_seam(p, 0, term->plane, term->o[0], term->d[0]));
    coarse_choices lines = choices(p->coarsened[1], term->o[1], term->d[1], crosses_seam(p, 1, term->line, term->o[1], term->d[1]));
    for (int k = 0; k < planes.count; ++k) {
        for (int l = 0; l < lines.count; ++l) {
            shift[0] = planes.shift[k];
            shift[1] = lines.shift[l];
            offset[0] = planes.offset[k];
            offset[1] = lines.offset[l];
            long other = neighbour_line(p->coarse, p->periodic, term->plane, term->line, shift[0], shift[1]);
            if (other >= 0) add_columns(term, p, coarse, shift, offset, own, other);
        }
    }
}

/// product[I] = weight[I] · coefficient at fine column 2 I + start + o, round the seam at the ends.
INLINE void weigh_coefficients(const double *line, long n, long first, long step, long count, const double *weight, double *product) {
    COLUMNS(0, count) product[j] = 0;
    add_strided(line, n, first, step, count, product);
    if (weight) COLUMNS(0, count) product[j] *= weight[j];
}

/// Whether the products of a term belong to any entry that is stored; `highest` is the last entry they could belong to.
INLINE int reaches_stored(const galerkin_term *term, const ansatz_transfer *p, const ansatz_stencil *coarse) {
    int highest = 0;
    for (int axis = 0; axis < 3; ++axis) {
        int relative = term->o[axis] + term->d[axis];
        int shift = !p->coarsened[axis] ? term->d[axis] : relative > 0 ? 1 : relative < -1 ? -1 : 0;
        highest = 3 * highest + shift + 1;
    }
    return !coarse->symmetric || highest >= ANSATZ_STENCIL_CENTRE;
}

/// All terms of one fine line, at offset (o0, o1) from a coarse one.
static void add_fine_line(const ansatz_stencil *a, const stencil_lines *s, const ansatz_transfer *r, const ansatz_transfer *p,
                          const ansatz_stencil *coarse, galerkin_term *term, double *product) {
    long own = term->plane * p->coarse[1] + term->line;
    int reach = p->coarsened[2];
    for (term->o[2] = -reach; term->o[2] <= reach; ++term->o[2]) {
        const double *weight = r->weights[9 * (term->o[0] + 1) + 3 * (term->o[1] + 1) + term->o[2] + 1];
        if (weight) weight += weight_line(r, own);
        for (int e = 0; e < ANSATZ_STENCIL_ENTRIES; ++e) {
            if (!has_entry(a, e) || (!a->full && e % 3 != 1 && e / 3 != 4)) continue;
            term->d[0] = e / 9 - 1;
            term->d[1] = e / 3 % 3 - 1;
            term->d[2] = e % 3 - 1;
            if (!reaches_stored(term, p, coarse)) continue;
            long first = (reach ? r->start[2] + term->o[2] : 0) + s->shift[e];
            weigh_coefficients(s->base[e], s->columns, first, reach + 1, p->coarse[2], weight, product);
            add_term(term, p, coarse);
        }
    }
}

static void galerkin_line(const ansatz_stencil *a, const ansatz_transfer *r, const ansatz_transfer *p, const ansatz_stencil *coarse,
                          double *product, galerkin_term term) {
    int reach[2] = {r->coarsened[0], r->coarsened[1]};
    long step[2] = {1 + reach[0], 1 + reach[1]};
    for (term.o[0] = -reach[0]; term.o[0] <= reach[0]; ++term.o[0]) {
        for (term.o[1] = -reach[1]; term.o[1] <= reach[1]; ++term.o[1]) {
            long fine = neighbour_line(a->extent, a->periodic, step[0] * term.plane + (reach[0] ? r->start[0] : 0),
                                       step[1] * term.line + (reach[1] ? r->start[1] : 0), term.o[0], term.o[1]);
            if (fine < 0) continue;
            stencil_lines s;
            open_lines(a, a->zeros, fine / a->extent[1], fine % a->extent[1], &s);
            add_fine_line(a, &s, r, p, coarse, &term, product);
        }
    }
}

static void stencil_galerkin(const ansatz_stencil *a, const ansatz_transfer *restriction, const ansatz_transfer *prolongation,
                             const ansatz_stencil *coarse, double *scratch, long first, long last) {
    long lines = coarse->extent[1], n = coarse->extent[2];
    for (long k = first; k < last; ++k) {
        for (int e = 0; e < ANSATZ_STENCIL_ENTRIES; ++e)
            if (coarse->coefficients[e]) memset((double *)coarse->coefficients[e] + k * n, 0, (size_t)n * sizeof(double));
        galerkin_line(a, restriction, prolongation, coarse, scratch,
                      (galerkin_term){.plane = k / lines, .line = k % lines, .product = scratch});
    }
}
