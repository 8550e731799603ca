// Poisson's equation with constant coefficients on 4096 x 4096 and 256 x 256 x 256 cells by geometric multigrid.
//
//     swift run -c release MultigridBenchmarks [cells in 2-D] [cells in 3-D] [repeats]
// Variable coefficients by black-box multigrid, with what compare-pyamg.py needs in FOLDER if one is given:
//
//     swift run -c release MultigridBenchmarks stencils [FOLDER]
import Foundation
import NumericsCore

if CommandLine.arguments.dropFirst().first == "stencils" {
    try StencilCases.run(repeats: 7, folder: CommandLine.arguments.dropFirst(2).first)
    exit(0)
}

let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let square = numbers.first ?? 4096, cube = numbers.count > 1 ? numbers[1] : 256
let repeats = numbers.count > 2 ? numbers[2] : 7

try PeakMemory.run(dimension: 2, cells: square)
for threads in 1...2 {
    for problem in [PoissonCube(dimension: 2, cells: square), PoissonCube(dimension: 3, cells: cube)] {
        try SmootherCase.run(problem, threads: threads, repeats: repeats)
        try FullMultigridCase.run(problem, threads: threads, repeats: repeats)
        try ResidualReductionCase.run(problem, threads: threads, repeats: repeats)
    }
}
