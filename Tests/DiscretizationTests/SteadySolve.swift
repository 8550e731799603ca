import Discretization
import Expressions
import NumericsCore
import XCTest

/// Solves a manufactured problem on given axes and returns the largest error of each component at its nodes.
func solveErrors(_ manufactured: ManufacturedProblem, axes: [AxisDiscretization]) throws -> [Double] {
    let system = try CollocationSystem(CollocationProblem(manufactured.problem), axes: axes)
    var newton = NewtonIteration(system, from: Tensor(shape: [system.count], repeating: 0), tolerance: 1e-12)
    var status = NewtonIteration.Status.running
    while status == .running && newton.iterations < 40 { status = try newton.step() }
    XCTAssertEqual(status, .converged)
    let exact = system.layout.sample(manufactured.exact, coordinates: Array(axes.indices))
    return manufactured.exact.indices.map { component in
        let found = system.layout.values(of: component, in: newton.state).elements
        let wanted = system.layout.values(of: component, in: exact).elements
        return zip(found, wanted).reduce(0) { max($0, abs($1.0 - $1.1)) }
    }
}
