/// The letters by which LAPACK is told what to do.
enum LapackOption {
    static let transposed = letter("T")
    static let notTransposed = letter("N")
    static let left = letter("L")
    static let right = letter("R")
    /// The upper triangle by columns, which is the lower one by rows.
    static let lowerByRows = letter("U")
    static let oneNorm = letter("1")
    static let values = letter("N")
    static let vectors = letter("V")
    static let thinVectors = letter("S")

    private static func letter(_ character: Unicode.Scalar) -> CChar {
        CChar(UInt8(ascii: character))
    }
}
