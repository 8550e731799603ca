/// What each coefficient of the spectrum is multiplied by.
public enum SpectralMultiplier: Sendable {
    /// 1 / (constant + Σ_axis symbols[axis][index]), and 0 where that sum is exactly zero.
    ///
    /// The symbols stand in the order of the coefficients, [axis][extent of that axis]; Fourier axes give all n of
    /// them, and they must be even in the wave number, or the result would not be real. A coefficient with a zero
    /// sum (the mean, in periodic and Neumann problems) is dropped: the caller checks that it vanishes.
    case inverseOfSum([[Double]], constant: Double)
    /// One real number for each coefficient, of `spectrumShape`.
    case real(Tensor<Double>)
    /// One complex number for each coefficient, of `spectrumShape`; needs a Fourier axis, and a Hermitian symbol.
    case complex(Tensor<Complex<Double>>)
}
