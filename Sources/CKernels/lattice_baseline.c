#include "lattice.h"
#include "variants.h"
#include <string.h>

#define NAME(name) name##_baseline
#include "lattice_rows.h"
#include "lattice_transfer.h"
#include "lattice_pass.h"
