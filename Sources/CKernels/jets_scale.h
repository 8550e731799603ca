// Multiples of features by one number, and the derivatives by it; included by jets.h after jets_gradient.h.

static void jet_scale(const ansatz_jet_block *input, const ansatz_jet_block *output, long features, long groups, long channels,
                      double factor, double shift, int32_t adds) {
    for (long g = 0; g < groups; ++g)
        for (long j = 0; j < features; ++j) {
            const double *x = input ? input->data + g * input->group_stride + j * input->feature_stride : NULL;
            double *y = output->data + g * output->group_stride + j * output->feature_stride;
            for (long place = 0; place < channels * lanes; place += VECTOR_LANES) {
                vector value = x ? factor * load(x + place) : (vector){0};
                if (adds) value += load(y + place);
                store(y + place, place < lanes ? value + shift : value);
            }
        }
}

/// One vector of the sum over features and channels at a group of points.
INLINE vector inner_part(const double *x, long x_stride, const double *y, long y_stride, long features, long channels) {
    vector sum = {0};
    for (long j = 0; j < features; ++j)
        for (long c = 0; c < channels; ++c) sum += load(x + j * x_stride + c * lanes) * load(y + j * y_stride + c * lanes);
    return sum;
}

static void jet_inner(const ansatz_jet_block *left, const ansatz_jet_block *right, long features, long groups, long channels,
                      double *sum) {
    vector total = {0};
    for (long g = 0; g < groups; ++g)
        for (long part = 0; part < lanes; part += VECTOR_LANES)
            total += inner_part(left->data + g * left->group_stride + part, left->feature_stride,
                                right->data + g * right->group_stride + part, right->feature_stride, features, channels);
    *sum += sum_of_lanes(total);
}

static void jet_inner_row(const ansatz_jet_block *left, const ansatz_jet_block *right, long features, long points, long channels,
                          double *row, int32_t adds) {
    for (long start = 0; start < points; start += lanes) {
        const long g = start / lanes;
        vector value[parts];
        for (long part = 0; part < parts; ++part)
            value[part] = inner_part(
                left->data + g * left->group_stride + part * VECTOR_LANES, left->feature_stride,
                right->data + g * right->group_stride + part * VECTOR_LANES, right->feature_stride, features, channels);
        write_lanes(row + start, value, points - start, adds ? jet_add : jet_set);
    }
}
