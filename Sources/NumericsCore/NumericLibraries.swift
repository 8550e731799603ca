import CFFTW
import COpenBLAS

/// Names and versions of the libraries this build computes with, for manifests.
public enum NumericLibraries {
    /// OpenBLAS's own account of its version, build options and processor kernel.
    public static var openBLAS: String { String(cString: openblas_get_config()) }

    /// Version of FFTW, such as `fftw-3.3.10-sse2-avx`.
    public static var fftw: String { String(cString: fftwVersionText()) }
}
