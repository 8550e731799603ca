import Kernels
import NumericsCore
import Problems
import Solving

extension GridKernel {
    /// The kernel of the settings along each coordinate, its lengths found by the evidence of some of the functionals; empty for the flat
    /// limit where none is named.
    static func learned(_ problem: Problem, settings: GaussianProcessSettings, context: SolveContext) throws -> [GridKernel] {
        guard let kind = settings.kernel else { return [] }
        let orders = KernelChoice.highestOrders(problem)
        for (coordinate, order) in zip(problem.coordinates, orders) where !coordinate.isPeriodic {
            if let most = kind.halfInteger, most < order {
                throw GaussianProcessError.tooRough(kernel: kind.rawValue, coordinate: coordinate.name, has: most, needed: order)
            }
        }
        let design = CollocationDesign(problem: problem, count: 400, chosen: .grid, seed: context.seed)
        let linearizer = try design.linearizer()
        let system = KernelSearch.thinned(linearizer.linearize(at: linearizer.zeroState))
        let found = try KernelSearch(problem: problem, settings: settings, seed: context.seed, pool: ThreadPool(threads: context.threads))
            .search(kind, system)
        guard let product = found.prior.kernels[0] as? ProductKernel else { return [] }
        return product.factors.map { GridKernel(factor: $0, nugget: max(settings.nugget, 1e-15)) }
    }
}
