// Full weighting and interpolation between lattices, compiled once per instruction set: the including file defines NAME.

/// w[k] <- (r[2k-1] + 2 r[2k] + r[2k+1]) / 4 for a row r in halves; w in natural order.
static void NAME(weight_inner)(const ansatz_lattice_pass *p, const double *r, double *restrict w) {
    const double *even = r, *odd = r + p->fine.odd_offset, *before = odd - 1;
    long n = p->coarse.count[2];
    VECTORS(n) w[k] = 0.5 * even[k] + 0.25 * (before[k] + odd[k]);
}

/// What is restricted: the residual, or the right side itself.
enum { NAME(of_residual), NAME(of_right) };

/// Row (i, j) weighted along the inner axis: natural order if that axis is halved, else a row in halves.
static void NAME(weight_row)(const ansatz_lattice_pass *p, int source, long i, long j, double *w, lattice_workspace *work) {
    const ansatz_lattice *g = &p->fine;
    double *right = lattice_row(g, g->right, i, j), *row = p->halved[2] ? work->residual : w;
    if (source == NAME(of_residual)) {
        NAME(residual_row)(g, i, j, row);
    } else {
        if (p->halved[2]) row = right;
        else memcpy(w, right, (unsigned long)g->row_stride * sizeof(double));
    }
    if (p->halved[2]) NAME(weight_inner)(p, row, w);
}

static void NAME(combine_three)(double *restrict t, const double *a, const double *b, const double *c, long n) {
    VECTORS(n) t[k] = 0.5 * b[k] + 0.25 * (a[k] + c[k]);
}

/// The three fine indices that full weighting takes to a coarse index, and the slots of a ring of four their data go to.
/// An index reached around a periodic end has the fourth slot to itself.
static void NAME(sources)(const ansatz_lattice_pass *p, int axis, long coarse, long index[3], int slot[3]) {
    for (int step = -1; step <= 1; ++step) {
        long place = 2 * coarse + step, folded = lattice_fold(&p->fine, axis, place);
        int wraps = p->fine.end[axis][0] == ANSATZ_END_PERIODIC && folded != place;
        index[step + 1] = folded;
        slot[step + 1] = wraps ? 3 : (int)(folded % 3);
    }
}

/// Plane i weighted along the middle and inner axis, coarse rows first..<last, into one plane of the ring.
static void NAME(weight_plane)(const ansatz_lattice_pass *p, int source, long i, lattice_range rows, double *plane,
                               lattice_workspace *work) {
    long held[4] = {-1, -1, -1, -1};
    for (long J = rows.first; J < rows.last; ++J) {
        double *target = plane + J * work->stride;
        if (!p->halved[1]) {
            NAME(weight_row)(p, source, i, J, target, work);
            continue;
        }
        long index[3];
        int slot[3];
        NAME(sources)(p, 1, J, index, slot);
        for (int term = 0; term < 3; ++term) {
            if (held[slot[term]] == index[term]) continue;
            NAME(weight_row)(p, source, i, index[term], work->rows[slot[term]], work);
            held[slot[term]] = index[term];
        }
        NAME(combine_three)(target, work->rows[slot[0]], work->rows[slot[1]], work->rows[slot[2]], p->coarse.row_stride);
    }
}

/// From a row in natural order to one in halves.
static void NAME(split)(const ansatz_lattice *g, const double *restrict natural, double *restrict row) {
    long evens = (g->count[2] + 1) / 2, odds = g->count[2] / 2;
    double *odd = row + g->odd_offset;
    VECTORS(odds) {
        row[k] = natural[2 * k];
        odd[k] = natural[2 * k + 1];
    }
    if (evens > odds) row[odds] = natural[2 * odds];
}

static void NAME(interleave)(const ansatz_lattice *g, const double *restrict row, double *restrict natural) {
    long evens = (g->count[2] + 1) / 2, odds = g->count[2] / 2;
    const double *odd = row + g->odd_offset;
    VECTORS(odds) {
        natural[2 * k] = row[k];
        natural[2 * k + 1] = odd[k];
    }
    if (evens > odds) natural[2 * odds] = row[odds];
}

/// Coarse rows `rows` of plane I of the right side. `held` names the fine planes in the ring.
static void NAME(restrict_plane)(const ansatz_lattice_pass *p, int source, long I, lattice_range rows, long held[4],
                                 lattice_workspace *work) {
    const ansatz_lattice *coarse = &p->coarse;
    if (lattice_is_given(coarse, 0, I)) return;
    long index[3] = {I, I, I};
    int slot[3] = {0, 0, 0}, terms = p->halved[0] ? 3 : 1;
    if (p->halved[0]) NAME(sources)(p, 0, I, index, slot);
    for (int term = 0; term < terms; ++term) {
        if (held[slot[term]] == index[term]) continue;
        NAME(weight_plane)(p, source, index[term], rows, work->planes[slot[term]], work);
        held[slot[term]] = index[term];
    }
    for (long J = rows.first; J < rows.last; ++J) {
        long offset = J * work->stride;
        double *target = lattice_row(coarse, coarse->right, I, J), *row = work->planes[slot[0]] + offset;
        if (p->halved[0]) {
            NAME(combine_three)(work->mixed, row, work->planes[slot[1]] + offset, work->planes[slot[2]] + offset,
                                coarse->row_stride);
            row = work->mixed;
        }
        if (p->halved[2]) NAME(split)(coarse, row, target);
        else memcpy(target, row, (unsigned long)coarse->row_stride * sizeof(double));
        lattice_fill_ghosts(coarse, target);
    }
}

