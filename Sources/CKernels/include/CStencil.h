#ifndef ANSATZ_CSTENCIL_H
#define ANSATZ_CSTENCIL_H

#include <stdint.h>

// Matrices on lattices whose rows couple a node with its nearest neighbours; see StencilMatrix in Swift. Every lattice is seen
// as [plane][line][column]; a lattice of two axes has one line a plane, one of a single axis has one line in all. An entry of
// the stencil with offsets (d0, d1, d2), each -1, 0 or 1, has the number 9 (d0 + 1) + 3 (d1 + 1) + d2 + 1.
enum { ANSATZ_STENCIL_ENTRIES = 27, ANSATZ_STENCIL_CENTRE = 13 };

typedef struct {
    long extent[3];
    int32_t periodic[3];
    int32_t full;       // all nearest neighbours; else those along the axes only
    int32_t symmetric;  // entries below the centre are not stored: they are those of the opposite entry at the neighbour
    int32_t transposed; // stands for the transpose of a matrix that is not symmetric
    // Columns are not periodic, and vectors have a zero before their first and after their last node: loops may run over the
    // ends of all lines, because the coefficients across are zero, or the values are.
    int32_t padded;
    const double *coefficients[ANSATZ_STENCIL_ENTRIES];  // [node]; NULL for what is not stored
    const double *zeros;                                 // one before, as many as columns, one after
} ansatz_stencil;

/// Interpolation from every second node of some axes, and its transpose. Fine node 2 I + start of a coarsened axis is coarse
/// node I; weights[o] holds what coarse node I gives to the fine node at offset o from it, numbered like a stencil's entries.
typedef struct {
    long fine[3];
    long coarse[3];
    int32_t periodic[3];
    int32_t coarsened[3];
    int32_t start[3];
    double *weights[ANSATZ_STENCIL_ENTRIES];  // [coarse plane][coarse line][1 + coarse columns + 1]; NULL: the centre (1) or none
    double *ones;                             // as many as fine columns + 2
} ansatz_transfer;

enum {
    ANSATZ_STAGE_ZERO,        // x = 0
    ANSATZ_STAGE_CORRECTION,  // x += P coarse_x
    ANSATZ_STAGE_SWEEP,       // part of a Gauss-Seidel sweep, node by node
    ANSATZ_STAGE_LINES,       // part of one, line by line along an axis; never followed by another stage at once
    ANSATZ_STAGE_RESIDUAL,    // residual = right - A x
    ANSATZ_STAGE_RESTRICT     // coarse_right = R residual
};

/// Indices first, first + step, ... below last.
typedef struct {
    long first, last, step;
} ansatz_range;

/// One pass over a lattice.
typedef struct {
    int32_t kind;
    // Star: the nodes whose indices add up to an odd number (1) or an even one (0) are relaxed.
    // Full: the columns of this parity are relaxed first, the others afterwards.
    // Lines along another axis than the last: those in the columns of this parity are relaxed.
    int32_t parity;
    int32_t axis;           // of the lines: 0, 1 or 2
    ansatz_range planes;    // if the lines lead across the planes, lines in their stead
    ansatz_range lines[3];  // one set of lines of a plane after the other
    long line_sets;
} ansatz_stage;

/// What the stages work on.
typedef struct {
    const ansatz_stencil *matrix;
    const double *inverse;  // reciprocals of the diagonal, [node]
    const double *right;    // [node]
    double *x;              // [node]
    const double *line_lower[3], *line_inverse[3];  // factors of the lines along each axis, [node]
    double *residual;       // [plane modulo residual_planes][line][column]; workspace of line relaxation
    long residual_planes;   // all, or at least 3 if the stages follow each other
    const ansatz_transfer *prolongation;
    const ansatz_transfer *restriction;
    const double *coarse_x;  // [coarse node]
    double *coarse_right;    // [coarse node]
} ansatz_work;

/// The loops, compiled once per instruction set.
typedef struct {
    /// y = A x, or right - A x unless `right` is NULL, on lines first..<last (plane · lines + line).
    void (*apply)(const ansatz_stencil *, const double *x, const double *right, double *y, long first, long last);
    /// Carries out stages on planes first..<last. Several stages follow each other one plane apart, which is right if planes
    /// depend on their neighbours only and all of them are done. scratch: 2 · columns + 16.
    void (*stages)(const ansatz_work *, const ansatz_stage *, long count, double *scratch, long first, long last);
    /// Factors of the tridiagonal systems along an axis, lower multipliers and reciprocal pivots [node], on planes first..<last;
    /// along the planes' own axis, on lines first..<last.
    void (*factor_lines)(const ansatz_stencil *, int32_t axis, double *lower, double *inverse, long first, long last);
    /// Interpolation weights, by a matrix or by the sum of two (`other` may be NULL), of the fine nodes between coarse ones along
    /// the axes in the bit set `odd` (1 plane, 2 line, 4 column), for coarse planes first..<last. Sets of fewer axes come first.
    /// scratch: 33 (coarse columns + 2).
    void (*weights)(const ansatz_stencil *, const ansatz_stencil *other, const ansatz_transfer *, int32_t odd, double *scratch,
                    long first, long last);
    /// Coefficients of R A P on coarse lines first..<last, into the entries that `coarse` stores.
    /// scratch: coarse columns.
    void (*galerkin)(const ansatz_stencil *, const ansatz_transfer *restriction, const ansatz_transfer *prolongation,
                     const ansatz_stencil *coarse, double *scratch, long first, long last);
    /// x += P correction on fine lines first..<last. scratch: 2 · coarse columns + 1.
    void (*prolong)(const ansatz_transfer *, const double *correction, double *x, double *scratch, long first, long last);
    /// right = R residual on the coarse plane whose nodes are those of a fine one, if there is one; the planes of `residual` are
    /// stored modulo `residual_planes`.
    void (*restrict_residual)(const ansatz_transfer *, const double *residual, long residual_planes, double *right, long plane);
} ansatz_stencil_kernels;

/// The loops for an instruction set.
const ansatz_stencil_kernels *ansatz_stencil_kernels_for(int32_t variant);

#endif
