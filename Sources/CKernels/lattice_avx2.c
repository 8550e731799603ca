#include "lattice.h"
#include "variants.h"
#include <string.h>

#if ANSATZ_X86_VARIANTS
#pragma clang attribute push(__attribute__((target("arch=haswell"))), apply_to = function)
#define NAME(name) name##_avx2
#include "lattice_rows.h"
#include "lattice_transfer.h"
#include "lattice_pass.h"
#pragma clang attribute pop
#endif
