#include <fftw3.h>

// Swift cannot import an array of unknown length.
static inline const char *fftwVersionText(void) { return fftw_version; }
