// Debian's OpenBLAS carries the Fortran LAPACK but no LAPACKE, so the prototypes used are declared here.
#include <cblas.h>
