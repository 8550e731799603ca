// Operator-dependent interpolation (Alcouffe, Brandt, Dendy and Painter 1981; Dendy 1982). A fine node between coarse ones along
// the axes of a set S takes the value that solves its own equation with the neighbours along all other axes moved onto it
// ("collapsed") and the ones inside S interpolated before it.

/// The entry whose offset is kept along the axes of the set and zero along the others.
INLINE int projected(int entry, int odd) {
    int d0 = odd & 1 ? entry / 9 - 1 : 0, d1 = odd & 2 ? entry / 3 % 3 - 1 : 0, d2 = odd & 4 ? entry % 3 - 1 : 0;
    return 9 * (d0 + 1) + 3 * (d1 + 1) + d2 + 1;
}

/// out[i] += line[first + i · step + shift], round the seam at the ends.
INLINE void add_strided(const double *line, long n, long first, long step, long count, double *out) {
    if (count <= 0) return;
    long last = first + (count - 1) * step;
    double low = line[around(first, n)], high = line[around(last, n)];
    if (step == 1) {
        COLUMNS(1, count - 1) out[j] += line[first + j];
    } else {
        long j = 1;
        for (; j + 8 < count; j += 8) *(eight *)(out + j) += every_second(line + first + 2 * j);
        for (; j < count - 1; ++j) out[j] += line[first + 2 * j];
    }
    out[0] += low;
    if (count > 1) out[count - 1] += high;
}

/// Fine nodes of one line, in the order of coarse columns; the first belongs to coarse column `low`.
typedef struct {
    long plane, line;   // coarse numbers, -1 for a fine line before the first coarse one
    long fine_plane, fine_line;
    long low, count;    // coarse columns
    long first, step;   // fine columns
    int odd;            // the axes along which they lie between coarse ones, 1 plane, 2 line, 4 column
    int directions[ANSATZ_STENCIL_ENTRIES], direction_count;  // the entries inside the set but the centre
} fine_nodes;

/// Adds the collapsed coefficients of every direction inside the set, sums[27][width].
static void collapse(const ansatz_stencil *a, const fine_nodes *f, double *sums, double *diagonal, long width) {
    stencil_lines s;
    open_lines(a, a->zeros, f->fine_plane, f->fine_line, &s);
    for (int e = 0; e < ANSATZ_STENCIL_ENTRIES; ++e) {
        if (!has_entry(a, e) || (!a->full && e % 3 != 1 && e / 3 != 4)) continue;
        add_strided(s.base[e], s.columns, f->first + s.shift[e], f->step, f->count, sums + projected(e, f->odd) * width);
    }
    add_strided(s.base[ANSATZ_STENCIL_CENTRE], s.columns, f->first, f->step, f->count, diagonal);
}

/// share[j] = at least how one-sided the couplings along an axis are: 0 for equal ones, 1 if one is missing.
static void weigh_missing_side(const fine_nodes *f, int axis, const double *sums, long width, double *share, double *sides) {
    static const int stride[3] = {9, 3, 1};
    double *below = sides, *above = sides + width;
    memset(sides, 0, (size_t)(2 * width) * sizeof *sides);
    for (int i = 0; i < f->direction_count; ++i) {
        int q = f->directions[i], digit = q / stride[axis] % 3;
        if (digit == 1) continue;
        double *side = digit == 0 ? below : above;
        const double *sum = sums + q * width;
        COLUMNS(0, f->count) side[j] += sum[j];
    }
    COLUMNS(0, f->count) {
        double u = __builtin_elementwise_abs(below[j]), v = __builtin_elementwise_abs(above[j]);
        double larger = u > v ? u : v, smaller = u > v ? v : u, missing = larger > 0 ? 1 - smaller / larger : 0;
        share[j] = share[j] > missing ? share[j] : missing;
    }
}

/// excess[j] = sum of the row, `factor` times.
static void row_sums(const fine_nodes *f, double factor, const double *sums, long width, double *excess) {
    const double *centre = sums + ANSATZ_STENCIL_CENTRE * width;
    COLUMNS(0, f->count) excess[j] = factor * centre[j];
    for (int i = 0; i < f->direction_count; ++i) {
        const double *sum = sums + f->directions[i] * width;
        COLUMNS(0, f->count) excess[j] += factor * sum[j];
    }
}

/// Reciprocals of what the value of a fine node is multiplied by in the collapsed equation.
///
/// A row sum belongs to the node when no axis is collapsed, when the row is mostly its own diagonal, or when a neighbour inside
/// the set is missing (a boundary across the line). Otherwise it comes from a boundary along the line, where constants are
/// interpolated exactly, or from a reaction term, which is small on scales that need a coarse lattice.
static void collapsed_pivots(const fine_nodes *f, int collapses, const double *sums, long width, const double *diagonal,
                             const double *excess, double *inverse, double *scratch) {
    double *off = scratch, *share = inverse;
    memset(off, 0, (size_t)width * sizeof *off);
    for (int i = 0; i < f->direction_count; ++i) {
        const double *sum = sums + f->directions[i] * width;
        COLUMNS(0, f->count) off[j] += sum[j];
    }
    COLUMNS(0, f->count) {
        double size = __builtin_elementwise_abs(excess[j]), own = __builtin_elementwise_abs(diagonal[j]);
        share[j] = !collapses || size > 0.5 * own ? 1 : 0;
    }
    for (int axis = 0; axis < 3; ++axis)
        if (collapses && (f->odd >> axis & 1)) weigh_missing_side(f, axis, sums, width, share, scratch + width);
    COLUMNS(0, f->count) {
        double pivot = share[j] * excess[j] - off[j];
        inverse[j] = pivot != 0 ? 1 / pivot : 0;
    }
}

