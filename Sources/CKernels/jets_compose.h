// Products and compositions of jets, feature by feature; included by jets.h.

enum { jet_feature_block = 16 };

/// sum of coefficient x[left] y[right], one vector of it; moves on to the terms of the next row.
INLINE vector row_sum(const ansatz_jet_row *row, const ansatz_jet_term **terms, const double *x, const double *y) {
    const ansatz_jet_term *term = *terms, *plain = term + row->units, *end = term + row->count;
    vector sum = {0};
    for (; term < plain; ++term) sum += load(x + term->left * lanes) * load(y + term->right * lanes);
    for (; term < end; ++term) sum += term->coefficient * load(x + term->left * lanes) * load(y + term->right * lanes);
    *terms = end;
    return sum;
}

/// One vector of z (+)= rule(x, y); the pointers are to its part of channel 0.
INLINE void apply_rule(const ansatz_jet_bilinear *rule, const double *x, const double *y, double *z, const int adds) {
    const ansatz_jet_term *terms = rule->terms;
    const ansatz_jet_row *end = rule->rows + rule->row_count;
    for (const ansatz_jet_row *row = rule->rows; row < end; ++row) {
        const vector sum = row_sum(row, &terms, x, y);
        double *target = z + row->target * lanes;
        store(target, adds ? load(target) + sum : sum);
    }
}

INLINE void multiply_features(const ansatz_jet_bilinear *rule, const ansatz_jet_block *left, const ansatz_jet_block *right,
                              const ansatz_jet_block *output, long features, long groups, const int adds) {
    for (long g = 0; g < groups; ++g)
        for (long j = 0; j < features; ++j) {
            const double *x = left->data + g * left->group_stride + j * left->feature_stride;
            const double *y = right->data + g * right->group_stride + j * right->feature_stride;
            double *z = output->data + g * output->group_stride + j * output->feature_stride;
            for (long part = 0; part < parts; ++part)
                apply_rule(rule, x + part * VECTOR_LANES, y + part * VECTOR_LANES, z + part * VECTOR_LANES, adds);
        }
}

static void jet_multiply(const ansatz_jet_algebra *algebra, const ansatz_jet_block *left, const ansatz_jet_block *right,
                         const ansatz_jet_block *output, long features, long groups) {
    multiply_features(&algebra->product, left, right, output, features, groups, 1);
}

/// One vector of the transposed product in place, up to second order: bar_0 <- sum of g_t bar_t, bar_l <- g_0 bar_l + sum of
/// coefficient g_r bar_t over the products h_l h_r in channel t, which comes after both. A term of the square stands for l r and r l.
INLINE void pull_second_order(const ansatz_jet_algebra *algebra, const double *g, double *bar) {
    const ansatz_jet_bilinear *square = &algebra->powers[2];
    const ansatz_jet_row *row = square->rows + square->row_count;
    const ansatz_jet_term *term = square->terms + square->term_count;
    const vector g0 = load(g);
    vector sum = g0 * load(bar);
    while (row-- > square->rows) {
        const long place = row->target * lanes;
        const vector given = load(bar + place);
        sum += load(g + place) * given;
        store(bar + place, g0 * given);
        for (long m = 0; m < row->count; ++m) {
            --term;
            double *left = bar + term->left * lanes, *right = bar + term->right * lanes;
            if (left == right) {
                store(left, load(left) + term->coefficient * given * load(g + term->left * lanes));
            } else {
                const vector half = 0.5 * term->coefficient * given;
                store(left, load(left) + half * load(g + term->right * lanes));
                store(right, load(right) + half * load(g + term->left * lanes));
            }
        }
    }
    store(bar, sum);
}

static void jet_pull(const ansatz_jet_algebra *algebra, const ansatz_jet_block *factor, const ansatz_jet_block *bar,
                     const ansatz_jet_block *output, long features, long groups, int32_t adds) {
    if (adds) return multiply_features(&algebra->transpose, factor, bar, output, features, groups, 1);
    // In place as well: a row needs no channel of the cotangents below its own.
    if (algebra->order > 2 || output->data != bar->data)
        return multiply_features(&algebra->transpose, factor, bar, output, features, groups, 0);
    for (long g = 0; g < groups; ++g)
        for (long j = 0; j < features; ++j)
            for (long part = 0; part < lanes; part += VECTOR_LANES)
                pull_second_order(algebra, factor->data + g * factor->group_stride + j * factor->feature_stride + part,
                                  bar->data + g * bar->group_stride + j * bar->feature_stride + part);
}

