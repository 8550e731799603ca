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

typedef struct {
    const double *input, *cotangent;
    long input_group, input_feature, cotangent_group, cotangent_feature;
    long groups, vectors;  // vectors of a group
    double *gradient;
    long depth;
} jet_outer;

INLINE void gradient_tile(const jet_outer *outer, const int features, const int inputs) {
    vector sum[GRADIENT_TILE][GRADIENT_TILE];
    UNROLL for (int j = 0; j < features; ++j)
        UNROLL for (int k = 0; k < inputs; ++k) sum[j][k] = (vector){0};
    const double *input = outer->input, *cotangent = outer->cotangent;
    for (long g = 0; g < outer->groups; ++g, input += outer->input_group, cotangent += outer->cotangent_group)
        for (long v = 0; v < outer->vectors; ++v) {
            vector x[GRADIENT_TILE];
            UNROLL for (int k = 0; k < inputs; ++k) x[k] = load(input + k * outer->input_feature + v * VECTOR_LANES);
            UNROLL for (int j = 0; j < features; ++j) {
                const vector bar = load(cotangent + j * outer->cotangent_feature + v * VECTOR_LANES);
                UNROLL for (int k = 0; k < inputs; ++k) sum[j][k] += bar * x[k];
            }
        }
    UNROLL for (int j = 0; j < features; ++j)
        UNROLL for (int k = 0; k < inputs; ++k) outer->gradient[j * outer->depth + k] += sum_of_lanes(sum[j][k]);
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

/// Writes the eight lanes of a group, or the first `count` of them.
INLINE void write_lanes(double *target, const vector *value, long count, int32_t adds) {
    if (count >= lanes) {
        for (long part = 0; part < parts; ++part) {
            double *place = target + part * VECTOR_LANES;
            store(place, adds ? load(place) + value[part] : value[part]);
        }
    } else {
        double copy[lanes];
        memcpy(copy, value, sizeof copy);
        for (long i = 0; i < count; ++i) target[i] = adds ? target[i] + copy[i] : copy[i];
    }
}

static void jet_weight_rows(const ansatz_jet_block *input, long depth, const ansatz_jet_block *cotangent, long features,
                            long points, long channels, double *rows, double *bias_rows, long stride, int32_t adds) {
    for (long start = 0; start < points; start += lanes) {
        const long group = start / lanes, count = points - start;
        const double *x = input->data + group * input->group_stride;
        for (long j = 0; j < features; ++j) {
            const double *bar = cotangent->data + group * cotangent->group_stride + j * cotangent->feature_stride;
            vector value[parts];
            for (long k = 0; rows && k < depth; ++k) {
                for (long part = 0; part < parts; ++part) {
                    vector sum = {0};
                    for (long c = 0; c < channels; ++c) {
                        const long place = c * lanes + part * VECTOR_LANES;
                        sum += load(bar + place) * load(x + k * input->feature_stride + place);
                    }
                    value[part] = sum;
                }
                write_lanes(rows + (j * depth + k) * stride + start, value, count, adds);
            }
            if (bias_rows) {
                for (long part = 0; part < parts; ++part) value[part] = load(bar + part * VECTOR_LANES);
                write_lanes(bias_rows + j * stride + start, value, count, adds);
            }
        }
    }
}
