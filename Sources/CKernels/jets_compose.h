// Products and compositions of jets, feature by feature; included by jets.h.

enum { jet_feature_block = 16 };

/// One vector of z (+)= rule(x, y); the pointers are to its part of channel 0.
INLINE void apply_rule(const ansatz_jet_bilinear *rule, const double *x, const double *y, double *z, int32_t adds) {
    const ansatz_jet_term *term = rule->terms;
    for (long r = 0; r < rule->row_count; ++r) {
        const ansatz_jet_row row = rule->rows[r];
        vector sum = {0};
        for (long m = 0; m < row.count; ++m, ++term)
            sum += term->coefficient * load(x + term->left * lanes) * load(y + term->right * lanes);
        double *target = z + row.target * lanes;
        store(target, adds ? load(target) + sum : sum);
    }
}

static void jet_multiply(const ansatz_jet_bilinear *rule, long channels, const ansatz_jet_block *left,
                         const ansatz_jet_block *right, const ansatz_jet_block *output, long features, long groups, int32_t adds) {
    // A channel may be read after it has been written if the output is the right block.
    double copy[ANSATZ_JET_CHANNELS * lanes];
    const int in_place = output->data == right->data;
    for (long g = 0; g < groups; ++g)
        for (long j = 0; j < features; ++j) {
            const double *x = left->data + g * left->group_stride + j * left->feature_stride;
            const double *y = right->data + g * right->group_stride + j * right->feature_stride;
            double *z = output->data + g * output->group_stride + j * output->feature_stride;
            if (in_place) {
                for (long c = 0; c < channels * parts; ++c) store(copy + c * VECTOR_LANES, load(y + c * VECTOR_LANES));
                y = copy;
            }
            for (long part = 0; part < parts; ++part)
                apply_rule(rule, x + part * VECTOR_LANES, y + part * VECTOR_LANES, z + part * VECTOR_LANES, adds);
        }
}

/// One vector of f(z) and, in place of z, of f'(z), from f^(k)/k!: with z = z_0 + h, f(z) = sum of f^(k)/k! h^k.
INLINE void compose_vector(const ansatz_jet_algebra *algebra, double *const *f, long offset, double *z, double *output,
                           int32_t keeps, double *powers) {
    const long channels = algebra->channels;
    const vector f1 = load(f[1] + offset);
    store(output, load(f[0] + offset));
    for (long c = 1; c < channels; ++c) store(output + c * lanes, f1 * load(z + c * lanes));
    const double *last = z;
    double *power = powers;
    for (long k = 2; k <= algebra->order; ++k) {
        const ansatz_jet_bilinear *rule = &algebra->powers[k];
        apply_rule(rule, last, z, power, 0);
        const vector fk = load(f[k] + offset);
        for (long r = 0; r < rule->row_count; ++r) {
            const long place = rule->rows[r].target * lanes;
            store(output + place, load(output + place) + fk * load(power + place));
        }
        last = power;
        power += channels * lanes;
    }
    if (!keeps) return;
    // f' has the coefficients (k + 1) f^(k+1)/(k+1)!.
    const vector twice = 2 * load(f[2] + offset);
    store(z, f1);
    for (long c = 1; c < channels; ++c) store(z + c * lanes, twice * load(z + c * lanes));
    power = powers;
    for (long k = 2; k <= algebra->order; ++k, power += channels * lanes) {
        const ansatz_jet_bilinear *rule = &algebra->powers[k];
        const vector fk = (double)(k + 1) * load(f[k + 1] + offset);
        for (long r = 0; r < rule->row_count; ++r) {
            const long place = rule->rows[r].target * lanes;
            store(z + place, load(z + place) + fk * load(power + place));
        }
    }
}

static void jet_compose(const ansatz_jet_algebra *algebra, int32_t function, const ansatz_jet_block *input,
                        const ansatz_jet_block *output, long features, long groups, int32_t keeps) {
    double values[jet_feature_block * lanes], derivatives[jet_highest + 1][jet_feature_block * lanes];
    double powers[(ANSATZ_JET_ORDER - 1) * ANSATZ_JET_CHANNELS * lanes];
    double *f[jet_highest + 1];
    for (long k = 0; k <= jet_highest; ++k) f[k] = derivatives[k];
    const long order = (algebra->order > 1 ? algebra->order : 1) + (keeps ? 1 : 0);
    for (long g = 0; g < groups; ++g)
        for (long start = 0; start < features; start += jet_feature_block) {
            const long count = features - start < jet_feature_block ? features - start : jet_feature_block;
            double *z = input->data + g * input->group_stride + start * input->feature_stride;
            double *a = output->data + g * output->group_stride + start * output->feature_stride;
            for (long j = 0; j < count; ++j)
                for (long i = 0; i < lanes; ++i) values[j * lanes + i] = z[j * input->feature_stride + i];
            scaled_derivatives(function, values, count * lanes, order, f);
            for (long j = 0; j < count; ++j)
                for (long part = 0; part < parts; ++part) {
                    const long place = part * VECTOR_LANES;
                    compose_vector(algebra, f, j * lanes + place, z + j * input->feature_stride + place,
                                   a + j * output->feature_stride + place, keeps, powers);
                }
        }
}
