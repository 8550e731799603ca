// Reduction of huge arguments by Payne and Hanek ("Radian reduction for trigonometric functions", SIGNUM 1983): of the product
// of the argument with 2/pi only the bits that matter modulo 4 are formed. The C library of Debian 12 is off by 8 units in the
// last place in the worst case, cos(6381956970095103 * 2^797).

/// 64 zero bits, then the first 1280 bits of 2/pi after the point.
static const uint64_t two_over_pi[21] = {
    0, 0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041,
    0xfe5163abdebbc561, 0xb7246e3a424dd2e0, 0x06492eea09d1921c, 0xfe1deb1cb129a73e,
    0xe88235f52ebb4484, 0xe99c7026b45f7e41, 0x3991d639835339f4, 0x9c845f8bbdf9283b,
    0x1ff897ffde05980f, 0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7, 0x4f463f669e5fea2d,
    0x7527bac7ebe5f17b, 0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab,
    0xf0cfbc209af4361d,
};

/// |x| = n pi/2 + high + low for finite |x| >= 2^20, with n modulo 4.
static double reduce_huge(double x, uint64_t *quadrant, double *low) {
    uint64_t bits = bits_of(x) & 0x7fffffffffffffff;
    uint64_t m = (bits & 0x000fffffffffffff) | 0x0010000000000000;
    // |x| = m 2^e. Bits of 2/pi above place e - 1 give multiples of 4; the table has 64 bits before place 1.
    int e = (int)(bits >> 52) - 1075, place = e + 62, word = place / 64, shift = place % 64;
    uint64_t window[3];
    for (int k = 0; k < 3; ++k) {
        uint64_t upper = two_over_pi[word + k] << shift;
        window[k] = shift ? upper | two_over_pi[word + k + 1] >> (64 - shift) : upper;
    }
    // m times the window modulo 2^192 is |x| 2/pi modulo 4, times 2^190.
    unsigned __int128 bottom = (unsigned __int128)m * window[2];
    unsigned __int128 middle = (unsigned __int128)m * window[1] + (bottom >> 64);
    uint64_t top = m * window[0] + (uint64_t)(middle >> 64);
    unsigned __int128 product = (unsigned __int128)top << 64 | (uint64_t)middle;
    // Read as a signed number, the fraction is rounded to the nearest quarter turn by itself.
    __int128 fraction = (__int128)(product << 2 | (uint64_t)bottom >> 62);
    *quadrant = (top >> 62) + (top >> 61 & 1);
    double high = (double)fraction, rest = (double)(fraction - (__int128)high);
    double r = high * 0x1.921fb54442d18p-128;
    *low = fma(high, 0x1.921fb54442d18p-128, -r) + high * 0x1.1a62633145c07p-182 + rest * 0x1.921fb54442d18p-128;
    return r;
}
