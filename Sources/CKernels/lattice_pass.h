// Passes over a lattice, compiled once per instruction set: the including file defines NAME.

static void NAME(run_row)(const ansatz_lattice_pass *p, int stage, long i, long j, lattice_ahead *ahead,
                          lattice_workspace *work) {
    int odd = (int)((i + j + p->colours[stage]) & 1);
    switch (p->stages[stage]) {
    case ANSATZ_STAGE_RELAX: NAME(relax_row)(&p->fine, i, j, odd, ahead); break;
    case ANSATZ_STAGE_CORRECT: NAME(correct_row)(p, i, j, work); break;
    case ANSATZ_STAGE_INTERPOLATE: NAME(interpolate_row)(p, i, j, work); break;
    default: NAME(start_row)(&p->fine, i, j, odd);
    }
    lattice_fetch(ahead, ahead->lines);
}

/// One stage on the rows `rows` of plane i.
static void NAME(run_plane)(const ansatz_lattice_pass *p, int stage, long i, lattice_range rows, lattice_workspace *work) {
    // A start from zero also clears the points with given values, which hold no data of a correction.
    lattice_range most = {0, p->fine.count[1]};
    if (p->stages[stage] != ANSATZ_STAGE_START) {
        if (lattice_is_given(&p->fine, 0, i)) return;
        most = lattice_unknowns(&p->fine, 1);
    }
    long first = rows.first > most.first ? rows.first : most.first, last = rows.last < most.last ? rows.last : most.last;
    for (long j = first; j < last; ++j) {
        lattice_ahead ahead = lattice_next(p, stage, i, j);
        NAME(run_row)(p, stage, i, j, &ahead, work);
    }
}

static lattice_range NAME(all_rows)(const ansatz_lattice_pass *p) { return (lattice_range){0, p->fine.count[1]}; }

void NAME(ansatz_lattice_restrict)(const ansatz_lattice_pass *p, int source, long first, long last, double *memory) {
    lattice_workspace work = lattice_parts(p, memory);
    long held[4] = {-1, -1, -1, -1}, count = p->coarse.count[0];
    lattice_range rows = lattice_unknowns(&p->coarse, 1);
    for (long I = first; I < last; ++I) NAME(restrict_plane)(p, source, (I + count) % count, rows, held, &work);
}

void NAME(ansatz_lattice_plain)(const ansatz_lattice_pass *p, double *memory) {
    lattice_workspace work = lattice_parts(p, memory);
    for (int stage = 0; stage < p->stage_count; ++stage)
        for (long i = 0; i < p->fine.count[0]; ++i) NAME(run_plane)(p, stage, i, NAME(all_rows)(p), &work);
    if (p->restricts) NAME(ansatz_lattice_restrict)(p, NAME(of_residual), 0, p->coarse.count[0], memory);
}

/// Planes of a slab and which of its ends other slabs continue.
typedef struct {
    long first, last;
    int low_open, high_open;
} NAME(planes);

/// All stages on one tile of a slab. In stage s the tile has moved s rows back, so that the rows ahead of a stage have been
/// through the stage before, and the rows behind it have not been through the one after.
static void NAME(run_tile)(const ansatz_lattice_pass *p, NAME(planes) slab, lattice_range tile, lattice_range coarse_rows,
                           lattice_workspace *work) {
    long held[4] = {-1, -1, -1, -1}, stages = p->stage_count, count = p->fine.count[1];
    long I = slab.low_open ? lattice_coarse_above(p, slab.first + stages - 1) : 0;
    long coarse_last = slab.high_open ? lattice_coarse_below(p, slab.last - stages) : p->coarse.count[0] - 1;
    for (long front = slab.first; front < slab.last + stages; ++front) {
        for (int stage = 0; stage < stages; ++stage) {
            long i = front - stage, low = slab.low_open ? slab.first + stage : slab.first;
            if (i < low || i >= (slab.high_open ? slab.last - stage : slab.last)) continue;
            lattice_range rows = {tile.first ? tile.first - stage : 0, tile.last < count ? tile.last - stage : count};
            // The plane after the slab may be changing at this moment.
            if (stage == 0 && i + 1 < slab.last && lattice_reads_ahead(p)) lattice_read(&p->fine, i + 1, rows);
            NAME(run_plane)(p, stage, i, rows, work);
        }
        if (!p->restricts) continue;
        // Planes up to this one are final.
        long done = front - (stages - 1);
        if (done >= slab.last - 1 && !slab.high_open) done = p->fine.count[0] + 2;
        while (I <= coarse_last && lattice_reach(p, I) <= done)
            NAME(restrict_plane)(p, NAME(of_residual), I++, coarse_rows, held, work);
    }
}

