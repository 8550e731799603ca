import Fields
import Foundation
import NumericsCore
import XCTest

/// Fields from files: in parameters, under derivatives, and the ways in which they fail.
final class DataFileTests: XCTestCase {
    private let darcy = """
        coordinates: {x: [0, 1], y: [0, 1]}
        parameters: {a: file(a.npy), known: 1 + 0.5*sin(pi*x)*cos(pi*y)}
        unknowns: u
        equations: ['-div(a*grad(u)) = -div(known*grad(sin(pi*x)*sin(2*pi*y)))']
        conditions: [{at: boundary, require: u = 0}]
        exact: {u: sin(pi*x)*sin(2*pi*y)}
        solvers: {chebyshev: {tolerance: 1e-6}}

        """

    private func write(_ values: Tensor<Double>, in folder: TemporaryFolder) throws {
        try Data(NumpyArray(values).encoded()).write(to: folder.url.appendingPathComponent("a.npy"))
    }

    func testACoefficientFromAFileIsDifferentiated() throws {
        let folder = try TemporaryFolder()
        let count = 101
        var values = Tensor(shape: [count, count], repeating: 0.0)
        for i in 0..<count {
            for j in 0..<count {
                let (x, y) = (Double(i) / Double(count - 1), Double(j) / Double(count - 1))
                values[i, j] = 1 + 0.5 * sin(.pi * x) * cos(.pi * y)
            }
        }
        try write(values, in: folder)
        let file = try folder.write(darcy, as: "darcy.yaml")
        let run = try CommandRun(["solve", file, "-o", "run", "--json"], in: folder.url)
        XCTAssertEqual(run.status, 0, run.errors)
        let field = try XCTUnwrap((run.json()["fields"] as? [String: [String: Any]])?["u"])
        // Polynomials of degree seven through samples 0.01 apart: derivatives good to about 1e-10.
        XCTAssertLessThan(try XCTUnwrap(field["relative_l2"] as? Double), 1e-8)
    }

    func testAFileOfAnotherShapeOrNoneIsRejected() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(darcy, as: "darcy.yaml")
        XCTAssertEqual(try CommandRun(["check", file], in: folder.url).status, 66)
        try write(Tensor(shape: [5], repeating: 1.0), in: folder)
        let run = try CommandRun(["check", file], in: folder.url)
        XCTAssertNotEqual(run.status, 0)
        XCTAssertTrue(run.errors.contains("shape [5]"), run.errors)
    }
}
