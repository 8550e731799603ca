// The loops of the register machine, compiled once per instruction set: the including file defines RUN_BLOCK and HAS_FUSED.
// No contraction behind our back: fused operations are written FUSED(a, b, c), so that a lane gets the same bits in the
// vector body and in the scalar remainder of a loop.
#pragma clang fp contract(off)

// A destination may equal an operand, index by index; the vectoriser's overlap check would send that case to scalar code.
#define LANES _Pragma("clang loop vectorize(assume_safety)") for (long i = 0; i < n; ++i)
// The long chains of multiply-adds of a polynomial are bound by latency unless two vectors are worked on at once.
#define FUNCTION_LANES \
    _Pragma("clang loop vectorize(assume_safety) interleave_count(2)") for (long i = 0; i < n; ++i)
#define SCALAR_LANES for (long i = 0; i < n; ++i)

#include "elementary.h"
#include "trigonometry.h"

/// a^exponent by repeated squaring, for 0 <= exponent; relative error below exponent * 2^-53.
static void power_by_squaring(double *d, const double *a, int exponent, long n) {
    enum { chunk = 64 };
    double base[chunk], result[chunk];
    for (long start = 0; start < n; start += chunk) {
        long count = n - start < chunk ? n - start : chunk;
        for (long i = 0; i < count; ++i) base[i] = a[start + i];
        for (long i = 0; i < count; ++i) result[i] = 1;
        for (int rest = exponent; rest; rest >>= 1) {
            if (rest & 1)
                for (long i = 0; i < count; ++i) result[i] *= base[i];
            if (rest > 1)
                for (long i = 0; i < count; ++i) base[i] *= base[i];
        }
        for (long i = 0; i < count; ++i) d[start + i] = result[i];
    }
}

static void integer_power(double *d, const double *a, double exponent, long n) {
    double magnitude = fabs(exponent);
    if (magnitude > 64) {
        SCALAR_LANES d[i] = pow(a[i], exponent);
    } else if (exponent == 3) {
        LANES d[i] = a[i] * a[i] * a[i];
    } else {
        power_by_squaring(d, a, (int)magnitude, n);
        if (exponent < 0) LANES d[i] = 1 / d[i];
    }
}

static void run_function(int32_t opcode, double *d, const double *a, const double *b, long n) {
    switch (opcode) {
    case ANSATZ_SIN: sine(d, a, n); break;
    case ANSATZ_COS: cosine(d, a, n); break;
    case ANSATZ_TANH: FUNCTION_LANES d[i] = kernel_tanh(a[i]); break;
    case ANSATZ_EXP: FUNCTION_LANES d[i] = kernel_exp(a[i]); break;
    case ANSATZ_LOG: FUNCTION_LANES d[i] = kernel_log(a[i]); break;
    case ANSATZ_ERF: FUNCTION_LANES d[i] = kernel_erf(a[i]); break;
    case ANSATZ_BUMP: FUNCTION_LANES d[i] = kernel_bump(a[i]); break;
    case ANSATZ_TAN: SCALAR_LANES d[i] = tan(a[i]); break;
    case ANSATZ_ASIN: SCALAR_LANES d[i] = asin(a[i]); break;
    case ANSATZ_ACOS: SCALAR_LANES d[i] = acos(a[i]); break;
    case ANSATZ_ATAN: SCALAR_LANES d[i] = atan(a[i]); break;
    case ANSATZ_ATAN2: SCALAR_LANES d[i] = atan2(a[i], b[i]); break;
    case ANSATZ_ANGLE: SCALAR_LANES d[i] = polar_angle(a[i], b[i]); break;
    case ANSATZ_SINH: SCALAR_LANES d[i] = sinh(a[i]); break;
    case ANSATZ_COSH: SCALAR_LANES d[i] = cosh(a[i]); break;
    case ANSATZ_POWER: SCALAR_LANES d[i] = pow(a[i], b[i]); break;
    default: break;
    }
}

