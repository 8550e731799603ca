import COpenBLAS

/// A = Q R of a tall matrix by Householder reflections without pivoting, the rows cut into blocks that are factored at the
/// same time and joined triangle by triangle (Demmel, Grigori, Hoemmen and Langou 2012).
///
/// A resource: storage is made once. `factorize` overwrites the matrix with reflectors and keeps it until the next one.
/// OpenBLAS should be set to one thread meanwhile. Results depend on the number of blocks in the last bits.
public final class TallSkinnyQR: @unchecked Sendable {
    public let rowCount: Int
    public let columnCount: Int
    let blockCount: Int
    let pool: ThreadPool
    // Reflectors of the blocks, [column][row], and the matrix that owns them.
    private var reflectors: UnsafeMutablePointer<Double>?
    private var owner: SharedMatrix?
    // R, column-major, above its diagonal; below it is rubbish.
    let triangle: Tensor<Double>.Storage
    // The triangles of blocks 1, 2, ... , which joining overwrites with reflectors.
    private let joined: Tensor<Double>.Storage
    private let blockScales: Tensor<Double>.Storage
    private let joinScales: Tensor<Double>.Storage
    let work: Tensor<Double>.Storage

    /// Makes storage for matrices with `rowCount` rows and `columnCount` columns.
    /// Precondition: at least as many rows as columns, and one column.
    public init(rowCount: Int, columnCount: Int, pool: ThreadPool) {
        precondition(rowCount >= columnCount && columnCount > 0, "a tall matrix is needed")
        self.rowCount = rowCount
        self.columnCount = columnCount
        self.pool = pool
        blockCount = TallSkinnyQR.blockCount(rowCount, columnCount, threads: pool.threads)
        let width = TallSkinnyQR.panelWidth(columnCount)
        triangle = Tensor<Double>.Storage(count: columnCount * columnCount)
        joined = Tensor<Double>.Storage(count: (blockCount - 1) * columnCount * columnCount)
        blockScales = Tensor<Double>.Storage(count: blockCount * width * columnCount)
        joinScales = Tensor<Double>.Storage(count: (blockCount - 1) * width * columnCount)
        work = Tensor<Double>.Storage(count: blockCount * width * columnCount)
        triangle.base.initialize(repeating: 0, count: triangle.count)
        joined.base.initialize(repeating: 0, count: joined.count)
    }

    /// Joining a block costs about n³, so one more must save as much of the 2 m n² / blocks; a block has n rows at least.
    private static func blockCount(_ rows: Int, _ columns: Int, threads: Int) -> Int {
        (1...threads).last { $0 * columns <= rows && $0 * ($0 - 1) * columns <= 2 * rows } ?? 1
    }

    static func panelWidth(_ columnCount: Int) -> Int { min(columnCount, 64) }
    var panelWidth: Int { TallSkinnyQR.panelWidth(columnCount) }

    func start(_ block: Int) -> Int { rowCount * block / blockCount }

    /// Factors the matrix given by its columns, [column][row], and overwrites it.
    /// Precondition: as many columns and rows as the storage was made for.
    public func factorize(_ a: SharedMatrix) { factorize(a, fromColumn: 0) }

    /// The same for the last columns of a matrix with more of them; those before are left alone.
    func factorize(_ a: SharedMatrix, fromColumn firstColumn: Int) {
        precondition(a.rowCount == firstColumn + columnCount && a.columnCount == rowCount, "matrix does not fit")
        owner = a
        let first = SharedPointer(a.storage.base + firstColumn * rowCount)
        reflectors = first.base
        let (n, width) = (columnCount, panelWidth)
        pool.forEach(blockCount) { block in
            let rows = start(block + 1) - start(block)
            let entries = first.base + start(block)
            _ = lapack_dgeqrt(
                Int32(rows), Int32(n), Int32(width), entries, Int32(rowCount), blockScales.base + block * width * n,
                work.base + block * width * n)
            copyTriangle(entries, to: block == 0 ? triangle.base : joined.base + (block - 1) * n * n)
        }
        for block in 1..<max(blockCount, 1) {
            _ = lapack_dtpqrt(
                Int32(n), Int32(n), Int32(n), Int32(width), triangle.base, Int32(n), joined.base + (block - 1) * n * n,
                Int32(n), joinScales.base + (block - 1) * width * n, work.base)
        }
    }

    private func copyTriangle(_ entries: UnsafeMutablePointer<Double>, to target: UnsafeMutablePointer<Double>) {
        for column in 0..<columnCount {
            (target + column * columnCount).update(from: entries + column * rowCount, count: column + 1)
        }
    }

    /// Overwrites each of the `count` vectors with Qᵀ times it: the first n entries belong to R, the length of the rest
    /// is the least-squares residual. `vectors` is [vector][row].
    func applyTransposed(_ vectors: UnsafeMutablePointer<Double>, count: Int) {
        // So many at a time need no more work space than the factorisation.
        for first in stride(from: 0, to: count, by: columnCount) {
            applyTransposedChunk(vectors + first * rowCount, min(columnCount, count - first))
        }
    }

    private func applyTransposedChunk(_ vectors: UnsafeMutablePointer<Double>, _ count: Int) {
        guard let reflectors else { return }
        let (n, width) = (columnCount, panelWidth)
        let (shared, entries) = (SharedPointer(vectors), SharedPointer(reflectors))
        pool.forEach(blockCount) { block in
            _ = lapack_dgemqrt(
                LapackOption.transposed, Int32(start(block + 1) - start(block)), Int32(count), Int32(n), Int32(width),
                entries.base + start(block), Int32(rowCount), blockScales.base + block * width * n,
                shared.base + start(block), Int32(rowCount), work.base + block * width * n)
        }
        for block in 1..<max(blockCount, 1) {
            _ = lapack_dtpmqrt(
                LapackOption.transposed, Int32(n), Int32(count), Int32(n), Int32(n), Int32(width),
                joined.base + (block - 1) * n * n, Int32(n), joinScales.base + (block - 1) * width * n, vectors,
                Int32(rowCount), vectors + start(block), Int32(rowCount), work.base)
        }
    }
}
