// Derivatives by the weights of linear maps, summed over points or point by point; included by jets.h.

INLINE double sum_of_lanes(vector value) {
#if VECTOR_LANES == 8
    typedef double half __attribute__((vector_size(32)));
    half four = __builtin_shufflevector(value, value, 0, 1, 2, 3) + __builtin_shufflevector(value, value, 4, 5, 6, 7);
    return (four[0] + four[2]) + (four[1] + four[3]);
#elif VECTOR_LANES == 4
    return (value[0] + value[2]) + (value[1] + value[3]);
#else
    return value[0] + value[1];
#endif
}

/// The sums of lanes of as many vectors as there are lanes, as one vector: halves are added while they are transposed.
INLINE vector sums_of_lanes(const vector *v) {
#if VECTOR_LANES == 8
    vector pair[4], quad[2];
    UNROLL for (int m = 0; m < 4; ++m)
        pair[m] = __builtin_shufflevector(v[2 * m], v[2 * m + 1], 0, 8, 2, 10, 4, 12, 6, 14)
                + __builtin_shufflevector(v[2 * m], v[2 * m + 1], 1, 9, 3, 11, 5, 13, 7, 15);
    UNROLL for (int m = 0; m < 2; ++m)
        quad[m] = __builtin_shufflevector(pair[2 * m], pair[2 * m + 1], 0, 1, 8, 9, 4, 5, 12, 13)
                + __builtin_shufflevector(pair[2 * m], pair[2 * m + 1], 2, 3, 10, 11, 6, 7, 14, 15);
    return __builtin_shufflevector(quad[0], quad[1], 0, 1, 2, 3, 8, 9, 10, 11)
         + __builtin_shufflevector(quad[0], quad[1], 4, 5, 6, 7, 12, 13, 14, 15);
#elif VECTOR_LANES == 4
    vector pair[2];
    UNROLL for (int m = 0; m < 2; ++m)
        pair[m] = __builtin_shufflevector(v[2 * m], v[2 * m + 1], 0, 4, 2, 6)
                + __builtin_shufflevector(v[2 * m], v[2 * m + 1], 1, 5, 3, 7);
    return __builtin_shufflevector(pair[0], pair[1], 0, 1, 4, 5) + __builtin_shufflevector(pair[0], pair[1], 2, 3, 6, 7);
#else
    return __builtin_shufflevector(v[0], v[1], 0, 2) + __builtin_shufflevector(v[0], v[1], 1, 3);
#endif
}

typedef struct {
    const double *input, *cotangent;
    long input_group, input_feature, cotangent_group, cotangent_feature;
    long groups, vectors;  // vectors of a group
    double *gradient;
    long depth;
} jet_outer;

INLINE void gradient_tile(const jet_outer *outer, const int features, const int inputs) {
    enum { most = (GRADIENT_TILE * GRADIENT_TILE + VECTOR_LANES - 1) / VECTOR_LANES * VECTOR_LANES };
    vector sum[most];
    UNROLL for (int m = 0; m < most; ++m) sum[m] = (vector){0};
    const double *input = outer->input, *cotangent = outer->cotangent;
    for (long g = 0; g < outer->groups; ++g, input += outer->input_group, cotangent += outer->cotangent_group)
        for (long v = 0; v < outer->vectors; ++v) {
            vector x[GRADIENT_TILE];
            UNROLL for (int k = 0; k < inputs; ++k) x[k] = load(input + k * outer->input_feature + v * VECTOR_LANES);
            UNROLL for (int j = 0; j < features; ++j) {
                const vector bar = load(cotangent + j * outer->cotangent_feature + v * VECTOR_LANES);
                UNROLL for (int k = 0; k < inputs; ++k) sum[j * inputs + k] += bar * x[k];
            }
        }
    double total[most];
    UNROLL for (int m = 0; m < most; m += VECTOR_LANES)
        if (m < features * inputs) store(total + m, sums_of_lanes(sum + m));
    UNROLL for (int j = 0; j < features; ++j)
        UNROLL for (int k = 0; k < inputs; ++k) outer->gradient[j * outer->depth + k] += total[j * inputs + k];
}

#define OUTER(j, k) if (features == j && inputs == k) return gradient_tile(outer, j, k)
#if GRADIENT_TILE == 5
#define OUTER_ROW(j) OUTER(j, 1); OUTER(j, 2); OUTER(j, 3); OUTER(j, 4); OUTER(j, 5)
#else
#define OUTER_ROW(j) OUTER(j, 1); OUTER(j, 2); OUTER(j, 3)
#endif

static void gradient_any_tile(const jet_outer *outer, long features, long inputs) {
#if GRADIENT_TILE == 5
    OUTER_ROW(5);
    OUTER_ROW(4);
#endif
    OUTER_ROW(3);
    OUTER_ROW(2);
    OUTER_ROW(1);
}

static void bias_gradient_sum(const ansatz_jet_block *cotangent, long features, long groups, double *gradient) {
    for (long j = 0; j < features; ++j) {
        vector sum = {0};
        for (long g = 0; g < groups; ++g)
            for (long part = 0; part < parts; ++part)
                sum += load(cotangent->data + g * cotangent->group_stride + j * cotangent->feature_stride + part * VECTOR_LANES);
        gradient[j] += sum_of_lanes(sum);
    }
}

