// Line relaxation: all nodes of a line at once, by its tridiagonal system. The lines along the last axis are solved one by one,
// those along another axis many at a time, column by column in vectors. A coupling across the seam of a periodic axis is taken
// from the last iterate.

/// The entries that do not couple nodes of a line along `axis`, and, for the ends of a periodic line, that across the seam.
static int other_entries(const ansatz_stencil *a, int axis, int at_low, int at_high, int *entries) {
    static const int stride[3] = {9, 3, 1};
    int count = 0, below = ANSATZ_STENCIL_CENTRE - stride[axis], above = ANSATZ_STENCIL_CENTRE + stride[axis];
    for (int e = 0; e < ANSATZ_STENCIL_ENTRIES; ++e) {
        if (!has_entry(a, e) || e == ANSATZ_STENCIL_CENTRE || e == below || e == above) continue;
        entries[count++] = e;
    }
    if (at_low && a->periodic[axis]) entries[count++] = below;
    if (at_high && a->periodic[axis]) entries[count++] = above;
    return count;
}

/// out = right - (entries of the list) x.
static void subtract_list(const stencil_lines *s, const int *entries, int count, const double *right, double *out) {
    const double *start = right;
    int done = 0;
    if (count == 0) memcpy(out, right, (size_t)s->columns * sizeof *out);
    for (; count - done >= 6; done += 6, start = out) subtract_entries(s, entries + done, 6, start, out);
    for (; count - done >= 2; done += 2, start = out) subtract_entries(s, entries + done, 2, start, out);
    if (count > done) subtract_entries(s, entries + done, 1, start, out);
}

/// The couplings of row k to the one before it along axis 0 or 1; the symmetric matrix keeps them there.
INLINE const double *coupling_below(const ansatz_stencil *a, int axis, long own, long before) {
    int below = ANSATZ_STENCIL_CENTRE - (axis == 0 ? 9 : 3), above = 2 * ANSATZ_STENCIL_CENTRE - below;
    return a->symmetric ? a->coefficients[above] + before * a->extent[2] : a->coefficients[below] + own * a->extent[2];
}

/// Line number of node k of the line along axis 0 or 1 through `fixed` on the other of the two.
INLINE long row_number(const ansatz_stencil *a, int axis, long fixed, long k) {
    return axis == 0 ? k * a->extent[1] + fixed : fixed * a->extent[1] + k;
}

static void factor_across(const ansatz_stencil *a, int axis, long fixed, double *lower, double *inverse) {
    long n = a->extent[2], last = -1;
    const double *above = a->coefficients[ANSATZ_STENCIL_CENTRE + (axis == 0 ? 9 : 3)];
    for (long k = 0; k < a->extent[axis]; ++k) {
        long own = row_number(a, axis, fixed, k);
        const double *centre = a->coefficients[ANSATZ_STENCIL_CENTRE] + own * n;
        double *pivot = inverse + own * n, *factor = lower + own * n;
        const double *below = last < 0 ? a->zeros : coupling_below(a, axis, own, last);
        const double *next = last < 0 ? a->zeros : above + last * n, *before = last < 0 ? a->zeros : inverse + last * n;
        COLUMNS(0, n) {
            double multiplier = below[j] * before[j], value = centre[j] - multiplier * next[j];
            factor[j] = multiplier;
            pivot[j] = value != 0 ? 1 / value : 0;
        }
        last = own;
    }
}

static void factor_along(const ansatz_stencil *a, long own, double *lower, double *inverse) {
    long n = a->extent[2];
    const double *centre = a->coefficients[ANSATZ_STENCIL_CENTRE] + own * n, *above = a->coefficients[14] + own * n;
    const double *below = a->symmetric ? above - 1 : a->coefficients[12] + own * n;
    double *factor = lower + own * n, *pivot = inverse + own * n;
    for (long j = 0; j < n; ++j) {
        factor[j] = j ? below[j] * pivot[j - 1] : 0;
        double value = centre[j] - (j ? factor[j] * above[j - 1] : 0);
        pivot[j] = value != 0 ? 1 / value : 0;
    }
}

