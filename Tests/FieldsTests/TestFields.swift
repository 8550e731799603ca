import Fields
import NumericsCore

/// A scalar or vector field sampled from functions of the coordinates.
func sampled(
    _ name: String, _ grid: Grid, components: [String]? = nil, _ functions: [([Double]) -> Double]
) -> Field {
    var values: [Double] = []
    for function in functions { values += (0..<grid.count).map { function(grid.point(at: $0)) } }
    return Field(
        name: name, componentNames: components ?? [name], isVector: components != nil, grid: grid,
        values: Tensor(shape: [functions.count] + grid.shape, elements: values))
}

/// A scalar called `u`.
func sampled(_ grid: Grid, _ functions: [([Double]) -> Double]) -> Field { sampled("u", grid, functions) }

/// Largest absolute difference of two lists.
func distance(_ left: [Double], _ right: [Double]) -> Double {
    zip(left, right).map { abs($0 - $1) }.max() ?? 0
}
