#ifndef ANSATZ_VARIANTS_H
#define ANSATZ_VARIANTS_H

#include "CKernels.h"

#if defined(__x86_64__) && defined(__clang__)
#define ANSATZ_X86_VARIANTS 1
#else
#define ANSATZ_X86_VARIANTS 0
#endif

void ansatz_run_block_baseline(const ansatz_instruction *, long, double *const *, long);
void ansatz_run_block_avx2(const ansatz_instruction *, long, double *const *, long);
void ansatz_run_block_avx512(const ansatz_instruction *, long, double *const *, long);

extern const ansatz_stencil_kernels ansatz_stencil_kernels_baseline;
extern const ansatz_stencil_kernels ansatz_stencil_kernels_avx2;
extern const ansatz_stencil_kernels ansatz_stencil_kernels_avx512;

extern const ansatz_jet_kernels ansatz_jet_kernels_baseline;
extern const ansatz_jet_kernels ansatz_jet_kernels_avx2;
extern const ansatz_jet_kernels ansatz_jet_kernels_avx512;

#endif
