// Sine and cosine; included by block.h after elementary.h.

#include "payne_hanek.h"

/// Up to here the reduction below keeps full relative accuracy.
#define REDUCTION_LIMIT 0x1p20

/// x = n pi/2 + high + low with |high| <= pi/4. `low` carries what the subtraction lost, which near a multiple of pi/2 is
/// everything below the leading digits.
INLINE double reduce_quarter_turns(double x, uint64_t *quadrant, double *low) {
    double rounded = FUSED(x, 0x1.45f306dc9c883p-1, ROUNDING_MAGIC), n = rounded - ROUNDING_MAGIC;
    *quadrant = bits_of(rounded);
#if HAS_FUSED
    // pi/2 in parts of 53 bits; the first difference is exact, the product with the second part is split.
    double t = FUSED(-n, 0x1.921fb54442d18p+0, x);
    double w = -n * 0x1.1a62633145c07p-54, w_error = FUSED(-n, 0x1.1a62633145c07p-54, -w);
    double high = t + w, part = high - t;
    double error = (t - (high - part)) + (w - part);
    *low = error + FUSED(-n, -0x1.f1976b7ed8fbcp-110, w_error);
#else
    // pi/2 in parts of 33 bits, whose products with n < 2^20 are exact.
    double t = x - n * 0x1.921fb54400000p+0;
    double w = -n * 0x1.0b4611a600000p-34;
    double sum = t + w, part = sum - t;
    double error = (t - (sum - part)) + (w - part);
    w = -n * 0x1.3198a2e000000p-69;
    double high = sum + w;
    part = high - sum;
    error += (sum - (high - part)) + (w - part);
    *low = error - n * 0x1.b839a252049c1p-104;
#endif
    return high;
}

/// sin(high + low + quadrant pi/2).
INLINE double sine_of_reduced(double high, double low, uint64_t quadrant) {
    double z = high * high, half = 0.5 * z, rest = 1 - half;
    double sine = high + FUSED(z * high, sin_tail(z), FUSED(-half, low, low));
    double cosine = rest + (((1 - rest) - half) + FUSED(z * z, cos_tail(z), -(high * low)));
    double value = (quadrant & 1) != 0 ? cosine : sine;
    return double_of(bits_of(value) ^ ((quadrant & 2) << 62));
}

INLINE double kernel_sin(double x) {
    double low;
    uint64_t quadrant;
    double high = reduce_quarter_turns(x, &quadrant, &low);
    double value = sine_of_reduced(high, low, quadrant);
    // Adding up the parts of the remainder turns -0 into 0.
    return x == 0 ? x : value;
}

INLINE double kernel_cos(double x) {
    double low;
    uint64_t quadrant;
    double high = reduce_quarter_turns(x, &quadrant, &low);
    return sine_of_reduced(high, low, quadrant + 1);
}

/// sin(|x| + quarters pi/2) for huge |x|; NaN for infinity and NaN.
static double sine_of_huge(double x, uint64_t quarters) {
    if (!(fabs(x) < INFINITY)) return x - x;
    double low;
    uint64_t quadrant;
    double high = reduce_huge(x, &quadrant, &low);
    return sine_of_reduced(high, low, quadrant + quarters);
}

/// Whether some |a[i]| exceeds the limit, or is infinite or NaN.
static int has_huge(const double *a, long n) {
    const uint64_t limit = bits_of(REDUCTION_LIMIT);
    uint64_t flags = 0;
    for (long i = 0; i < n; ++i) flags |= limit - (bits_of(a[i]) & 0x7fffffffffffffff);
    return (int)(flags >> 63);
}

enum { trigonometric_chunk = 256 };

static void sine(double *d, const double *a, long count) {
    for (long start = 0; start < count; start += trigonometric_chunk) {
        long n = count - start < trigonometric_chunk ? count - start : trigonometric_chunk;
        const double *x = a + start;
        double *y = d + start;
        if (has_huge(x, n)) {
            for (long i = 0; i < n; ++i) y[i] = fabs(x[i]) <= REDUCTION_LIMIT ? kernel_sin(x[i])
                : x[i] < 0 ? -sine_of_huge(x[i], 0) : sine_of_huge(x[i], 0);
        } else {
            FUNCTION_LANES y[i] = kernel_sin(x[i]);
        }
    }
}

static void cosine(double *d, const double *a, long count) {
    for (long start = 0; start < count; start += trigonometric_chunk) {
        long n = count - start < trigonometric_chunk ? count - start : trigonometric_chunk;
        const double *x = a + start;
        double *y = d + start;
        if (has_huge(x, n)) {
            for (long i = 0; i < n; ++i) y[i] = fabs(x[i]) <= REDUCTION_LIMIT ? kernel_cos(x[i]) : sine_of_huge(x[i], 1);
        } else {
            FUNCTION_LANES y[i] = kernel_cos(x[i]);
        }
    }
}