static void jet_weight_gradient(const ansatz_jet_block *input, long depth, const ansatz_jet_block *cotangent, long features,
                                long groups, long channels, double *gradient, double *bias_gradient) {
    if (bias_gradient) bias_gradient_sum(cotangent, features, groups, bias_gradient);
    if (!gradient) return;
    for (long j = 0, rows; j < features; j += rows) {
        rows = piece(features, j, GRADIENT_TILE);
        for (long k = 0, columns; k < depth; k += columns) {
            columns = piece(depth, k, GRADIENT_TILE);
            jet_outer outer = {
                input->data + k * input->feature_stride, cotangent->data + j * cotangent->feature_stride,
                input->group_stride, input->feature_stride, cotangent->group_stride, cotangent->feature_stride,
                groups, channels * parts, gradient + j * depth + k, depth};
            gradient_any_tile(&outer, rows, columns);
        }
    }
}

/// How rows of derivatives are written. Streaming leaves the caches alone; it needs whole aligned lines.
enum { jet_set, jet_add, jet_stream };
typedef double aligned_vector __attribute__((vector_size(8 * VECTOR_LANES)));

/// Writes the eight lanes of a group, or the first `count` of them.
INLINE void write_lanes(double *target, const vector *value, long count, const int mode) {
    if (count >= lanes) {
        UNROLL for (int part = 0; part < parts; ++part) {
            double *place = target + part * VECTOR_LANES;
            if (mode == jet_stream) __builtin_nontemporal_store((aligned_vector)value[part], (aligned_vector *)place);
            else store(place, mode == jet_add ? load(place) + value[part] : value[part]);
        }
    } else {
        double copy[lanes];
        memcpy(copy, value, sizeof copy);
        for (long i = 0; i < count; ++i) target[i] = mode == jet_add ? target[i] + copy[i] : copy[i];
    }
}

enum { row_tile = 4 };

/// Rows of `inputs` neighbouring weights of one output, at all points: whole runs of memory, one for each weight.
INLINE void rows_tile(const ansatz_jet_block *input, const double *x, const ansatz_jet_block *cotangent, const double *bar,
                      const int inputs, long points, long channels, double *rows, long stride, const int mode) {
    for (long start = 0; start < points; start += lanes, x += input->group_stride, bar += cotangent->group_stride) {
        vector value[row_tile][parts];
        UNROLL for (int part = 0; part < parts; ++part) {
            UNROLL for (int k = 0; k < inputs; ++k) value[k][part] = (vector){0};
            for (long c = 0; c < channels; ++c) {
                const long place = c * lanes + part * VECTOR_LANES;
                const vector given = load(bar + place);
                UNROLL for (int k = 0; k < inputs; ++k) value[k][part] += given * load(x + k * input->feature_stride + place);
            }
        }
        UNROLL for (int k = 0; k < inputs; ++k) write_lanes(rows + k * stride + start, value[k], points - start, mode);
    }
}

INLINE void bias_row(const ansatz_jet_block *cotangent, const double *bar, long points, double *row, const int mode) {
    for (long start = 0; start < points; start += lanes, bar += cotangent->group_stride) {
        vector value[parts];
        UNROLL for (int part = 0; part < parts; ++part) value[part] = load(bar + part * VECTOR_LANES);
        write_lanes(row + start, value, points - start, mode);
    }
}

INLINE void all_rows(const ansatz_jet_block *input, long depth, const ansatz_jet_block *cotangent, long features,
                     long points, long channels, double *rows, double *bias_rows, long stride, const int mode) {
    for (long j = 0; j < features; ++j) {
        const double *bar = cotangent->data + j * cotangent->feature_stride;
        for (long k = 0, tile; rows && k < depth; k += tile) {
            const double *x = input->data + k * input->feature_stride;
            double *target = rows + (j * depth + k) * stride;
            tile = depth - k >= row_tile ? row_tile : 1;
            if (tile > 1) rows_tile(input, x, cotangent, bar, row_tile, points, channels, target, stride, mode);
            else rows_tile(input, x, cotangent, bar, 1, points, channels, target, stride, mode);
        }
        if (bias_rows) bias_row(cotangent, bar, points, bias_rows + j * stride, mode);
    }
}

static void jet_weight_rows(const ansatz_jet_block *input, long depth, const ansatz_jet_block *cotangent, long features,
                            long points, long channels, double *rows, double *bias_rows, long stride, int32_t adds,
                            int32_t streams) {
    const uintptr_t places = (uintptr_t)rows | (uintptr_t)bias_rows | (uintptr_t)(stride * 8);
    if (adds) all_rows(input, depth, cotangent, features, points, channels, rows, bias_rows, stride, jet_add);
    else if (streams && places % 64 == 0)
        all_rows(input, depth, cotangent, features, points, channels, rows, bias_rows, stride, jet_stream);
    else all_rows(input, depth, cotangent, features, points, channels, rows, bias_rows, stride, jet_set);
#if defined(__x86_64__)
    // Streamed lines must be seen by whoever learns that this is done.
    if (streams) __builtin_ia32_sfence();
#endif
}