/// Adds factor h^k to the output and slope_factor h^k to the slopes; one vector. `last` holds h^(k-1), and h^k comes behind it.
INLINE void add_power(const ansatz_jet_algebra *algebra, long k, vector factor, vector slope_factor, const double *z, double *last,
                      double *output, double *slopes, const int keeps) {
    double *next = last + algebra->channels * lanes;
    const ansatz_jet_term *terms = algebra->powers[k].terms;
    const ansatz_jet_row *row = algebra->powers[k].rows, *end = row + algebra->powers[k].row_count;
    for (; row < end; ++row) {
        const long place = row->target * lanes;
        const vector power = row_sum(row, &terms, last, z);
        if (k < algebra->order) store(next + place, power);
        store(output + place, load(output + place) + factor * power);
        if (keeps) store(slopes + place, load(slopes + place) + slope_factor * power);
    }
}

/// One vector of f(z) and, in place of z, of f'(z), from f^(k)/k!: with h = z without its value, f(z) = sum of f^(k)/k! h^k and
/// f'(z) = sum of (k + 1) f^(k+1)/(k+1)! h^k. `deep`: beyond second order. Up to it the jets of f' may replace z at once, because
/// products need channels below their target only, which come later.
INLINE void compose_vector(const ansatz_jet_algebra *algebra, double *const *f, long offset, double *z, double *output,
                           const int keeps, const int deep, double *scratch) {
    const long size = algebra->channels * lanes;
    double *slopes = deep ? scratch : z, *power = scratch + size;
    const vector f1 = load(f[1] + offset), f2 = load(f[2] + offset);
    const vector g1 = 2 * f2, g2 = keeps ? 3 * load(f[3] + offset) : f2;
    const ansatz_jet_term *terms = algebra->powers[2].terms;
    const ansatz_jet_row *row = algebra->powers[2].rows, *end = row + algebra->powers[2].row_count;
    for (; row < end; ++row) {
        const long place = row->target * lanes;
        const vector h = load(z + place);
        vector value = f1 * h, slope = g1 * h;
        if (row->count) {
            const vector square = row_sum(row, &terms, z, z);
            value += f2 * square;
            slope += g2 * square;
            if (deep) store(power + place, square);
        }
        store(output + place, value);
        if (keeps) store(slopes + place, slope);
    }
    store(output, load(f[0] + offset));
    if (keeps) store(slopes, f1);
    for (long k = 3; deep && k <= algebra->order; ++k, power += size)
        add_power(algebra, k, load(f[k] + offset), keeps ? (double)(k + 1) * load(f[k + 1] + offset) : f1, z, power, output, slopes, keeps);
    for (long place = 0; deep && keeps && place < size; place += lanes) store(z + place, load(slopes + place));
}

/// z -> f(z) for some features of a group.
INLINE void compose_features(const ansatz_jet_algebra *algebra, double *const *f, double *z, long input_stride, double *output,
                             long output_stride, long count, int32_t keeps, double *scratch) {
    for (long j = 0; j < count; ++j)
        for (long part = 0; part < parts; ++part) {
            const long place = part * VECTOR_LANES, offset = j * lanes + place;
            double *from = z + j * input_stride + place, *to = output + j * output_stride + place;
            if (algebra->order > 2) {
                if (keeps) compose_vector(algebra, f, offset, from, to, 1, 1, scratch);
                else compose_vector(algebra, f, offset, from, to, 0, 1, scratch);
            } else if (keeps) {
                compose_vector(algebra, f, offset, from, to, 1, 0, scratch);
            } else {
                compose_vector(algebra, f, offset, from, to, 0, 0, scratch);
            }
        }
}

static void jet_compose(const ansatz_jet_algebra *algebra, int32_t function, const ansatz_jet_block *input,
                        const ansatz_jet_block *output, long features, long groups, int32_t keeps) {
    double values[jet_feature_block * lanes], derivatives[jet_highest + 1][jet_feature_block * lanes];
    double scratch[ANSATZ_JET_ORDER * ANSATZ_JET_CHANNELS * lanes];
    double *f[jet_highest + 1];
    for (long k = 0; k <= jet_highest; ++k) f[k] = derivatives[k];
    const long order = (algebra->order > 2 ? algebra->order : 2) + (keeps ? 1 : 0);
    for (long g = 0; g < groups; ++g)
        for (long start = 0; start < features; start += jet_feature_block) {
            const long count = features - start < jet_feature_block ? features - start : jet_feature_block;
            double *z = input->data + g * input->group_stride + start * input->feature_stride;
            double *a = output->data + g * output->group_stride + start * output->feature_stride;
            for (long j = 0; j < count; ++j)
                for (long part = 0; part < lanes; part += VECTOR_LANES)
                    store(values + j * lanes + part, load(z + j * input->feature_stride + part));
            scaled_derivatives(function, values, count * lanes, order, f);
            compose_features(algebra, f, z, input->feature_stride, a, output->feature_stride, count, keeps, scratch);
        }
}
