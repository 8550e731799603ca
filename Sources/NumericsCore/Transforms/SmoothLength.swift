/// The least number 2^a 3^b 5^c 7^d that is not below `minimum`: lengths for which FFTW has fast kernels.
///
/// What must be smooth is the logical length: n for Fourier and kinds II and III, n − 1 for cosines and n + 1 for
/// sines of kind I.
public func smoothLength(atLeast minimum: Int) -> Int {
    var candidate = max(minimum, 1)
    while !isSmooth(candidate) { candidate += 1 }
    return candidate
}

private func isSmooth(_ number: Int) -> Bool {
    var rest = number
    for prime in [2, 3, 5, 7] {
        while rest % prime == 0 { rest /= prime }
    }
    return rest == 1
}
