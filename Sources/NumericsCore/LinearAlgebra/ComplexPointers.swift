// `Complex<Double>` stores its real and its imaginary part next to each other and nothing else (a test checks it),
// so its memory may be read as pairs of doubles, as C and Fortran libraries expect.

@inlinable func doubles(_ buffer: UnsafeBufferPointer<Complex<Double>>) -> UnsafePointer<Double>? {
    buffer.baseAddress.map { UnsafeRawPointer($0).assumingMemoryBound(to: Double.self) }
}

@inlinable func doubles(_ buffer: UnsafeMutableBufferPointer<Complex<Double>>) -> UnsafeMutablePointer<Double>? {
    buffer.baseAddress.map { UnsafeMutableRawPointer($0).assumingMemoryBound(to: Double.self) }
}
