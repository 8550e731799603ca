// Debian's OpenBLAS carries the Fortran LAPACK but no LAPACKE, so the routines used are declared here.
// Complex arrays are passed as pairs of doubles (real, imaginary). Each routine gets a wrapper that takes
// sizes by value and returns `info`. The hidden lengths of character arguments come last, as gfortran passes them.
#ifndef ANSATZ_OPENBLAS_SHIM_H
#define ANSATZ_OPENBLAS_SHIM_H

#include <cblas.h>
#include <stddef.h>

// Factorisations of general matrices.
void dgetrf_(const int *, const int *, double *, const int *, int *, int *);
void zgetrf_(const int *, const int *, double *, const int *, int *, int *);
void dgetrs_(const char *, const int *, const int *, const double *, const int *, const int *, double *,
             const int *, int *, size_t);
void zgetrs_(const char *, const int *, const int *, const double *, const int *, const int *, double *,
             const int *, int *, size_t);
void dgecon_(const char *, const int *, const double *, const int *, const double *, double *, double *, int *,
             int *, size_t);
void zgecon_(const char *, const int *, const double *, const int *, const double *, double *, double *, double *,
             int *, size_t);

static inline int lapack_dgetrf(int m, int n, double *a, int lda, int *pivots) {
    int info = 0;
    dgetrf_(&m, &n, a, &lda, pivots, &info);
    return info;
}
static inline int lapack_zgetrf(int m, int n, double *a, int lda, int *pivots) {
    int info = 0;
    zgetrf_(&m, &n, a, &lda, pivots, &info);
    return info;
}
static inline int lapack_dgetrs(char trans, int n, int count, const double *a, int lda, const int *pivots, double *b,
                                int ldb) {
    int info = 0;
    dgetrs_(&trans, &n, &count, a, &lda, pivots, b, &ldb, &info, 1);
    return info;
}
static inline int lapack_zgetrs(char trans, int n, int count, const double *a, int lda, const int *pivots, double *b,
                                int ldb) {
    int info = 0;
    zgetrs_(&trans, &n, &count, a, &lda, pivots, b, &ldb, &info, 1);
    return info;
}
static inline int lapack_dgecon(char norm, int n, const double *a, int lda, double size, double *rcond, double *work,
                                int *integers) {
    int info = 0;
    dgecon_(&norm, &n, a, &lda, &size, rcond, work, integers, &info, 1);
    return info;
}
static inline int lapack_zgecon(char norm, int n, const double *a, int lda, double size, double *rcond, double *work,
                                double *reals) {
    int info = 0;
    zgecon_(&norm, &n, a, &lda, &size, rcond, work, reals, &info, 1);
    return info;
}

// Banded matrices.
void dgbtrf_(const int *, const int *, const int *, const int *, double *, const int *, int *, int *);
void zgbtrf_(const int *, const int *, const int *, const int *, double *, const int *, int *, int *);
void dgbtrs_(const char *, const int *, const int *, const int *, const int *, const double *, const int *,
             const int *, double *, const int *, int *, size_t);
void zgbtrs_(const char *, const int *, const int *, const int *, const int *, const double *, const int *,
             const int *, double *, const int *, int *, size_t);

static inline int lapack_dgbtrf(int n, int lower, int upper, double *ab, int ldab, int *pivots) {
    int info = 0;
    dgbtrf_(&n, &n, &lower, &upper, ab, &ldab, pivots, &info);
    return info;
}
static inline int lapack_zgbtrf(int n, int lower, int upper, double *ab, int ldab, int *pivots) {
    int info = 0;
    zgbtrf_(&n, &n, &lower, &upper, ab, &ldab, pivots, &info);
    return info;
}
static inline int lapack_dgbtrs(char trans, int n, int lower, int upper, int count, const double *ab, int ldab,
                                const int *pivots, double *b, int ldb) {
    int info = 0;
    dgbtrs_(&trans, &n, &lower, &upper, &count, ab, &ldab, pivots, b, &ldb, &info, 1);
    return info;
}
static inline int lapack_zgbtrs(char trans, int n, int lower, int upper, int count, const double *ab, int ldab,
                                const int *pivots, double *b, int ldb) {
    int info = 0;
    zgbtrs_(&trans, &n, &lower, &upper, &count, ab, &ldab, pivots, b, &ldb, &info, 1);
    return info;
}

