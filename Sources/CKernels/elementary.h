// Elementary functions of one double as branch-free code that vectorises; included by block.h.
//
// Methods: argument reduction after Cody and Waite (Software Manual for the Elementary Functions, 1980), polynomials by
// Remez's exchange (tools/kernel-coefficients.py). Conditions are written so that NaN falls through unchanged.

#if HAS_FUSED
#define FUSED(a, b, c) __builtin_elementwise_fma((double)(a), (double)(b), (double)(c))
#else
#define FUSED(a, b, c) ((a) * (b) + (c))
#endif
#define INLINE static inline __attribute__((always_inline))

#include "coefficients.h"

/// Adding this rounds |x| < 2^51 to an integer, which then stands in the low bits.
#define ROUNDING_MAGIC 0x1.8p52

INLINE uint64_t bits_of(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

INLINE double double_of(uint64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/// 2^k for an integer -1022 <= k <= 1023, without a conversion to integer, which AVX2 lacks.
INLINE double power_of_two(double k) { return double_of((bits_of(k + ROUNDING_MAGIC) + 1023) << 52); }

/// x = k log 2 + r with |r| <= log(2) / 2; gives k and e^r - 1.
INLINE double reduced_expm1(double x, double *k) {
    double n = FUSED(x, 0x1.71547652b82fep+0, ROUNDING_MAGIC) - ROUNDING_MAGIC;
    // The upper part of log 2 has 32 bits, so its product with n is exact.
    double r = FUSED(-n, 0x1.62e42fee00000p-1, x);
    r = FUSED(-n, 0x1.a39ef35793c76p-33, r);
    *k = n;
    return FUSED(r * r, exp_tail(r), r);
}

INLINE double kernel_exp(double x) {
    double bounded = x > 710 ? 710 : x;
    bounded = bounded < -746 ? -746 : bounded;
    double k, e = 1 + reduced_expm1(bounded, &k);
    // In two factors, because 2^k itself leaves the range before the result does; only the last product can round.
    double first = (k * 0.5 + ROUNDING_MAGIC) - ROUNDING_MAGIC;
    return e * power_of_two(first) * power_of_two(k - first);
}

/// tanh(x) = (e^2x - 1) / (e^2x + 1), through e^2x - 1 so that small arguments keep their digits.
INLINE double kernel_tanh(double x) {
    double y = 2 * __builtin_elementwise_abs(x);
    y = y > 44 ? 44 : y;
    double k, e = reduced_expm1(y, &k), scale = power_of_two(k);
    double expm1 = FUSED(scale, e, scale - 1);
    return __builtin_copysign(expm1 / (expm1 + 2), x);
}

/// x = 2^k m with m in [sqrt(1/2), sqrt(2)) and log m = log((1 + s) / (1 - s)), s = (m - 1) / (m + 1).
INLINE double kernel_log(double x) {
    int subnormal = x < 0x1p-1022;
    double scaled = subnormal ? x * 0x1p54 : x;
    const uint64_t root = 0x3fe6a09e00000000, mantissa = 0x000fffffffffffff;
    uint64_t shifted = bits_of(scaled) - root + ((uint64_t)1024 << 52);
    double f = double_of((shifted & mantissa) + root) - 1;
    double k = double_of((shifted >> 52) | 0x4330000000000000) - (0x1p52 + 1024);
    k = subnormal ? k - 54 : k;
    double s = f / (2 + f), z = s * s, half_square = 0.5 * f * f;
    // log m = f - f^2/2 + s (f^2/2 + R): the large terms are exact or nearly so (Tang 1990).
    double tail = s * FUSED(z, log_tail(z), half_square);
    double result = FUSED(k, 0x1.62e42fee00000p-1, f - (half_square - FUSED(k, 0x1.a39ef35793c76p-33, tail)));
    result = x < INFINITY ? result : x;
    result = x == 0 ? -INFINITY : result;
    return x < 0 ? NAN : result;
}

/// Below 1 an odd polynomial; above, 1 - erfc with erfc = exp(polynomial), whose relative error matters little there.
INLINE double kernel_erf(double x) {
    double t = __builtin_elementwise_abs(x), z = x * x;
    double inner = FUSED(t, FUSED(z, erf_tail(z), 0x1.06eba8214db69p-3), t);
    double v = t - 1;
    // erfc(6) = 2e-17 no longer changes 1.
    v = v > 5 ? 5 : v;
    v = v < 0 ? 0 : v;
    double k, e = reduced_expm1(log_erfc(v), &k), scale = power_of_two(k);
    double outer = (1 - scale) - scale * e;
    return __builtin_copysign(t < 1 ? inner : outer, x);
}

INLINE double kernel_bump(double r) {
    // 1 - 1 / (1 - r^2) without cancellation; -infinity at the ends, where exp gives 0.
    double value = kernel_exp(-(r * r) / ((1 - r) * (1 + r)));
    return __builtin_elementwise_abs(r) >= 1 ? 0 : value;
}

/// Polar angle of the point (x, y) in [0, 2 pi).
INLINE double polar_angle(double x, double y) {
    const double turn = 0x1.921fb54442d18p+2;
    double angle = atan2(y, x);
    angle = angle < 0 ? angle + turn : angle;
    // A tiny negative angle rounds up to a whole turn; -0 becomes 0.
    return angle == turn || angle == 0 ? 0 : angle;
}