/// Coarse indices and weights that interpolate at a fine index, linear or cubic; returns their number.
static int NAME(terms)(const ansatz_lattice_pass *p, int axis, long fine, int cubic, long index[4], double weight[4]) {
    long count = p->coarse.count[axis], base = fine / 2;
    int periodic = p->fine.end[axis][0] == ANSATZ_END_PERIODIC;
    if (!p->halved[axis] || fine % 2 == 0) {
        index[0] = p->halved[axis] ? base : fine;
        weight[0] = 1;
        return 1;
    }
    if (!cubic || count < 4) {
        for (int term = 0; term < 2; ++term) index[term] = (base + term) % count;
        weight[0] = weight[1] = 0.5;
        return 2;
    }
    static const double one_sided[4] = {5.0 / 16, 15.0 / 16, -5.0 / 16, 1.0 / 16};
    static const double central[4] = {-1.0 / 16, 9.0 / 16, 9.0 / 16, -1.0 / 16};
    int low = !periodic && base == 0, high = !periodic && base + 2 == count;
    for (int term = 0; term < 4; ++term) {
        index[term] = low ? term : high ? count - 4 + term : (base - 1 + term + count) % count;
        weight[term] = low ? one_sided[term] : high ? one_sided[3 - term] : central[term];
    }
    return 4;
}

static void NAME(combine_rows)(double *restrict t, double *const *rows, const double *w, int terms, long n) {
    const double *a = rows[0], *b = rows[1];
    VECTORS(n) t[k] = w[0] * a[k] + w[1] * b[k];
    for (int term = 2; term < terms; term += 2) {
        const double *c = rows[term], *d = rows[term + 1];
        VECTORS(n) t[k] += w[term] * c[k] + w[term + 1] * d[k];
    }
}

/// The coarse values combined along the outer and middle axis for fine row (i, j): a coarse row in halves.
static const double *NAME(coarse_row)(const ansatz_lattice_pass *p, long i, long j, int cubic, double *mixed) {
    long outer[4], middle[4];
    double outer_weight[4], middle_weight[4], weight[16], *rows[16];
    int outers = NAME(terms)(p, 0, i, cubic, outer, outer_weight);
    int middles = NAME(terms)(p, 1, j, cubic, middle, middle_weight), count = 0;
    for (int a = 0; a < outers; ++a)
        for (int b = 0; b < middles; ++b, ++count) {
            rows[count] = lattice_row(&p->coarse, p->coarse.values, outer[a], middle[b]);
            weight[count] = outer_weight[a] * middle_weight[b];
        }
    if (count == 1) return rows[0];
    NAME(combine_rows)(mixed, rows, weight, count, p->coarse.row_stride);
    return mixed;
}

/// Coarse points around the ends: the periodic images, or the continuation of the cubic through the last four points.
static void NAME(extend)(const ansatz_lattice *coarse, double *natural) {
    long n = coarse->count[2];
    double *last = natural + n - 1;
    if (coarse->end[2][0] == ANSATZ_END_PERIODIC) {
        natural[-1] = last[0];
        last[1] = natural[0];
        last[2] = natural[1];
    } else if (n >= 4) {
        natural[-1] = 4 * (natural[0] + natural[2]) - 6 * natural[1] - natural[3];
        last[1] = 4 * (last[0] + last[-2]) - 6 * last[-1] - last[-3];
    } else {
        natural[-1] = 2 * natural[0] - natural[1];
        last[1] = 2 * last[0] - last[-1];
    }
}

/// Adds the linear interpolation of the coarse values to fine row (i, j).
static void NAME(correct_row)(const ansatz_lattice_pass *p, long i, long j, lattice_workspace *work) {
    const ansatz_lattice *g = &p->fine;
    double *row = lattice_row(g, g->values, i, j), *odd = row + g->odd_offset;
    const double *mixed = NAME(coarse_row)(p, i, j, 0, work->mixed);
    long evens = lattice_half(g, 0), odds = lattice_half(g, 1);
    if (p->halved[2]) {
        double *natural = work->natural + 8;
        NAME(interleave)(&p->coarse, mixed, natural);
        NAME(extend)(&p->coarse, natural);
        VECTORS(evens) row[k] += natural[k];
        VECTORS(odds) odd[k] += 0.5 * (natural[k] + natural[k + 1]);
    } else {
        const double *mixed_odd = mixed + g->odd_offset;
        VECTORS(evens) row[k] += mixed[k];
        VECTORS(odds) odd[k] += mixed_odd[k];
    }
    lattice_fill_ghosts(g, row);
}

/// Sets the unknowns of fine row (i, j) to the cubic interpolation of the coarse values.
static void NAME(interpolate_row)(const ansatz_lattice_pass *p, long i, long j, lattice_workspace *work) {
    const ansatz_lattice *g = &p->fine;
    double *row = lattice_row(g, g->values, i, j), *odd = row + g->odd_offset;
    const double *mixed = NAME(coarse_row)(p, i, j, 1, work->mixed);
    double *low = row + lattice_place(g, 0), *high = row + lattice_place(g, g->count[2] - 1);
    double given[2] = {*low, *high};
    long evens = lattice_half(g, 0), odds = lattice_half(g, 1);
    if (p->halved[2]) {
        double *natural = work->natural + 8;
        NAME(interleave)(&p->coarse, mixed, natural);
        NAME(extend)(&p->coarse, natural);
        VECTORS(evens) row[k] = natural[k];
        VECTORS(odds) odd[k] = 0.5625 * (natural[k] + natural[k + 1]) - 0.0625 * (natural[k - 1] + natural[k + 2]);
    } else {
        memcpy(row, mixed, (unsigned long)g->row_stride * sizeof(double));
    }
    if (g->end[2][0] == ANSATZ_END_VALUE) *low = given[0];
    if (g->end[2][1] == ANSATZ_END_VALUE) *high = given[1];
    lattice_fill_ghosts(g, row);
}
