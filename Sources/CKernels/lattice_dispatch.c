#include "lattice.h"
#include "variants.h"

#define DECLARE(suffix) \
    void ansatz_lattice_plain_##suffix(const ansatz_lattice_pass *, double *); \
    void ansatz_lattice_slab_##suffix(const ansatz_lattice_pass *, long, long, int, int, double *); \
    void ansatz_lattice_seam_##suffix(const ansatz_lattice_pass *, long, double *); \
    void ansatz_lattice_restrict_##suffix(const ansatz_lattice_pass *, int, long, long, double *); \
    void ansatz_lattice_sums_##suffix(const ansatz_lattice *, long, long, double *, double *); \
    void ansatz_lattice_residual_##suffix(const ansatz_lattice *, const ansatz_block *, double *, long, long, double *);
DECLARE(baseline)
DECLARE(avx2)
DECLARE(avx512)

#if ANSATZ_X86_VARIANTS
#define CALL(function, ...) \
    switch (variant) { \
    case ANSATZ_VARIANT_AVX512: function##_avx512(__VA_ARGS__); break; \
    case ANSATZ_VARIANT_AVX2: function##_avx2(__VA_ARGS__); break; \
    default: function##_baseline(__VA_ARGS__); \
    }
#else
#define CALL(function, ...) function##_baseline(__VA_ARGS__);
#endif

void ansatz_lattice_plain(int32_t variant, const ansatz_lattice_pass *pass, double *workspace) {
    CALL(ansatz_lattice_plain, pass, workspace)
}

void ansatz_lattice_slab(int32_t variant, const ansatz_lattice_pass *pass, long first, long last, int32_t low_open,
                         int32_t high_open, double *workspace) {
    CALL(ansatz_lattice_slab, pass, first, last, low_open, high_open, workspace)
}

void ansatz_lattice_seam(int32_t variant, const ansatz_lattice_pass *pass, long position, double *workspace) {
    CALL(ansatz_lattice_seam, pass, position, workspace)
}

void ansatz_lattice_restrict_right(int32_t variant, const ansatz_lattice_pass *pass, long first, long last,
                                   double *workspace) {
    CALL(ansatz_lattice_restrict, pass, 1, first, last, workspace)
}

void ansatz_lattice_sums(int32_t variant, const ansatz_lattice *lattice, long first, long last, double *sums,
                         double *workspace) {
    CALL(ansatz_lattice_sums, lattice, first, last, sums, workspace)
}

void ansatz_lattice_residual(int32_t variant, const ansatz_lattice *lattice, const ansatz_block *block, double *target,
                             long first, long last, double *workspace) {
    CALL(ansatz_lattice_residual, lattice, block, target, first, last, workspace)
}
