/// Relaxes the columns of one parity of a star; `t` is scratch.
INLINE void relax_star(const ansatz_stencil *a, const stencil_lines *s, const double *right, const double *inverse,
                       long parity, double *x, double *t) {
    long n = s->columns;
    if (!has_entry(a, 4)) subtract_entries(s, off_line_entries + 2, 2, right, t);
    else if (!has_entry(a, 10)) subtract_entries(s, off_line_entries, 4, right, t);
    else subtract_entries(s, off_line_entries, 6, right, t);
    COLUMNS(0, n) x[j] = ((j ^ parity) & 1) ? x[j] : t[j] * inverse[j];
}

/// to = from, relaxed within the line at the columns of one parity; `t` holds the rest of the equations.
INLINE void relax_within(const stencil_lines *s, const double *t, const double *inverse, long parity, const double *from,
                         double *to) {
    long n = s->columns;
    const double *west = s->base[12] + s->shift[12], *east = s->base[14] + s->shift[14];
    long ends = s->padded ? 0 : 1;
    for (long j = 0; ends && j < n; j += n > 1 ? n - 1 : 1) {
        double rest = t[j] - coefficient_at(s, 12, j) * from[around(j - 1, n)] - coefficient_at(s, 14, j) * from[around(j + 1, n)];
        to[j] = ((j ^ parity) & 1) ? from[j] : rest * inverse[j];
    }
    COLUMNS(ends, n - ends) {
        double relaxed = (t[j] - west[j] * from[j - 1] - east[j] * from[j + 1]) * inverse[j];
        to[j] = ((j ^ parity) & 1) ? from[j] : relaxed;
    }
}

INLINE void relax_full(const ansatz_stencil *a, const stencil_lines *s, const double *right, const double *inverse,
                       long parity, double *x, double *t) {
    static const int around_line[24] = {3, 4, 5, 21, 22, 23, 9, 10, 11, 15, 16, 17, 0, 1, 2, 6, 7, 8, 18, 19, 20, 24, 25, 26};
    subtract_entries(s, around_line, 6, right, t);
    if (has_entry(a, 10)) {
        subtract_entries(s, around_line + 6, 9, t, t);
        subtract_entries(s, around_line + 15, 9, t, t);
    }
    double *half = t + s->columns + 8;
    half[-1] = half[s->columns] = 0;
    // Into another line and back: a vector that overlaps the one just stored would wait for it.
    relax_within(s, t, inverse, parity, x, half);
    relax_within(s, t, inverse, !parity, half, x);
}

static void sweep_plane(const ansatz_work *w, const ansatz_stage *stage, long plane, double *scratch) {
    const ansatz_stencil *a = w->matrix;
    if (plane < stage->planes.first || plane >= stage->planes.last || (plane - stage->planes.first) % stage->planes.step) return;
    stencil_lines s;
    for (long k = 0; k < stage->line_sets; ++k) {
        ansatz_range lines = stage->lines[k];
        for (long line = lines.first; line < lines.last; line += lines.step) {
            long start = (plane * a->extent[1] + line) * a->extent[2];
            open_lines(a, w->x, plane, line, &s);
            const double *right = w->right + start, *inverse = w->inverse + start;
            if (a->full) relax_full(a, &s, right, inverse, stage->parity, w->x + start, scratch);
            else relax_star(a, &s, right, inverse, (stage->parity ^ plane ^ line) & 1, w->x + start, scratch);
        }
    }
}
