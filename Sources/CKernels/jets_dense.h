// Linear maps of features: one matrix product for all channels and points; included by jets.h.

/// Splits `count` into equal pieces of at most `most`; the piece that starts at `start` has this size.
INLINE long piece(long count, long start, long most) {
    long pieces = (count - start + most - 1) / most;
    return (count - start + pieces - 1) / pieces;
}

typedef struct {
    const double *input[TILE_VECTORS];
    double *output[TILE_VECTORS];
    int has_bias[TILE_VECTORS];
} jet_columns;

/// Points a tile of vectors at the columns first, first + 1, ...; a group of points has `width` of them.
INLINE void place_columns(jet_columns *columns, const ansatz_jet_block *input, const ansatz_jet_block *output, long first,
                          long count, long width) {
    for (long v = 0; v < count; ++v) {
        long group = (first + v) / width, rest = (first + v) % width;
        columns->input[v] = input->data + group * input->group_stride + rest * VECTOR_LANES;
        columns->output[v] = output->data + group * output->group_stride + rest * VECTOR_LANES;
        columns->has_bias[v] = rest < parts;
    }
}

typedef struct {
    const double *weights, *bias;
    long row_stride, column_stride, depth, input_stride, output_stride, feature;
    double scale;
    int32_t adds;
} jet_map;

INLINE void dense_tile(const jet_map *map, const jet_columns *columns, const int features, const int vectors) {
    vector sum[TILE_FEATURES][TILE_VECTORS];
    UNROLL for (int j = 0; j < features; ++j)
        UNROLL for (int v = 0; v < vectors; ++v) sum[j][v] = (vector){0};
    const double *weights = map->weights + map->feature * map->row_stride;
    const long row_stride = map->row_stride, column_stride = map->column_stride, input_stride = map->input_stride;
    const double *input[TILE_VECTORS];
    UNROLL for (int v = 0; v < vectors; ++v) input[v] = columns->input[v];
    for (long k = 0, offset = 0; k < map->depth; ++k, offset += input_stride, weights += column_stride) {
        vector x[TILE_VECTORS];
        UNROLL for (int v = 0; v < vectors; ++v) x[v] = load(input[v] + offset);
        UNROLL for (int j = 0; j < features; ++j) {
            const double weight = weights[j * row_stride];
            UNROLL for (int v = 0; v < vectors; ++v) sum[j][v] += weight * x[v];
        }
    }
    UNROLL for (int j = 0; j < features; ++j)
        UNROLL for (int v = 0; v < vectors; ++v) {
            double *target = columns->output[v] + (map->feature + j) * map->output_stride;
            vector value = map->scale * sum[j][v];
            if (map->adds) value += load(target);
            if (map->bias && columns->has_bias[v]) value += map->bias[map->feature + j];
            store(target, value);
        }
}

#define TILE(j, v) if (features == j && vectors == v) return dense_tile(map, columns, j, v)
#if TILE_VECTORS == 4
#define TILE_ROW(j) TILE(j, 1); TILE(j, 2); TILE(j, 3); TILE(j, 4)
#elif TILE_VECTORS == 3
#define TILE_ROW(j) TILE(j, 1); TILE(j, 2); TILE(j, 3)
#else
#define TILE_ROW(j) TILE(j, 1); TILE(j, 2)
#endif

static void dense_any_tile(const jet_map *map, const jet_columns *columns, long features, long vectors) {
#if TILE_FEATURES >= 6
    TILE_ROW(6);
#endif
#if TILE_FEATURES >= 5
    TILE_ROW(5);
#endif
    TILE_ROW(4);
    TILE_ROW(3);
    TILE_ROW(2);
    TILE_ROW(1);
}

static void jet_dense(const ansatz_jet_block *input, long depth, const ansatz_jet_block *output, long features, long groups,
                      long channels, const double *weights, long row_stride, long column_stride, const double *bias,
                      double scale, int32_t adds) {
    jet_map map = {weights, bias, row_stride, column_stride, depth, input->feature_stride, output->feature_stride, 0, scale, adds};
    const long width = channels * parts, count = groups * width;
    for (long first = 0, vectors; first < count; first += vectors) {
        vectors = piece(count, first, TILE_VECTORS);
        jet_columns columns;
        place_columns(&columns, input, output, first, vectors, width);
        for (long j = 0, tile; j < features; j += tile) {
            tile = piece(features, j, TILE_FEATURES);
            map.feature = j;
            dense_any_tile(&map, &columns, tile, vectors);
        }
    }
}
