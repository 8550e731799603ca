// Interpolation of corrections and its transpose on residuals.

/// The coarse lines, or planes, that a fine one takes its values from.
INLINE coarse_choices coarse_neighbours(const ansatz_transfer *t, int axis, long fine, long *base) {
    *base = fine;
    if (!t->coarsened[axis]) return (coarse_choices){1, {0}, {0}};
    long distance = fine - t->start[axis];
    *base = distance < 0 ? -1 : distance / 2;
    if (distance % 2 == 0) return (coarse_choices){1, {0}, {0}};
    return (coarse_choices){2, {0, 1}, {1, -1}};
}

/// Adds the shares of one coarse line: at[I] for fine columns on coarse ones, between[1 + I] for those after coarse column I.
INLINE void spread_line(const ansatz_transfer *t, const int *offset, long line, const double *v, double *at, double *between) {
    long n = t->coarse[2];
    int o[3] = {offset[0], offset[1], 0};
    const double *centre = weights_at(t, o, line, 0);
    if (centre == t->ones) {
        COLUMNS(0, n) at[j] += v[j];
    } else {
        COLUMNS(0, n) at[j] += centre[j] * v[j];
    }
    if (!t->coarsened[2]) return;
    o[2] = 1;
    const double *above = weights_at(t, o, line, 0);
    o[2] = -1;
    const double *below = weights_at(t, o, line, 0);
    COLUMNS(0, n - 1) between[1 + j] += above[j] * v[j] + below[j + 1] * v[j + 1];
    // The node across the seam, zero beyond an edge.
    double first = t->periodic[2] ? v[0] : 0, last = t->periodic[2] ? v[n - 1] : 0;
    between[0] += above[-1] * last + below[0] * v[0];
    between[n] += above[n - 1] * v[n - 1] + below[n] * first;
}

static void prolong_line(const ansatz_transfer *t, const double *correction, long plane, long line, double *x, double *scratch) {
    long n = t->coarse[2], bases[2], start = t->start[2];
    double *at = scratch, *between = scratch + n;
    memset(scratch, 0, (size_t)(2 * n + 1) * sizeof *scratch);
    coarse_choices planes = coarse_neighbours(t, 0, plane, bases), lines = coarse_neighbours(t, 1, line, bases + 1);
    for (int k = 0; k < planes.count; ++k) {
        for (int l = 0; l < lines.count; ++l) {
            int offset[2] = {planes.offset[k], lines.offset[l]};
            long coarse = neighbour_line(t->coarse, t->periodic, bases[0], bases[1], planes.shift[k], lines.shift[l]);
            if (coarse >= 0) spread_line(t, offset, coarse, correction + coarse * n, at, between);
        }
    }
    if (!t->coarsened[2]) {
        COLUMNS(0, n) x[j] += at[j];
        return;
    }
    // A fine column before the first coarse one, or after the last, has no partner in the loop.
    if (start) x[0] += between[0];
    COLUMNS(0, n - 1) {
        x[2 * j + start] += at[j];
        x[2 * j + start + 1] += between[1 + j];
    }
    x[2 * n - 2 + start] += at[n - 1];
    if (2 * n - 1 + start < t->fine[2]) x[2 * n - 1 + start] += between[n];
}

static void stencil_prolong(const ansatz_transfer *t, const double *correction, double *x, double *scratch, long first, long last) {
    for (long k = first; k < last; ++k)
        prolong_line(t, correction, k / t->fine[1], k % t->fine[1], x + k * t->fine[2], scratch);
}

INLINE double gather_end(const ansatz_transfer *t, const double *const *weights, const double *residual, long j) {
    double sum = 0;
    for (int o = -1; o <= 1; ++o) {
        long column = 2 * j + t->start[2] + o;
        if (column < 0 || column >= t->fine[2]) {
            if (!t->periodic[2]) continue;
            column = around(column, t->fine[2]);
        }
        sum += weights[o + 1][j] * residual[column];
    }
    return sum;
}

