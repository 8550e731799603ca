import NumericsCore
import XCTest

/// Jacobians in strips and their normal equations against dense ones.
final class BlockCholeskyTests: XCTestCase {
    /// A lattice of windows, each coupled with its neighbours; group 2 has no parameters, and no strip is told which rows follow.
    private static func pattern(_ counts: [Int], rows: Int) -> BlockPattern {
        var (next, groups) = (0, [Range<Int>]())
        for group in 0..<counts[0] * counts[1] {
            let size = group == 2 ? 0 : 3 + group % 4
            groups.append(next..<next + size)
            next += size
        }
        var strips: [BlockPattern.Strip] = []
        for row in 0..<counts[0] {
            for column in 0..<counts[1] {
                let found = (row...min(row + 1, counts[0] - 1)).flatMap { r in
                    (column...min(column + 1, counts[1] - 1)).map { r * counts[1] + $0 }
                }
                strips.append(.init(rows: strips.count * rows..<(strips.count + 1) * rows, groups: found.sorted()))
            }
        }
        return BlockPattern(groups: groups, strips: strips.reversed())
    }

    private static func filled(_ pattern: BlockPattern) -> (strips: StripMatrix, dense: SharedMatrix) {
        var stream = RandomStream(seed: 5, name: "blocks")
        let strips = StripMatrix(pattern), dense = SharedMatrix(rowCount: pattern.columnCount, columnCount: pattern.rowCount)
        for (index, strip) in pattern.strips.enumerated() {
            for group in strip.groups {
                for (place, column) in pattern.groups[group].enumerated() {
                    for (lane, row) in strip.rows.enumerated() {
                        let value = stream.normal()
                        strips.strips[index].add(value, row: strips.places[index][group]! + place, column: lane)
                        dense.add(value, row: column, column: row)
                    }
                }
            }
        }
        return (strips, dense)
    }

    /// Lattices for which either order of the windows is the better one.
    private static let lattices = [[4, 3], [2, 7], [7, 2], [1, 6]]

    func testProducts() {
        for counts in Self.lattices {
            let pattern = Self.pattern(counts, rows: 9)
            let (strips, dense) = Self.filled(pattern)
            var stream = RandomStream(seed: 6, name: "vectors")
            let (x, y) = (stream.normals(pattern.rowCount), stream.normals(pattern.columnCount))
            for threads in 1...2 {
                let pool = ThreadPool(threads: threads)
                var a = Tensor(shape: [pattern.columnCount], repeating: 1.0), b = a, squares = a, known = a
                strips.multiply(x, into: &a, pool: pool)
                dense.multiply(x, into: &b, pool: pool)
                for k in 0..<a.count { XCTAssertEqual(a[k], b[k], accuracy: 1e-13) }
                strips.multiply(x, into: &a, rowSquares: &squares, pool: pool)
                dense.multiply(x, into: &b, rowSquares: &known, pool: pool)
                for k in 0..<a.count { XCTAssertEqual(squares[k], known[k], accuracy: 1e-12) }
                var c = Tensor(shape: [pattern.rowCount], repeating: 1.0), d = c
                strips.multiplyTransposed(y, into: &c, pool: pool)
                dense.multiplyTransposed(y, into: &d, pool: pool)
                for k in 0..<c.count { XCTAssertEqual(c[k], d[k], accuracy: 1e-13) }
            }
        }
    }

    func testSolvesTheShiftedNormalEquations() throws {
        for counts in Self.lattices {
            let pattern = Self.pattern(counts, rows: 9)
            let (strips, dense) = Self.filled(pattern)
            let count = pattern.columnCount
            var stream = RandomStream(seed: 7, name: "shifts")
            let shift = Tensor((0..<count).map { _ in stream.uniform(from: 0.1, to: 1) })
            let right = stream.normals(count)
            let pool = ThreadPool(threads: 2)
            var product = Tensor(shape: [count, count], repeating: 0.0)
            dense.symmetricProduct(into: &product, pool: pool)
            var known = right
            var reference = CholeskyFactorization(order: count)
            try reference.factorize(product, diagonalShift: shift, pool: pool)
            try reference.solve(&known)
            let blocks = BlockCholesky(pattern, pool: pool)
            blocks.formProduct(strips)
            for _ in 0..<2 {
                var found = right
                XCTAssertTrue(blocks.factorize(shift: shift))
                blocks.solve(&found)
                for k in 0..<count { XCTAssertEqual(found[k], known[k], accuracy: 1e-12 * known.elements.map(abs).max()!) }
            }
            XCTAssertFalse(blocks.factorize(shift: Tensor((0..<count).map { _ in -1e4 })))
        }
    }
}
