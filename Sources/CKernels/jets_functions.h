// Derivatives of activation functions divided by factorials, f[k][i] = f^(k)(z[i]) / k! for k = 0, ..., order with 2 <= order;
// rows of f beyond the order may be filled as well. Included by jets.h.

enum { jet_highest = ANSATZ_JET_ORDER + 1 };
static const double inverse_factorial[jet_highest + 1] = {
    1, 1, 0.5, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040, 1.0 / 40320, 1.0 / 362880, 1.0 / 3628800, 1.0 / 39916800};

/// tanh^(k) = (1 - t^2) q_k(t), q_1 = 1, q_(k+1) = (1 - t^2) q_k' - 2 t q_k; here q_k / k!, coefficients of t^(k-1-2m), m = 0, 1, ...
static const double tanh_factor[jet_highest + 1][6] = {
#include "jets_tanh.h"
};

static void tanh_derivatives(const double *z, long n, long order, double *const *f) {
    double *t = f[0], *first = f[1], *second = f[2], *third = f[3];
    FUNCTION_LANES t[i] = kernel_tanh(z[i]);
    LANES {
        const double u = t[i] * t[i], s = 1 - u;
        first[i] = s;
        second[i] = -t[i] * s;
        third[i] = s * (u - 1.0 / 3);
    }
    for (long k = 4; k <= order; ++k) {
        double *d = f[k];
        const double *q = tanh_factor[k];
        LANES d[i] = q[0];
        for (long m = 1; m <= (k - 1) / 2; ++m) LANES d[i] = d[i] * (t[i] * t[i]) + q[m];
        if (k & 1) LANES d[i] *= 1 - t[i] * t[i];
        else LANES d[i] *= t[i] * (1 - t[i] * t[i]);
    }
}

/// `quarters` = 0: sine; 1: cosine.
static void sine_derivatives(const double *z, long n, long order, double *const *f, int quarters) {
    sine(f[quarters ? 1 : 0], z, n);
    if (quarters) {
        cosine(f[0], z, n);
        double *d = f[1];
        LANES d[i] = -d[i];
    } else {
        cosine(f[1], z, n);
    }
    for (long k = 2; k <= order; ++k) {
        const double *before = f[k - 2], scale = -1.0 / (k * (k - 1));
        double *d = f[k];
        LANES d[i] = scale * before[i];
    }
}

/// z Phi(z) with the normal distribution Phi (Hendrycks and Gimpel 2016): f' = Phi + z phi and, for k >= 2,
/// f^(k) = (-1)^(k-1) phi (z He_(k-1) - k He_(k-2)).
static void gelu_derivatives(const double *z, long n, long order, double *const *f) {
    double *value = f[0];
    FUNCTION_LANES value[i] = 0.5 * (1 + kernel_erf(z[i] * M_SQRT1_2));
    double *first = f[1];
    const double root = 0.5 * M_SQRT1_2 * M_2_SQRTPI;
    FUNCTION_LANES first[i] = root * kernel_exp(-0.5 * z[i] * z[i]);
    // f[k] first holds He_(k-1), by the recurrence He_(m+1) = z He_m - m He_(m-1).
    for (long k = 2; k <= order; ++k) {
        double *d = f[k];
        const double *last = f[k - 1], *below = f[k > 3 ? k - 2 : 2], scale = k - 2;
        if (k == 2) LANES d[i] = z[i];
        else if (k == 3) LANES d[i] = z[i] * z[i] - 1;
        else LANES d[i] = z[i] * last[i] - scale * below[i];
    }
    for (long k = order; k >= 2; --k) {
        double *d = f[k];
        const double *below = f[k - 1], scale = (k & 1) ? inverse_factorial[k] : -inverse_factorial[k], factor = k;
        if (k == 2) LANES d[i] *= z[i];
        else LANES d[i] = z[i] * d[i] - factor * below[i];
        if (k == 2) LANES d[i] -= 2;
        LANES d[i] *= scale * first[i];
    }
    LANES { double phi = first[i], part = value[i]; first[i] = part + z[i] * phi; value[i] = z[i] * part; }
}

static void exponential_derivatives(const double *z, long n, long order, double *const *f) {
    double *value = f[0];
    FUNCTION_LANES value[i] = kernel_exp(z[i]);
    for (long k = 1; k <= order; ++k) { double *d = f[k]; LANES d[i] = inverse_factorial[k] * value[i]; }
}

static void square_derivatives(const double *z, long n, long order, double *const *f) {
    double *value = f[0];
    LANES value[i] = z[i] * z[i];
    double *first = f[1];
    LANES first[i] = 2 * z[i];
    for (long k = 2; k <= order; ++k) { double *d = f[k]; const double constant = k == 2; LANES d[i] = constant; }
}

/// (r_+)^power / power!
INLINE double truncated_power(double r, const int power) {
    double result = r > 0 ? 1.0 : 0.0;
    UNROLL for (int m = 1; m <= power; ++m) result *= r / m;
    return result;
}

/// sum of (-1)^j binomial(6, j) ((3 - j - a)_+)^power / power! for j = 0, 1, 2.
INLINE double spline_sum(double a, const int power) {
    return truncated_power(3 - a, power) - 6 * truncated_power(2 - a, power) + 15 * truncated_power(1 - a, power);
}

/// The cardinal B-spline of degree 5 around 0 (Schoenberg 1946) by truncated powers of |z|, of which three are left.
static void spline_derivatives(const double *z, long n, long order, double *const *f) {
    for (long k = 0; k <= order; ++k) {
        double *d = f[k];
        switch (k) {
        case 0: LANES d[i] = spline_sum(__builtin_elementwise_abs(z[i]), 5); break;
        case 1: LANES d[i] = spline_sum(__builtin_elementwise_abs(z[i]), 4); break;
        case 2: LANES d[i] = spline_sum(__builtin_elementwise_abs(z[i]), 3); break;
        case 3: LANES d[i] = spline_sum(__builtin_elementwise_abs(z[i]), 2); break;
        case 4: LANES d[i] = spline_sum(__builtin_elementwise_abs(z[i]), 1); break;
        case 5: LANES d[i] = spline_sum(__builtin_elementwise_abs(z[i]), 0); break;
        default: LANES d[i] = 0;
        }
        const double scale = inverse_factorial[k];
        if (k & 1) LANES d[i] = z[i] < 0 ? scale * d[i] : -scale * d[i];
        else LANES d[i] *= scale;
    }
}

static void scaled_derivatives(int32_t function, const double *z, long n, long order, double *const *f) {
    switch (function) {
    case ANSATZ_JET_TANH: tanh_derivatives(z, n, order, f); break;
    case ANSATZ_JET_SIN: sine_derivatives(z, n, order, f, 0); break;
    case ANSATZ_JET_COS: sine_derivatives(z, n, order, f, 1); break;
    case ANSATZ_JET_GELU: gelu_derivatives(z, n, order, f); break;
    case ANSATZ_JET_EXP: exponential_derivatives(z, n, order, f); break;
    case ANSATZ_JET_SPLINE: spline_derivatives(z, n, order, f); break;
    default: square_derivatives(z, n, order, f);
    }
}
