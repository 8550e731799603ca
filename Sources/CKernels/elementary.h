// Elementary functions of one double as branch-free code that vectorises; included by block.h.

#if HAS_FUSED
#define FUSED(a, b, c) __builtin_elementwise_fma((double)(a), (double)(b), (double)(c))
#else
#define FUSED(a, b, c) ((a) * (b) + (c))
#endif
#define INLINE static inline __attribute__((always_inline))

INLINE double kernel_exp(double x) { return exp(x); }
INLINE double kernel_tanh(double x) { return tanh(x); }
INLINE double kernel_log(double x) { return log(x); }
INLINE double kernel_erf(double x) { return erf(x); }
INLINE double kernel_bump(double r) { return r * r < 1 ? exp(1 - 1 / (1 - r * r)) : r == r ? 0 : r; }
static void sine(double *d, const double *a, long n) { for (long i = 0; i < n; ++i) d[i] = sin(a[i]); }
static void cosine(double *d, const double *a, long n) { for (long i = 0; i < n; ++i) d[i] = cos(a[i]); }

/// Polar angle of the point (x, y) in [0, 2 pi).
INLINE double polar_angle(double x, double y) {
    const double turn = 6.283185307179586;
    double angle = atan2(y, x);
    angle = angle < 0 ? angle + turn : angle;
    // A tiny negative angle rounds up to a whole turn; -0 becomes 0.
    return angle == turn || angle == 0 ? 0 : angle;
}
