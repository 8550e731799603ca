#ifndef ANSATZ_CKERNELS_H
#define ANSATZ_CKERNELS_H

#include <stdint.h>
#include "CJets.h"
#include "CStencil.h"

#include "ansatz_lattice.h"

// Operations of the register machine. The order is that of InstructionProgram.Opcode in Swift.
enum {
    ANSATZ_COPY, ANSATZ_CONSTANT, ANSATZ_ADD, ANSATZ_SUBTRACT, ANSATZ_MULTIPLY, ANSATZ_DIVIDE, ANSATZ_NEGATE,
    ANSATZ_MULTIPLY_ADD, ANSATZ_ADD_CONSTANT, ANSATZ_MULTIPLY_CONSTANT, ANSATZ_SQUARE, ANSATZ_RECIPROCAL,
    ANSATZ_INTEGER_POWER, ANSATZ_POWER, ANSATZ_SQRT, ANSATZ_ABS, ANSATZ_SIGN, ANSATZ_MINIMUM, ANSATZ_MAXIMUM,
    ANSATZ_FLOOR, ANSATZ_SIN, ANSATZ_COS, ANSATZ_TAN, ANSATZ_ASIN, ANSATZ_ACOS, ANSATZ_ATAN, ANSATZ_ATAN2,
    ANSATZ_ANGLE, ANSATZ_SINH, ANSATZ_COSH, ANSATZ_TANH, ANSATZ_EXP, ANSATZ_LOG, ANSATZ_ERF, ANSATZ_STEP,
    ANSATZ_CLAMP, ANSATZ_BUMP, ANSATZ_LESS, ANSATZ_LESS_OR_EQUAL, ANSATZ_EQUAL, ANSATZ_NOT_EQUAL, ANSATZ_AND,
    ANSATZ_OR, ANSATZ_NOT, ANSATZ_SELECT, ANSATZ_OPCODE_COUNT
};

/// One operation on whole registers: destination <- opcode(a, b, c, immediate).
typedef struct {
    int32_t opcode;
    int32_t destination;
    int32_t a;
    int32_t b;
    int32_t c;
    int32_t unused;
    double immediate;
} ansatz_instruction;

/// Instruction sets the kernels are compiled for.
enum { ANSATZ_VARIANT_BASELINE, ANSATZ_VARIANT_AVX2, ANSATZ_VARIANT_AVX512, ANSATZ_VARIANT_COUNT };

/// Whether this machine can run `variant`.
int32_t ansatz_variant_is_available(int32_t variant);

/// The fastest variant this machine can run.
int32_t ansatz_variant_best(void);

/// Runs `count` instructions on `lanes` lanes; `registers[r]` points to the lanes of register r.
/// A destination may be one of its own operands, but registers must not overlap otherwise.
void ansatz_run_block(int32_t variant, const ansatz_instruction *instructions, long count, double *const *registers,
                      long lanes);

/// output[i] = opcode(input[i]) for an operation of one operand; input and output may be the same memory.
void ansatz_apply_unary(int32_t variant, int32_t opcode, const double *input, double *output, long count);

/// A program and the memory it works in; see InstructionProgram.
typedef struct {
    const ansatz_instruction *instructions;
    long instruction_count;
    long input_count;
    long register_count;
    const int32_t *outputs;           // register of each output
    const int32_t *output_is_direct;  // 1: the register may live in the output row itself
    long output_count;
    long lanes;                       // points per block
    double *scratch;                  // [register][lanes]
    intptr_t *table;                 // [register], addresses
} ansatz_program;

/// Runs a program on points first..<last. inputs [input][point] and outputs [output][point] with row strides in doubles.
void ansatz_program_run(int32_t variant, const ansatz_program *program, const double *inputs, long input_stride,
                        double *outputs, long output_stride, long first, long last);

/// Fork-join pool of persistent threads.
typedef struct ansatz_pool ansatz_pool;
typedef void (*ansatz_task)(void *context, long index, long worker);

/// Makes a pool that works on `threads` threads (below 32768), the caller included; NULL without memory.
ansatz_pool *ansatz_pool_create(long threads);
void ansatz_pool_destroy(ansatz_pool *pool);

/// Calls task(context, i, worker) once for each i in 0..<count and returns when all are done. `worker` is below the
/// number of threads and no two calls with the same worker overlap. A call while the pool is busy runs on the caller alone.
void ansatz_pool_run(ansatz_pool *pool, long count, ansatz_task task, void *context);

#endif