// Symmetric positive definite matrices.
void dpotrf_(const char *, const int *, double *, const int *, int *, size_t);
void dpocon_(const char *, const int *, const double *, const int *, const double *, double *, double *, int *, int *,
             size_t);

void dpotri_(const char *, const int *, double *, const int *, int *, size_t);

static inline int lapack_dpotri(char triangle, int n, double *a, int lda) {
    int info = 0;
    dpotri_(&triangle, &n, a, &lda, &info, 1);
    return info;
}
static inline int lapack_dpotrf(char triangle, int n, double *a, int lda) {
    int info = 0;
    dpotrf_(&triangle, &n, a, &lda, &info, 1);
    return info;
}
static inline int lapack_dpocon(char triangle, int n, const double *a, int lda, double size, double *rcond,
                                double *work, int *integers) {
    int info = 0;
    dpocon_(&triangle, &n, a, &lda, &size, rcond, work, integers, &info, 1);
    return info;
}

// Orthogonal factorisations.
void dgeqrf_(const int *, const int *, double *, const int *, double *, double *, const int *, int *);
void dgeqp3_(const int *, const int *, double *, const int *, int *, double *, double *, const int *, int *);
void dormqr_(const char *, const char *, const int *, const int *, const int *, const double *, const int *,
             const double *, double *, const int *, double *, const int *, int *, size_t, size_t);
void dgesdd_(const char *, const int *, const int *, double *, const int *, double *, double *, const int *, double *,
             const int *, double *, const int *, int *, int *, size_t);

static inline int lapack_dgeqrf(int m, int n, double *a, int lda, double *tau, double *work, int size) {
    int info = 0;
    dgeqrf_(&m, &n, a, &lda, tau, work, &size, &info);
    return info;
}
static inline int lapack_dgeqp3(int m, int n, double *a, int lda, int *order, double *tau, double *work, int size) {
    int info = 0;
    dgeqp3_(&m, &n, a, &lda, order, tau, work, &size, &info);
    return info;
}
static inline int lapack_dormqr(char side, char trans, int m, int n, int reflectors, const double *a, int lda,
                                const double *tau, double *c, int ldc, double *work, int size) {
    int info = 0;
    dormqr_(&side, &trans, &m, &n, &reflectors, a, &lda, tau, c, &ldc, work, &size, &info, 1, 1);
    return info;
}
static inline int lapack_dgesdd(char job, int m, int n, double *a, int lda, double *s, double *u, int ldu, double *vt,
                                int ldvt, double *work, int size, int *integers) {
    int info = 0;
    dgesdd_(&job, &m, &n, a, &lda, s, u, &ldu, vt, &ldvt, work, &size, integers, &info, 1);
    return info;
}

// Orthogonal factorisations with the reflectors of `nb` columns kept as one block (I - V T V'), and of a triangle on top of
// another matrix, whose last l rows are upper trapezoidal.
void dgeqrt_(const int *, const int *, const int *, double *, const int *, double *, const int *, double *, int *);
void dgemqrt_(const char *, const char *, const int *, const int *, const int *, const int *, const double *, const int *,
              const double *, const int *, double *, const int *, double *, int *, size_t, size_t);
void dtpqrt_(const int *, const int *, const int *, const int *, double *, const int *, double *, const int *, double *,
             const int *, double *, int *);
void dtpmqrt_(const char *, const char *, const int *, const int *, const int *, const int *, const int *, const double *,
              const int *, const double *, const int *, double *, const int *, double *, const int *, double *, int *, size_t,
              size_t);
void dtrcon_(const char *, const char *, const char *, const int *, const double *, const int *, double *, double *, int *,
             int *, size_t, size_t, size_t);