/// right += what coarse nodes get from one fine line at offset (o0, o1).
INLINE void gather_line(const ansatz_transfer *t, int o0, int o1, long own, const double *residual, double *right) {
    long n = t->coarse[2];
    const double *weights[3];
    for (int o2 = -1; o2 <= 1; ++o2) weights[o2 + 1] = weights_at(t, (int[3]){o0, o1, o2}, own, 0);
    const double *below = weights[0], *at = weights[1], *above = weights[2];
    if (!t->coarsened[2]) {
        COLUMNS(0, n) right[j] += at[j] * residual[j];
        return;
    }
    const double *middle = residual + t->start[2];
    right[0] += gather_end(t, weights, residual, 0);
    long j = 1;
    for (; j + 8 < n; j += 8) {
        const double *around_node = middle + 2 * j;
        *(eight *)(right + j) += load_eight(below + j) * every_second(around_node - 1) + load_eight(at + j) * every_second(around_node)
            + load_eight(above + j) * every_second(around_node + 1);
    }
    for (; j < n - 1; ++j) right[j] += below[j] * middle[2 * j - 1] + at[j] * middle[2 * j] + above[j] * middle[2 * j + 1];
    if (n > 1) right[n - 1] += gather_end(t, weights, residual, n - 1);
}

static void stencil_restrict(const ansatz_transfer *t, const double *residual, long residual_planes, double *right, long plane) {
    int reach[2] = {t->coarsened[0], t->coarsened[1]};
    long coarse = plane - (reach[0] ? t->start[0] : 0), lines = t->fine[1], n = t->coarse[2];
    if (reach[0] && (coarse < 0 || coarse % 2 != 0)) return;
    coarse /= 1 + reach[0];
    for (long line = 0; line < t->coarse[1]; ++line) {
        long own = coarse * t->coarse[1] + line;
        memset(right + own * n, 0, (size_t)n * sizeof *right);
        for (int o0 = -reach[0]; o0 <= reach[0]; ++o0) {
            for (int o1 = -reach[1]; o1 <= reach[1]; ++o1) {
                long fine = neighbour_line(t->fine, t->periodic, plane, (1 + reach[1]) * line + (reach[1] ? t->start[1] : 0), o0, o1);
                if (fine < 0) continue;
                const double *values = residual + (fine / lines % residual_planes * lines + fine % lines) * t->fine[2];
                gather_line(t, o0, o1, own, values, right + own * n);
            }
        }
    }
}

static void stage_plane(const ansatz_work *w, const ansatz_stage *stage, long plane, double *scratch) {
    long lines = w->matrix->extent[1], size = lines * w->matrix->extent[2];
    switch (stage->kind) {
    case ANSATZ_STAGE_ZERO: memset(w->x + plane * size, 0, (size_t)size * sizeof *w->x); break;
    case ANSATZ_STAGE_CORRECTION:
        stencil_prolong(w->prolongation, w->coarse_x, w->x, scratch, plane * lines, (plane + 1) * lines);
        break;
    case ANSATZ_STAGE_SWEEP: sweep_plane(w, stage, plane, scratch); break;
    case ANSATZ_STAGE_LINES: relax_lines(w, stage, plane); break;
    case ANSATZ_STAGE_RESIDUAL: {
        double *target = w->residual + (plane % w->residual_planes - plane) * size;
        stencil_apply(w->matrix, w->x, w->right, target, plane * lines, (plane + 1) * lines);
        break;
    }
    default: stencil_restrict(w->restriction, w->residual, w->residual_planes, w->coarse_right, plane);
    }
}

static void stencil_stages(const ansatz_work *w, const ansatz_stage *stages, long count, double *scratch, long first, long last) {
    for (long step = first; step < last + count - 1; ++step) {
        long from = step >= last ? step - last + 1 : 0, to = step - first + 1 < count ? step - first + 1 : count;
        for (long k = from; k < to; ++k) stage_plane(w, stages + k, step - k, scratch);
    }
}