INLINE long weight_line(const ansatz_transfer *t, long line) { return line * (t->coarse[2] + 2) + 1; }

/// Fills what lies beyond the ends of a line of weights on a periodic axis.
static void close_line(const ansatz_transfer *t, int column_offset, double *weights) {
    long n = t->coarse[2];
    if (!t->periodic[2]) return;
    // The fine node at the seam was done at one end of the line and belongs to the coarse node at the other, too.
    if (column_offset < 0 && !t->start[2]) weights[0] = weights[n];
    if (column_offset > 0 && t->start[2]) weights[n - 1] = weights[-1];
    weights[n] = weights[0];
    weights[-1] = weights[n - 1];
}

/// What the fine nodes take from their coarse neighbours in one corner (bit set over the axes: 0 below, 1 above).
static void corner_weights(const ansatz_transfer *t, const fine_nodes *f, int corner, const double *sums, long width,
                           const double *inverse, double *value) {
    long coarse = neighbour_line(t->coarse, t->periodic, f->plane, f->line, corner & 1, corner >> 1 & 1);
    if (coarse < 0) return;
    long start = weight_line(t, coarse) + f->low + (corner >> 2);
    memset(value, 0, (size_t)width * sizeof *value);
    for (int i = 0; i < f->direction_count; ++i) {
        int q = f->directions[i], matches = 1, offset[3], digits[3] = {q / 9 - 1, q / 3 % 3 - 1, q % 3 - 1};
        for (int axis = 0; axis < 3; ++axis) {
            int above = corner >> axis & 1;
            if (digits[axis] != 0 && (digits[axis] > 0) != above) matches = 0;
            offset[axis] = (f->odd >> axis & 1) && digits[axis] == 0 ? (above ? -1 : 1) : 0;
        }
        if (!matches) continue;
        const double *given = t->weights[9 * (offset[0] + 1) + 3 * (offset[1] + 1) + offset[2] + 1], *sum = sums + q * width;
        if (given) {
            given += start;
            COLUMNS(0, f->count) value[j] -= sum[j] * given[j];
        } else {
            COLUMNS(0, f->count) value[j] -= sum[j];
        }
    }
    int own[3];
    for (int axis = 0; axis < 3; ++axis) own[axis] = f->odd >> axis & 1 ? (corner >> axis & 1 ? -1 : 1) : 0;
    double *target = t->weights[9 * (own[0] + 1) + 3 * (own[1] + 1) + own[2] + 1];
    COLUMNS(0, f->count) target[start + j] = value[j] * inverse[j];
    close_line(t, own[2], target + weight_line(t, coarse));
}

static void weights_of_line(const ansatz_stencil *a, const ansatz_stencil *other, const ansatz_transfer *t,
                            double *scratch, fine_nodes *f) {
    long width = t->coarse[2] + 2, fine[2], coarse[2] = {f->plane, f->line};
    for (int axis = 0; axis < 2; ++axis) {
        fine[axis] = t->coarsened[axis] ? 2 * coarse[axis] + t->start[axis] + (f->odd >> axis & 1) : coarse[axis];
        if (fine[axis] < 0 || fine[axis] >= t->fine[axis]) return;
    }
    f->fine_plane = fine[0];
    f->fine_line = fine[1];
    f->step = t->coarsened[2] ? 2 : 1;
    f->low = f->odd & 4 ? -t->start[2] : 0;
    f->first = t->coarsened[2] ? 2 * f->low + t->start[2] + (f->odd >> 2 & 1) : 0;
    f->count = (t->fine[2] - 1 - f->first) / f->step + 1;
    if (f->first >= t->fine[2]) return;
    double *sums = scratch, *inverse = scratch + ANSATZ_STENCIL_ENTRIES * width, *diagonal = inverse + width;
    double *excess = diagonal + width, *rest = excess + width;
    int axes = (has_entry(a, 4) ? 1 : 0) | (has_entry(a, 10) ? 2 : 0) | 4;
    memset(sums + ANSATZ_STENCIL_CENTRE * width, 0, (size_t)width * sizeof *sums);
    for (int i = 0; i < f->direction_count; ++i) memset(sums + f->directions[i] * width, 0, (size_t)width * sizeof *sums);
    memset(diagonal, 0, (size_t)width * sizeof *diagonal);
    collapse(a, f, sums, diagonal, width);
    // The row sums are those of the first matrix, so that constants are kept if it maps them to zero.
    row_sums(f, other ? 2 : 1, sums, width, excess);
    if (other) collapse(other, f, sums, diagonal, width);
    collapsed_pivots(f, f->odd != axes, sums, width, diagonal, excess, inverse, rest);
    for (int corner = 0; corner < 8; ++corner)
        if ((corner & ~f->odd) == 0) corner_weights(t, f, corner, sums, width, inverse, rest);
}

static void stencil_weights(const ansatz_stencil *a, const ansatz_stencil *other, const ansatz_transfer *t, int32_t odd,
                            double *scratch, long first, long last) {
    long below[2];
    for (int axis = 0; axis < 2; ++axis) below[axis] = odd >> axis & 1 ? t->start[axis] : 0;
    fine_nodes f = {.odd = odd};
    for (int e = 0; e < ANSATZ_STENCIL_ENTRIES; ++e)
        if (projected(e, odd) == e && e != ANSATZ_STENCIL_CENTRE) f.directions[f.direction_count++] = e;
    for (long plane = first == 0 ? -below[0] : first; plane < last; ++plane)
        for (long line = -below[1]; line < t->coarse[1]; ++line) {
            f.plane = plane;
            f.line = line;
            weights_of_line(a, other, t, scratch, &f);
        }
}
