// What of a lattice is bound by memory in any instruction set, or runs once a solve.
#include "lattice.h"
#include <string.h>
#if defined(__linux__)
#include <sys/mman.h>
#endif

void ansatz_lattice_prefer_large_pages(void *memory, long bytes) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    // The planes of a pass lie megabytes apart, more places than address translation remembers in small pages.
    madvise(memory, (unsigned long)bytes, MADV_HUGEPAGE);
#else
    (void)memory, (void)bytes;
#endif
}

long ansatz_lattice_workspace(const ansatz_lattice_pass *pass) {
    return (8 + 4 * pass->coarse.count[1]) * (pass->fine.row_stride + 32) + 64;
}

long ansatz_lattice_least_planes(const ansatz_lattice_pass *pass) { return 2 * (pass->stage_count + 4); }

/// One row of a block into a row in halves.
static void scatter(const ansatz_lattice *g, const ansatz_block *b, const double *restrict source, double *restrict row,
                    int adds) {
    long start = b->start[2], count = b->count[2], shift = start & 1;
    double *even = row + ((start + 1) >> 1), *odd = row + g->odd_offset + (start >> 1);
    double *head = shift ? odd : even, *tail = shift ? even : odd;
    double keep = adds ? 1 : 0;
    for (long k = 0; k < count / 2; ++k) head[k] = keep * head[k] + source[2 * k];
    for (long k = 0; k < count / 2; ++k) tail[k] = keep * tail[k] + source[2 * k + 1];
    if (count & 1) head[count / 2] = keep * head[count / 2] + source[count - 1];
}

void ansatz_lattice_load(const ansatz_lattice *g, const ansatz_block *b, const double *source, double *array,
                         int32_t adds, long first, long last) {
    for (long i = first; i < last; ++i)
        for (long j = 0; j < b->count[1]; ++j) {
            double *row = lattice_row(g, array, b->start[0] + i, b->start[1] + j);
            scatter(g, b, source + (i * b->count[1] + j) * b->count[2], row, adds);
            lattice_fill_ghosts(g, row);
        }
}

void ansatz_lattice_store(const ansatz_lattice *g, const ansatz_block *b, const double *array, double *target, long first,
                          long last) {
    for (long i = first; i < last; ++i)
        for (long j = 0; j < b->count[1]; ++j)
            lattice_gather(g, b, lattice_row(g, (double *)array, b->start[0] + i, b->start[1] + j),
                           target + (i * b->count[1] + j) * b->count[2]);
}

void ansatz_lattice_inject_walls(const ansatz_lattice_pass *p) {
    const ansatz_lattice *coarse = &p->coarse, *fine = &p->fine;
    for (long I = 0; I < coarse->count[0]; ++I)
        for (long J = 0; J < coarse->count[1]; ++J) {
            double *row = lattice_row(coarse, coarse->values, I, J);
            double *source = lattice_row(fine, fine->values, p->halved[0] ? 2 * I : I, p->halved[1] ? 2 * J : J);
            int whole = lattice_is_given(coarse, 0, I) || lattice_is_given(coarse, 1, J);
            memset(row, 0, (unsigned long)coarse->row_stride * sizeof(double));
            for (long k = 0; k < coarse->count[2]; k += whole || k == coarse->count[2] - 1 ? 1 : coarse->count[2] - 1)
                if (whole || lattice_is_given(coarse, 2, k))
                    row[lattice_place(coarse, k)] = source[lattice_place(fine, p->halved[2] ? 2 * k : k)];
            // A wall plane is interpolated from, so its ghosts must hold.
            lattice_fill_ghosts(coarse, row);
        }
}

void ansatz_lattice_weighted_sums(const ansatz_lattice *g, const double *array, long first, long last, double *sums) {
    for (long i = first; i < last; ++i) {
        double total = 0;
        for (long j = 0; j < g->count[1]; ++j) {
            const double *row = lattice_row(g, (double *)array, i, j);
            double partial[8] = {0};
            for (int odd = 0; odd < 2; ++odd) {
                long count = (g->count[2] + !odd) / 2, k = 0;
                const double *half = row + (odd ? g->odd_offset : 0);
                for (; k + 8 <= count; k += 8)
                    for (int q = 0; q < 8; ++q) partial[q] += half[k + q];
                for (; k < count; ++k) partial[0] += half[k];
            }
            if (g->end[2][0] != ANSATZ_END_PERIODIC)
                partial[0] -= 0.5 * (row[0] + row[lattice_place(g, g->count[2] - 1)]);
            double sum = 0;
            for (int q = 0; q < 8; ++q) sum += partial[q];
            int at_end = g->end[1][0] != ANSATZ_END_PERIODIC && (j == 0 || j == g->count[1] - 1);
            total += at_end ? 0.5 * sum : sum;
        }
        int at_end = g->end[0][0] != ANSATZ_END_PERIODIC && (i == 0 || i == g->count[0] - 1);
        sums[i] = at_end ? 0.5 * total : total;
    }
}

void ansatz_lattice_shift(const ansatz_lattice *g, double *array, double shift, long first, long last) {
    for (long i = first; i < last; ++i) {
        double *plane = lattice_row(g, array, i, 0);
        for (long k = 0; k < g->plane_stride; ++k) plane[k] += shift;
    }
}