/// Factors of the tridiagonal systems along an axis on planes first..<last; along the planes' axis on lines first..<last.
static void stencil_factor_lines(const ansatz_stencil *a, int32_t axis, double *lower, double *inverse, long first, long last) {
    for (long fixed = first; fixed < last; ++fixed) {
        if (axis < 2) factor_across(a, axis, fixed, lower, inverse);
        else
            for (long line = 0; line < a->extent[1]; ++line) factor_along(a, fixed * a->extent[1] + line, lower, inverse);
    }
}

static void relax_along(const ansatz_work *w, long plane, long line) {
    const ansatz_stencil *a = w->matrix;
    long n = a->extent[2], own = plane * a->extent[1] + line;
    stencil_lines s;
    open_lines(a, w->x, plane, line, &s);
    int entries[ANSATZ_STENCIL_ENTRIES], count = other_entries(a, 2, 0, 0, entries);
    double *t = w->residual + own * n, *x = w->x + own * n;
    subtract_list(&s, entries, count, w->right + own * n, t);
    if (a->periodic[2] && n > 1) {
        t[0] -= coefficient_at(&s, 12, 0) * x[n - 1];
        t[n - 1] -= coefficient_at(&s, 14, n - 1) * x[0];
    }
    const double *factor = w->line_lower[2] + own * n, *pivot = w->line_inverse[2] + own * n, *above = a->coefficients[14] + own * n;
    for (long j = 1; j < n; ++j) t[j] -= factor[j] * t[j - 1];
    x[n - 1] = t[n - 1] * pivot[n - 1];
    for (long j = n - 2; j >= 0; --j) x[j] = (t[j] - above[j] * x[j + 1]) * pivot[j];
}

static void relax_across(const ansatz_work *w, int axis, long fixed, long parity) {
    const ansatz_stencil *a = w->matrix;
    long n = a->extent[2], extent = a->extent[axis], last = -1;
    int entries[ANSATZ_STENCIL_ENTRIES];
    for (long k = 0; k < extent; ++k) {
        long own = row_number(a, axis, fixed, k);
        stencil_lines s;
        open_lines(a, w->x, own / a->extent[1], own % a->extent[1], &s);
        double *t = w->residual + own * n;
        const double *factor = w->line_lower[axis] + own * n, *before = w->residual + last * n;
        subtract_list(&s, entries, other_entries(a, axis, k == 0, k == extent - 1, entries), w->right + own * n, t);
        if (last >= 0) COLUMNS(0, n) t[j] -= factor[j] * before[j];
        last = own;
    }
    const double *above = a->coefficients[ANSATZ_STENCIL_CENTRE + (axis == 0 ? 9 : 3)];
    for (long k = extent - 1; k >= 0; --k) {
        long own = row_number(a, axis, fixed, k);
        double *t = w->residual + own * n, *x = w->x + own * n;
        const double *coupling = above + own * n, *pivot = w->line_inverse[axis] + own * n;
        const double *after = k == extent - 1 ? a->zeros : w->residual + last * n;
        COLUMNS(0, n) {
            t[j] = (t[j] - coupling[j] * after[j]) * pivot[j];
            x[j] = ((j ^ parity) & 1) ? x[j] : t[j];
        }
        last = own;
    }
}

static void relax_lines(const ansatz_work *w, const ansatz_stage *stage, long fixed) {
    if (fixed < stage->planes.first || fixed >= stage->planes.last || (fixed - stage->planes.first) % stage->planes.step) return;
    if (stage->axis < 2) return relax_across(w, stage->axis, fixed, stage->parity);
    for (long k = 0; k < stage->line_sets; ++k) {
        ansatz_range lines = stage->lines[k];
        for (long line = lines.first; line < lines.last; line += lines.step) relax_along(w, fixed, line);
    }
}
