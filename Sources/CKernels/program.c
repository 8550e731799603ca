#include "CKernels.h"
#include <string.h>

static double *output_row(double *outputs, long stride, long output, long start) {
    return outputs + output * stride + start;
}

/// Points the registers at their memory for the block that begins at `start`: inputs and direct outputs are used in place.
static void point_registers(const ansatz_program *program, const double *inputs, long input_stride, double *outputs,
                            long output_stride, long start) {
    intptr_t *table = program->table;
    for (long k = 0; k < program->input_count; ++k) table[k] = (intptr_t)(inputs + k * input_stride + start);
    for (long k = 0; k < program->output_count; ++k)
        if (program->output_is_direct[k])
            table[program->outputs[k]] = (intptr_t)output_row(outputs, output_stride, k, start);
}

void ansatz_program_run(int32_t variant, const ansatz_program *program, const double *inputs, long input_stride,
                        double *outputs, long output_stride, long first, long last) {
    for (long r = program->input_count; r < program->register_count; ++r)
        program->table[r] = (intptr_t)(program->scratch + r * program->lanes);
    for (long start = first; start < last; start += program->lanes) {
        long lanes = last - start < program->lanes ? last - start : program->lanes;
        point_registers(program, inputs, input_stride, outputs, output_stride, start);
        ansatz_run_block(variant, program->instructions, program->instruction_count,
                         (double *const *)program->table, lanes);
        for (long k = 0; k < program->output_count; ++k)
            if (!program->output_is_direct[k])
                memcpy(output_row(outputs, output_stride, k, start), (double *)program->table[program->outputs[k]],
                       (size_t)lanes * sizeof(double));
    }
}