static void run_logical(int32_t opcode, double *d, const double *a, const double *b, const double *c, long n) {
    switch (opcode) {
    case ANSATZ_LESS: LANES d[i] = a[i] < b[i] ? 1.0 : 0.0; break;
    case ANSATZ_LESS_OR_EQUAL: LANES d[i] = a[i] <= b[i] ? 1.0 : 0.0; break;
    case ANSATZ_EQUAL: LANES d[i] = a[i] == b[i] ? 1.0 : 0.0; break;
    case ANSATZ_NOT_EQUAL: LANES d[i] = a[i] != b[i] ? 1.0 : 0.0; break;
    case ANSATZ_AND: LANES d[i] = ((a[i] != 0) & (b[i] != 0)) ? 1.0 : 0.0; break;
    case ANSATZ_OR: LANES d[i] = ((a[i] != 0) | (b[i] != 0)) ? 1.0 : 0.0; break;
    case ANSATZ_NOT: LANES d[i] = a[i] == 0 ? 1.0 : 0.0; break;
    case ANSATZ_SELECT: LANES { double yes = b[i], no = c[i]; d[i] = a[i] != 0 ? yes : no; } break;
    default: break;
    }
}

static void run_plain(int32_t opcode, double *d, const double *a, const double *b, const double *c, double s, long n) {
    switch (opcode) {
    case ANSATZ_COPY: LANES d[i] = a[i]; break;
    case ANSATZ_CONSTANT: LANES d[i] = s; break;
    case ANSATZ_SQRT: LANES d[i] = __builtin_elementwise_sqrt(a[i]); break;
    case ANSATZ_ABS: LANES d[i] = __builtin_elementwise_abs(a[i]); break;
    case ANSATZ_SIGN: LANES d[i] = a[i] > 0 ? 1.0 : a[i] < 0 ? -1.0 : a[i]; break;
    // A NaN operand gives NaN, unlike fmin and fmax, so that a broken field is noticed.
    case ANSATZ_MINIMUM: LANES { double u = a[i], v = b[i]; d[i] = ((u < v) | (u != u)) ? u : v; } break;
    case ANSATZ_MAXIMUM: LANES { double u = a[i], v = b[i]; d[i] = ((u > v) | (u != u)) ? u : v; } break;
    case ANSATZ_CLAMP: LANES {
        double u = a[i], low = b[i], high = c[i];
        double v = u < low ? low : u;
        d[i] = v > high ? high : v;
    } break;
    case ANSATZ_FLOOR: LANES d[i] = __builtin_elementwise_floor(a[i]); break;
    case ANSATZ_STEP: LANES d[i] = a[i] >= 0 ? 1.0 : a[i] < 0 ? 0.0 : a[i]; break;
    case ANSATZ_INTEGER_POWER: integer_power(d, a, s, n); break;
    default:
        if (opcode >= ANSATZ_LESS) run_logical(opcode, d, a, b, c, n);
        else run_function(opcode, d, a, b, n);
    }
}

void RUN_BLOCK(const ansatz_instruction *instructions, long count, double *const *registers, long n) {
    for (long k = 0; k < count; ++k) {
        const ansatz_instruction *instruction = instructions + k;
        double *d = registers[instruction->destination];
        const double *a = registers[instruction->a], *b = registers[instruction->b], *c = registers[instruction->c];
        double s = instruction->immediate;
        switch (instruction->opcode) {
        case ANSATZ_ADD: LANES d[i] = a[i] + b[i]; break;
        case ANSATZ_SUBTRACT: LANES d[i] = a[i] - b[i]; break;
        case ANSATZ_MULTIPLY: LANES d[i] = a[i] * b[i]; break;
        case ANSATZ_DIVIDE: LANES d[i] = a[i] / b[i]; break;
        case ANSATZ_NEGATE: LANES d[i] = -a[i]; break;
        case ANSATZ_MULTIPLY_ADD: LANES d[i] = FUSED(a[i], b[i], c[i]); break;
        case ANSATZ_ADD_CONSTANT: LANES d[i] = a[i] + s; break;
        case ANSATZ_MULTIPLY_CONSTANT: LANES d[i] = a[i] * s; break;
        case ANSATZ_SQUARE: LANES d[i] = a[i] * a[i]; break;
        case ANSATZ_RECIPROCAL: LANES d[i] = 1 / a[i]; break;
        default: run_plain(instruction->opcode, d, a, b, c, s, n);
        }
    }
}