static inline int lapack_dgeqrt(int m, int n, int nb, double *a, int lda, double *t, double *work) {
    int info = 0;
    dgeqrt_(&m, &n, &nb, a, &lda, t, &nb, work, &info);
    return info;
}
static inline int lapack_dgemqrt(char trans, int m, int n, int k, int nb, const double *v, int ldv, const double *t,
                                 double *c, int ldc, double *work) {
    int info = 0;
    dgemqrt_("L", &trans, &m, &n, &k, &nb, v, &ldv, t, &nb, c, &ldc, work, &info, 1, 1);
    return info;
}
static inline int lapack_dtpqrt(int m, int n, int l, int nb, double *a, int lda, double *b, int ldb, double *t,
                                double *work) {
    int info = 0;
    dtpqrt_(&m, &n, &l, &nb, a, &lda, b, &ldb, t, &nb, work, &info);
    return info;
}
static inline int lapack_dtpmqrt(char trans, int m, int n, int k, int l, int nb, const double *v, int ldv,
                                 const double *t, double *a, int lda, double *b, int ldb, double *work) {
    int info = 0;
    dtpmqrt_("L", &trans, &m, &n, &k, &l, &nb, v, &ldv, t, &nb, a, &lda, b, &ldb, work, &info, 1, 1);
    return info;
}
// 1 / (|R| |R^-1|) in the 1-norm of an upper triangle.
static inline double lapack_dtrcon(int n, const double *r, int ldr, double *work, int *integers) {
    int info = 0;
    double rcond = 0;
    dtrcon_("1", "U", "N", &n, r, &ldr, &rcond, work, integers, &info, 1, 1, 1);
    return rcond;
}

// Eigenvalues.
void dsyevd_(const char *, const char *, const int *, double *, const int *, double *, double *, const int *, int *,
             const int *, int *, size_t, size_t);
void dsygvd_(const int *, const char *, const char *, const int *, double *, const int *, double *, const int *,
             double *, double *, const int *, int *, const int *, int *, size_t, size_t);
void dgeev_(const char *, const char *, const int *, double *, const int *, double *, double *, double *, const int *,
            double *, const int *, double *, const int *, int *, size_t, size_t);

static inline int lapack_dsyevd(char job, char triangle, int n, double *a, int lda, double *w, double *work, int size,
                                int *integers, int integerSize) {
    int info = 0;
    dsyevd_(&job, &triangle, &n, a, &lda, w, work, &size, integers, &integerSize, &info, 1, 1);
    return info;
}
static inline int lapack_dsygvd(char job, char triangle, int n, double *a, int lda, double *b, int ldb, double *w,
                                double *work, int size, int *integers, int integerSize) {
    int info = 0, kind = 1;
    dsygvd_(&kind, &job, &triangle, &n, a, &lda, b, &ldb, w, work, &size, integers, &integerSize, &info, 1, 1);
    return info;
}
static inline int lapack_dgeev(char left, char right, int n, double *a, int lda, double *real, double *imaginary,
                               double *leftVectors, int ldvl, double *rightVectors, int ldvr, double *work, int size) {
    int info = 0;
    dgeev_(&left, &right, &n, a, &lda, real, imaginary, leftVectors, &ldvl, rightVectors, &ldvr, work, &size, &info, 1,
           1);
    return info;
}

// Real Schur form and the Sylvester equation of triangular matrices.
void dgees_(const char *, const char *, void *, const int *, double *, const int *, int *, double *, double *, double *,
            const int *, double *, const int *, int *, int *, size_t, size_t);
void dtrsyl_(const char *, const char *, const int *, const int *, const int *, const double *, const int *,
             const double *, const int *, double *, const int *, double *, int *, size_t, size_t);

static inline int lapack_dgees(int n, double *a, int lda, double *real, double *imaginary, double *vectors, int ldv,
                               double *work, int size) {
    int info = 0, sorted = 0;
    dgees_("V", "N", NULL, &n, a, &lda, &sorted, real, imaginary, vectors, &ldv, work, &size, NULL, &info, 1, 1);
    return info;
}
static inline int lapack_dtrsyl(char left, char right, int m, int n, const double *a, int lda, const double *b, int ldb,
                                double *c, int ldc, double *scale) {
    int info = 0, sign = 1;
    dtrsyl_(&left, &right, &sign, &m, &n, a, &lda, b, &ldb, c, &ldc, scale, &info, 1, 1);
    return info;
}

#endif
