static const int star_entries[7] = {4, 22, 12, 13, 14, 10, 16};
static const int off_line_entries[7] = {4, 22, 12, 14, 10, 16, 13};
static const int full_entries[27] = {3,  4,  5,  12, 13, 14, 21, 22, 23, 0,  1,  2,  6, 7,
                                     8,  18, 19, 20, 24, 25, 26, 9,  10, 11, 15, 16, 17};

/// out = start - (the whole row) x.
INLINE void subtract_row(const ansatz_stencil *a, const stencil_lines *s, const double *start, double *out) {
    int flat = !has_entry(a, 10), single = !has_entry(a, 4);
    if (single) {
        subtract_entries(s, star_entries + 2, 3, start, out);
    } else if (!a->full) {
        if (flat) subtract_entries(s, star_entries, 5, start, out);
        else subtract_entries(s, star_entries, 7, start, out);
    } else {
        subtract_entries(s, full_entries, 9, start, out);
        if (flat) return;
        subtract_entries(s, full_entries + 9, 9, out, out);
        subtract_entries(s, full_entries + 18, 9, out, out);
    }
}

static void stencil_apply(const ansatz_stencil *a, const double *x, const double *right, double *y, long first, long last) {
    stencil_lines s;
    long lines = a->extent[1], n = a->extent[2];
    for (long k = first; k < last; ++k) {
        open_lines(a, x, k / lines, k % lines, &s);
        double *out = y + k * n;
        subtract_row(a, &s, right ? right + k * n : a->zeros, out);
        if (right) continue;
        COLUMNS(0, n) out[j] = -out[j];
    }
}
