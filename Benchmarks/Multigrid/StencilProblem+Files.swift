import FieldFiles
import Fields
import NumericsCore

extension StencilProblem {
    /// Leaves matrix, right side and our times in seconds for `compare-pyamg.py`.
    func write(to path: String, setup: Double, solve: Double) throws {
        let sparse = matrix.sparse
        try NumpyArchive.write(
            [
                (key: "starts", array: NumpyArray(Tensor(sparse.rowStarts.map(Double.init)))),
                (key: "columns", array: NumpyArray(Tensor(sparse.columns.map(Double.init)))),
                (key: "values", array: NumpyArray(Tensor(sparse.values))),
                (key: "right", array: NumpyArray(right)),
                (key: "seconds", array: NumpyArray(Tensor([setup, solve]))),
            ], to: path)
    }
}
