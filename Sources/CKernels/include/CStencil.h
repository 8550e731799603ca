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
    const double *coefficients[ANSATZ_STENCIL_ENTRIES];  // [node]; NULL for what is not stored
    const double *zeros;                                 // as many as columns
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
    double *zeros;                            // as many as fine columns + 2
    double *ones;                             // the same number
} ansatz_transfer;

enum { ANSATZ_STAGE_CORRECTION, ANSATZ_STAGE_SWEEP, ANSATZ_STAGE_RESIDUAL };

/// Indices first, first + step, ... below last.
typedef struct {
    long first, last, step;
} ansatz_range;

/// One pass over a lattice: x += P correction, part of a Gauss-Seidel sweep, or residual = right - A x.
typedef struct {
    int32_t kind;
    // Star: the nodes whose indices add up to an odd number (1) or an even one (0) are relaxed.
    // Full: the columns of this parity are relaxed first, the others afterwards.
    int32_t parity;
    ansatz_range planes;
    ansatz_range lines[3];  // one set of lines of a plane after the other
    long line_sets;
} ansatz_stage;

/// What the stages work on.
typedef struct {
    const ansatz_stencil *matrix;
    const double *inverse;  // reciprocals of the diagonal, [node]
    const double *right;    // [node]
    double *x;              // [node]
    double *residual;       // [node]
    const ansatz_transfer *transfer;
    const double *correction;  // [coarse node]
} ansatz_work;

/// The loops, compiled once per instruction set.
typedef struct {
    /// y = A x, or right - A x unless `right` is NULL, on lines first..<last (plane · lines + line).
    void (*apply)(const ansatz_stencil *, const double *x, const double *right, double *y, long first, long last);
    /// Carries out stages on planes first..<last. Several stages follow each other one plane apart, which is right if planes
    /// depend on their neighbours only and all of them are done. scratch: 2 · columns + 1.
    void (*stages)(const ansatz_work *, const ansatz_stage *, long count, double *scratch, long first, long last);
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
    /// right = Pᵀ residual on coarse lines first..<last.
    void (*restrict_residual)(const ansatz_transfer *, const double *residual, double *right, long first, long last);
} ansatz_stencil_kernels;

/// The loops for an instruction set.
const ansatz_stencil_kernels *ansatz_stencil_kernels_for(int32_t variant);

#endif
