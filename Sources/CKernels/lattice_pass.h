// Passes over a lattice, compiled once per instruction set: the including file defines NAME.

static void NAME(run_row)(const ansatz_lattice_pass *p, int stage, long i, long j, lattice_workspace *work) {
    int odd = (int)((i + j + p->colours[stage]) & 1);
    switch (p->stages[stage]) {
    case ANSATZ_STAGE_RELAX: NAME(relax_row)(&p->fine, i, j, odd); break;
    case ANSATZ_STAGE_CORRECT: NAME(correct_row)(p, i, j, work); break;
    case ANSATZ_STAGE_INTERPOLATE: NAME(interpolate_row)(p, i, j, work); break;
    default: NAME(start_row)(&p->fine, i, j, odd);
    }
}

static void NAME(run_plane)(const ansatz_lattice_pass *p, int stage, long i, lattice_workspace *work) {
    // A start from zero also clears the points with given values, which hold no data of a correction.
    int starts = p->stages[stage] == ANSATZ_STAGE_START;
    if (!starts && lattice_is_given(&p->fine, 0, i)) return;
    long first = starts ? 0 : lattice_first(&p->fine, 1);
    long last = starts ? p->fine.count[1] : lattice_last(&p->fine, 1);
    for (long j = first; j < last; ++j) NAME(run_row)(p, stage, i, j, work);
}

void NAME(ansatz_lattice_restrict)(const ansatz_lattice_pass *p, int source, long first, long last, double *memory) {
    lattice_workspace work = lattice_parts(p, memory);
    long held[4] = {-1, -1, -1, -1}, count = p->coarse.count[0];
    for (long I = first; I < last; ++I) NAME(restrict_plane)(p, source, (I + count) % count, held, &work);
}

void NAME(ansatz_lattice_plain)(const ansatz_lattice_pass *p, double *memory) {
    lattice_workspace work = lattice_parts(p, memory);
    for (int stage = 0; stage < p->stage_count; ++stage)
        for (long i = 0; i < p->fine.count[0]; ++i) NAME(run_plane)(p, stage, i, &work);
    if (p->restricts) NAME(ansatz_lattice_restrict)(p, NAME(of_residual), 0, p->coarse.count[0], memory);
}

/// Where a slab ends for stage `stage`.
static long NAME(low_end)(long first, int open, long stage) { return open ? first + stage : first; }
static long NAME(high_end)(long last, int open, long stage) { return open ? last - stage : last; }

void NAME(ansatz_lattice_slab)(const ansatz_lattice_pass *p, long first, long last, int low_open, int high_open,
                               double *memory) {
    lattice_workspace work = lattice_parts(p, memory);
    long held[4] = {-1, -1, -1, -1}, stages = p->stage_count;
    long I = low_open ? lattice_coarse_above(p, first + stages - 1) : 0;
    long coarse_last = high_open ? lattice_coarse_below(p, last - stages) : p->coarse.count[0] - 1;
    for (long front = first; front < last + stages; ++front) {
        for (int stage = 0; stage < stages; ++stage) {
            long i = front - stage;
            if (i >= NAME(low_end)(first, low_open, stage) && i < NAME(high_end)(last, high_open, stage))
                NAME(run_plane)(p, stage, i, &work);
        }
        if (!p->restricts) continue;
        // Planes up to this one are final.
        long done = front - (stages - 1);
        if (done >= last - 1 && !high_open) done = p->fine.count[0] + 2;
        while (I <= coarse_last && lattice_reach(p, I) <= done)
            NAME(restrict_plane)(p, NAME(of_residual), I++, held, &work);
    }
}

void NAME(ansatz_lattice_seam)(const ansatz_lattice_pass *p, long position, double *memory) {
    lattice_workspace work = lattice_parts(p, memory);
    long count = p->fine.count[0], stages = p->stage_count;
    for (int stage = 1; stage < stages; ++stage)
        for (long i = position - stage; i < position + stage; ++i)
            NAME(run_plane)(p, stage, (i + count) % count, &work);
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
