#ifndef ANSATZ_LATTICE_H
#define ANSATZ_LATTICE_H

#include <stdint.h>

// Geometric multigrid for  sum_d -a_d u_dd + c u = f  with constant coefficients on the points of a box.
//
// Storage. A lattice has three axes: outer, middle, inner (extent 1 where a problem has fewer). A row holds the points of
// the inner axis in two halves: the even columns 0, 2, 4 ... from its start, the odd ones from `odd_offset` on. The five-
// and seven-point operators connect even with odd points only, so every loop of a red-black sweep, of full weighting and
// of interpolation runs over contiguous numbers. One place before the first odd point and one after the last point are
// ghosts that hold the mirror or periodic image; points on a wall where the value is given are stored and never changed.

/// What is known at one end of an axis.
enum { ANSATZ_END_VALUE, ANSATZ_END_FLUX, ANSATZ_END_PERIODIC };

/// Stages of a pass over a lattice. A red half sweep updates the points whose indices add up to an even number.
enum {
    ANSATZ_STAGE_START,        // half sweep that starts from zero: writes every point
    ANSATZ_STAGE_RELAX,        // half sweep
    ANSATZ_STAGE_CORRECT,      // add the linear interpolation of the coarse values
    ANSATZ_STAGE_INTERPOLATE,  // set all unknowns to the cubic interpolation of the coarse values
};
enum { ANSATZ_RED, ANSATZ_BLACK };

typedef struct {
    double *values;
    double *right;
    long count[3];         // points along the outer, middle and inner axis, given ones included
    long plane_stride;     // doubles
    long row_stride;
    long odd_offset;
    double coupling[3];    // a_d / h_d^2
    double diagonal;
    double wall[3][2];     // added to the diagonal at the points of an end (mixed conditions)
    int32_t end[3][2];     // ANSATZ_END_...
    double relaxation;     // omega
} ansatz_lattice;

typedef struct {
    ansatz_lattice fine;
    ansatz_lattice coarse;
    int32_t halved[3];     // whether the coarse lattice has every other point along an axis
    int32_t stages[8];
    int32_t colours[8];
    int32_t stage_count;
    int32_t restricts;     // whether the residual goes to the right side of the coarse lattice after the last stage
} ansatz_lattice_pass;

/// A hint for memory aligned to 2 MiB; without effect where the system has no large pages.
void ansatz_lattice_prefer_large_pages(void *memory, long bytes);

/// Doubles of workspace one thread needs for a pass; the memory must hold numbers (zeros) at the first use.
long ansatz_lattice_workspace(const ansatz_lattice_pass *pass);

/// The whole pass, one stage after the other.
void ansatz_lattice_plain(int32_t variant, const ansatz_lattice_pass *pass, double *workspace);

/// The smallest number of planes of a slab.
long ansatz_lattice_least_planes(const ansatz_lattice_pass *pass);

/// A pass over planes first..<last in which the stages follow each other at a distance of one plane, so that a plane is
/// read from memory once; in three dimensions in tiles of rows that fit into the second-level cache. At an open end,
/// which another slab continues, each stage stops one plane before the one ahead of it.
void ansatz_lattice_slab(int32_t variant, const ansatz_lattice_pass *pass, long first, long last, int32_t low_open,
                         int32_t high_open, double *workspace);

/// What slabs left undone on both sides of the plane `position` where two of them meet (0: the periodic seam).
/// The result of slabs and seams is that of the plain pass, bit by bit.
void ansatz_lattice_seam(int32_t variant, const ansatz_lattice_pass *pass, long position, double *workspace);

/// Full weighting of the right side onto the coarse lattice, coarse planes first..<last.
void ansatz_lattice_restrict_right(int32_t variant, const ansatz_lattice_pass *pass, long first, long last,
                                   double *workspace);

/// Copies the given values on walls from the fine to the coarse lattice; all other coarse values become zero.
void ansatz_lattice_inject_walls(const ansatz_lattice_pass *pass);

/// For each plane in first..<last: the sums of r^2, u^2, f^2 over the unknowns (r = f - A u) into sums[plane][3].
void ansatz_lattice_sums(int32_t variant, const ansatz_lattice *lattice, long first, long last, double *sums,
                         double *workspace);

/// For each plane in first..<last: the trapezoid sum of `array` (laid out as the values) into sums[plane].
void ansatz_lattice_weighted_sums(const ansatz_lattice *lattice, const double *array, long first, long last, double *sums);

/// Adds `shift` to all points of `array` in planes first..<last.
void ansatz_lattice_shift(const ansatz_lattice *lattice, double *array, double shift, long first, long last);

/// A block of points in row-major order without gaps.
typedef struct {
    long start[3];   // lattice index of the first point of the block
    long count[3];
} ansatz_block;

/// Copies a block into `array`, or adds it there; planes first..<last of the block. Ghosts are brought up to date.
void ansatz_lattice_load(const ansatz_lattice *lattice, const ansatz_block *block, const double *source, double *array,
                         int32_t adds, long first, long last);
void ansatz_lattice_store(const ansatz_lattice *lattice, const ansatz_block *block, const double *array, double *target,
                          long first, long last);
/// The residual f - A u at the points of a block.
void ansatz_lattice_residual(int32_t variant, const ansatz_lattice *lattice, const ansatz_block *block, double *target,
                             long first, long last, double *workspace);

#endif