void NAME(ansatz_lattice_slab)(const ansatz_lattice_pass *p, long first, long last, int low_open, int high_open,
                               double *memory) {
    lattice_workspace work = lattice_parts(p, memory);
    NAME(planes) slab = {first, last, low_open, high_open};
    long size = lattice_tile(p), count = p->fine.count[1];
    lattice_range coarse_rows = {0, lattice_first(&p->coarse, 1)};
    for (long row = 0; row < count; row += size) {
        lattice_range tile = {row, row + size};
        // Too small a rest would move out of the lattice in the later stages.
        if (count - tile.last < size / 2 || count - tile.last < p->stage_count) tile.last = count;
        coarse_rows = (lattice_range){coarse_rows.last, lattice_coarse_rows(p, tile.last)};
        NAME(run_tile)(p, slab, tile, coarse_rows, &work);
        if (tile.last == count) break;
    }
}

void NAME(ansatz_lattice_seam)(const ansatz_lattice_pass *p, long position, double *memory) {
    lattice_workspace work = lattice_parts(p, memory);
    long count = p->fine.count[0], stages = p->stage_count;
    for (int stage = 1; stage < stages; ++stage)
        for (long i = position - stage; i < position + stage; ++i)
            NAME(run_plane)(p, stage, (i + count) % count, NAME(all_rows)(p), &work);
    if (!p->restricts) return;
    long first = lattice_coarse_below(p, position - stages) + 1;
    NAME(ansatz_lattice_restrict)(p, NAME(of_residual), first, lattice_coarse_above(p, position + stages - 1), memory);
}

/// Sums over the unknowns of one half of a row.
static void NAME(add_squares)(const double *r, const double *u, const double *f, long first, long last, double *sums) {
    double a[8] = {0}, b[8] = {0}, c[8] = {0};
    long k = first;
    for (; k + 8 <= last; k += 8)
        for (int q = 0; q < 8; ++q) {
            a[q] += r[k + q] * r[k + q];
            b[q] += u[k + q] * u[k + q];
            c[q] += f[k + q] * f[k + q];
        }
    for (; k < last; ++k) {
        a[0] += r[k] * r[k];
        b[0] += u[k] * u[k];
        c[0] += f[k] * f[k];
    }
    for (int q = 0; q < 8; ++q) {
        sums[0] += a[q];
        sums[1] += b[q];
        sums[2] += c[q];
    }
}

void NAME(ansatz_lattice_sums)(const ansatz_lattice *g, long first, long last, double *sums, double *memory) {
    double *residual = memory + 8;
    for (long i = first; i < last; ++i) {
        double *plane = sums + 3 * i;
        plane[0] = plane[1] = plane[2] = 0;
        if (lattice_is_given(g, 0, i)) continue;
        for (long j = lattice_first(g, 1); j < lattice_last(g, 1); ++j) {
            const double *u = lattice_row(g, g->values, i, j), *f = lattice_row(g, g->right, i, j);
            NAME(residual_row)(g, i, j, residual);
            for (int odd = 0; odd < 2; ++odd) {
                long offset = odd ? g->odd_offset : 0;
                long low = (lattice_first(g, 2) + !odd) / 2, high = (lattice_last(g, 2) + !odd) / 2;
                NAME(add_squares)(residual + offset, u + offset, f + offset, low, high, plane);
            }
        }
    }
}

void NAME(ansatz_lattice_residual)(const ansatz_lattice *g, const ansatz_block *b, double *target, long first, long last,
                                   double *memory) {
    double *residual = memory + 8;
    for (long i = first; i < last; ++i)
        for (long j = 0; j < b->count[1]; ++j) {
            NAME(residual_row)(g, b->start[0] + i, b->start[1] + j, residual);
            lattice_gather(g, b, residual, target + (i * b->count[1] + j) * b->count[2]);
        }
}
