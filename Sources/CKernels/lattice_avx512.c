#include "lattice.h"
#include "variants.h"
#include <string.h>

#if ANSATZ_X86_VARIANTS
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,avx2,fma,bmi,bmi2"))), apply_to = function)
#define NAME(name) name##_avx512
#include "lattice_rows.h"
#include "lattice_transfer.h"
#include "lattice_pass.h"
#pragma clang attribute pop
#endif
