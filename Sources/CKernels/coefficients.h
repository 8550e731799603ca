// Written by tools/kernel-coefficients.py; included by elementary.h.

// (e^x - 1 - x) / x^2 on [-log(2)/2, log(2)/2]
// Largest error relative to the function computed: 6.9e-19.
INLINE double exp_tail(double x) {
    double p = 0x1.1e3d36206a62cp-29;
    p = FUSED(p, x, 0x1.af4b3d081cb2ap-26);
    p = FUSED(p, x, 0x1.27e5c3cac9ffep-22);
    p = FUSED(p, x, 0x1.71de02d808a1fp-19);
    p = FUSED(p, x, 0x1.a01a0141e17ffp-16);
    p = FUSED(p, x, 0x1.a01a01ac2f738p-13);
    p = FUSED(p, x, 0x1.6c16c16c241b3p-10);
    p = FUSED(p, x, 0x1.111111110fe2ep-7);
    p = FUSED(p, x, 0x1.5555555555542p-5);
    p = FUSED(p, x, 0x1.5555555555558p-3);
    p = FUSED(p, x, 0x1.0000000000000p-1);
    return p;
}

// (sin(r) - r) / r^3 with x = r^2, on [0, (pi/4)^2]
// Largest error relative to the function computed: 3.5e-18.
INLINE double sin_tail(double x) {
    double p = 0x1.5d9392c539436p-33;
    p = FUSED(p, x, -0x1.ae5e6869715a3p-26);
    p = FUSED(p, x, 0x1.71de357ae2157p-19);
    p = FUSED(p, x, -0x1.a01a019c15e5ap-13);
    p = FUSED(p, x, 0x1.111111110f8a5p-7);
    p = FUSED(p, x, -0x1.5555555555549p-3);
    return p;
}

// (cos(r) - 1 + r^2/2) / r^4 with x = r^2, on [0, (pi/4)^2]
// Largest error relative to the function computed: 4.8e-20.
INLINE double cos_tail(double x) {
    double p = -0x1.8fb11f5be1038p-37;
    p = FUSED(p, x, 0x1.1ee9f1342efb3p-29);
    p = FUSED(p, x, -0x1.27e4f812903bdp-22);
    p = FUSED(p, x, 0x1.a01a019cbf395p-16);
    p = FUSED(p, x, -0x1.6c16c16c1521ep-10);
    p = FUSED(p, x, 0x1.555555555554cp-5);
    return p;
}

// (log((1 + s) / (1 - s)) / s - 2) / s^2 with x = s^2, on [0, (3 - sqrt(8))^2]
// Largest error relative to the function computed: 2.5e-18.
INLINE double log_tail(double x) {
    double p = 0x1.2f047d8da2acfp-3;
    p = FUSED(p, x, 0x1.39a1d722d9ddap-3);
    p = FUSED(p, x, 0x1.74663d8848cf2p-3);
    p = FUSED(p, x, 0x1.c71c5211d5802p-3);
    p = FUSED(p, x, 0x1.24924941e3ab5p-2);
    p = FUSED(p, x, 0x1.999999997ff00p-2);
    p = FUSED(p, x, 0x1.5555555555592p-1);
    return p;
}

// (erf(r) / r - c) / r^2 with x = r^2 and c = 2/sqrt(pi), on [0, 1]
// Largest error relative to the function computed: 9.1e-20.
INLINE double erf_tail(double x) {
    double p = -0x1.b8bad9d18a9f7p-38;
    p = FUSED(p, x, 0x1.b90ee8a29eab0p-34);
    p = FUSED(p, x, -0x1.58c953f9bb9ecp-30);
    p = FUSED(p, x, 0x1.fe6f8d82018b2p-27);
    p = FUSED(p, x, -0x1.5f92f85128145p-23);
    p = FUSED(p, x, 0x1.b9e9b447db929p-20);
    p = FUSED(p, x, -0x1.f4d28bf6b7eb2p-17);
    p = FUSED(p, x, 0x1.f9a3290a0c419p-14);
    p = FUSED(p, x, -0x1.c02db40f6766cp-11);
    p = FUSED(p, x, 0x1.565bcd0eb0deep-8);
    p = FUSED(p, x, -0x1.b82ce3128a34ep-6);
    p = FUSED(p, x, 0x1.ce2f21a042c23p-4);
    p = FUSED(p, x, -0x1.812746b0379e7p-2);
    return p;
}

// log(erfc(1 + x)) on [0, 5]; weighted by erfc / erf because it is used in 1 - exp(.)
// Largest error relative to the function computed: 3.4e-18.
INLINE double log_erfc(double x) {
    double p = 0x1.42def5891bef2p-40;
    p = FUSED(p, x, -0x1.150e939273d5ep-35);
    p = FUSED(p, x, 0x1.b5e5e9c5d3663p-32);
    p = FUSED(p, x, -0x1.a52f3d1745778p-29);
    p = FUSED(p, x, 0x1.0f81928b3edcep-26);
    p = FUSED(p, x, -0x1.d70c12a9f6d53p-25);
    p = FUSED(p, x, 0x1.be62d422d2e0cp-24);
    p = FUSED(p, x, 0x1.1bb2dfff2d01ep-23);
    p = FUSED(p, x, -0x1.12a4a728ef67ep-19);
    p = FUSED(p, x, 0x1.41ff4db57047ap-17);
    p = FUSED(p, x, -0x1.c7820ebd100c4p-16);
    p = FUSED(p, x, 0x1.b8cbd1a5a7230p-16);
    p = FUSED(p, x, 0x1.f1b45ff819766p-13);
    p = FUSED(p, x, -0x1.033f68f70d341p-9);
    p = FUSED(p, x, 0x1.48c9d40c764bap-7);
    p = FUSED(p, x, -0x1.5477f09cceb89p-5);
    p = FUSED(p, x, -0x1.afabc11a28bd5p-1);
    p = FUSED(p, x, -0x1.51c9b0006c243p+1);
    p = FUSED(p, x, -0x1.d97fbf27aa2a1p+0);
    return p;
}

