#ifndef ANSATZ_CJETS_H
#define ANSATZ_CJETS_H

#include <stdint.h>

// Taylor jets of layers of networks. A block of jets is stored [group of 8 points][feature][channel][lane]; channel 0 is the
// value. All strides are in doubles.
enum { ANSATZ_JET_LANES = 8, ANSATZ_JET_CHANNELS = 256, ANSATZ_JET_ORDER = 10 };

/// Functions whose derivatives of all orders are known.
enum { ANSATZ_JET_TANH, ANSATZ_JET_SIN, ANSATZ_JET_COS, ANSATZ_JET_GELU, ANSATZ_JET_EXP, ANSATZ_JET_SQUARE,
       ANSATZ_JET_SPLINE };

/// One summand of a sum over products of channels.
typedef struct {
    int32_t left, right;
    double coefficient;
} ansatz_jet_term;

/// A channel and the number of its summands, of which the first `units` have the coefficient 1.
typedef struct {
    int32_t target, count, units;
} ansatz_jet_row;

/// (x, y) -> z with z[target] = sum of coefficient x[left] y[right]; the terms of the rows follow each other.
typedef struct {
    long row_count, term_count;
    const ansatz_jet_row *rows;
    const ansatz_jet_term *terms;
} ansatz_jet_bilinear;

/// The rules by which jets are multiplied and composed.
typedef struct {
    long channels;
    long order;                      // the highest power of the nilpotent part that is not zero
    ansatz_jet_bilinear product;     // the rule of Leibniz
    ansatz_jet_bilinear transpose;   // (x, zbar) -> ybar with <zbar, x y> = <ybar, y>
    // (h^(k-1), h) -> h^k, k >= 2, where h has no value; for k = 2 with a row for each channel but the value. Targets descend.
    ansatz_jet_bilinear powers[ANSATZ_JET_ORDER + 1];
} ansatz_jet_algebra;

/// Features of a block of jets; `channels` of them from the place `data` points to.
typedef struct {
    double *data;
    long group_stride;
    long feature_stride;
} ansatz_jet_block;

/// Kernels, compiled once per instruction set. `groups` and the numbers of features are extents of the blocks.
typedef struct {
    /// output[j][c] = scale sum_k W[j][k] input[k][c] (+ output[j][c] if `adds`) for the first `channels` channels; then `bias`,
    /// [j], is added to channel 0 unless it is NULL. W[j][k] = weights[j row_stride + k column_stride].
    void (*dense)(const ansatz_jet_block *input, long depth, const ansatz_jet_block *output, long features, long groups,
                  long channels, const double *weights, long row_stride, long column_stride, const double *bias,
                  double scale, int32_t adds);
    /// gradient[j depth + k] += sum over points and channels of cotangent[j] input[k]; bias_gradient[j] likewise over channel 0.
    /// Either may be NULL.
    void (*weight_gradient)(const ansatz_jet_block *input, long depth, const ansatz_jet_block *cotangent, long features,
                            long groups, long channels, double *gradient, double *bias_gradient);
    /// rows[(j depth + k) stride + i] (+)= sum over channels of cotangent[j] input[k] at point i < points; likewise for biases.
    /// `streams`: past the caches, if places are aligned.
    void (*weight_rows)(const ansatz_jet_block *input, long depth, const ansatz_jet_block *cotangent, long features,
                        long points, long channels, double *rows, double *bias_rows, long stride, int32_t adds,
                        int32_t streams);
    /// output = f(input). If `keeps`, the jets of f'(input) replace the input.
    void (*compose)(const ansatz_jet_algebra *algebra, int32_t function, const ansatz_jet_block *input,
                    const ansatz_jet_block *output, long features, long groups, int32_t keeps);
    /// output += left right, feature by feature.
    void (*multiply)(const ansatz_jet_algebra *algebra, const ansatz_jet_block *left, const ansatz_jet_block *right,
                     const ansatz_jet_block *output, long features, long groups);
    /// output (+)= the cotangents of y if `bar` are those of factor y; in place if the output is `bar`.
    void (*pull)(const ansatz_jet_algebra *algebra, const ansatz_jet_block *factor, const ansatz_jet_block *bar,
                 const ansatz_jet_block *output, long features, long groups, int32_t adds);
    /// output (+)= factor input for the first `channels` channels, or nothing if there is no input; `shift` is added to channel 0.
    void (*scale)(const ansatz_jet_block *input, const ansatz_jet_block *output, long features, long groups, long channels,
                  double factor, double shift, int32_t adds);
    /// sum += sum over points, features and channels of left right.
    void (*inner)(const ansatz_jet_block *left, const ansatz_jet_block *right, long features, long groups, long channels,
                  double *sum);
    /// row[i] (+)= sum over features and channels of left right at point i < points.
    void (*inner_row)(const ansatz_jet_block *left, const ansatz_jet_block *right, long features, long points, long channels,
                      double *row, int32_t adds);
    /// Floating-point operations of one repetition of `multiply_adds`, which does nothing useful as fast as possible.
    long operations;
    double (*multiply_adds)(long repetitions, double factor);
} ansatz_jet_kernels;

const ansatz_jet_kernels *ansatz_jet_kernels_for(int32_t variant);

#endif
