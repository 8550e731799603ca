import Expressions
import NumericsCore
import Problems
import TrialFunctions

/// A residual block in a trial space: which jets it needs, and where.
struct PlacedBlock: Sendable {
    /// Where a jet of the residual is found: at a site, in a row [component][channel] of its tape.
    struct JetPlace: Sendable {
        var site: Int
        var row: Int
    }

    let block: ResidualBlock
    let layout: JetLayout
    /// The points of each site that occurs, ascending by site.
    let sites: [PlacedPoints]
    /// By jet of the residual.
    let jetPlaces: [JetPlace]
    /// By residual: the sites at which it takes jets, ascending.
    let sitesOf: [[Int]]
    /// Points rounded up to whole chunks.
    let paddedCount: Int
    /// Square roots of the weights [residual][padded point]; zero beyond the points.
    let weights: Tensor<Double>
    let curvature: ResidualCurvature

    init(_ block: ResidualBlock, space: TrialSpace, capacity: Int) {
        let jets = block.residual.jets
        let layout = JetLayout(
            coordinateCount: space.problem.coordinates.count, derivatives: jets.map(\.derivative))
        let used = Set(jets.map(\.site)).union([0]).sorted()
        self.block = block
        self.layout = layout
        sites = used.map { site in
            PlacedPoints(
                space, points: block.points.coordinates.moved(to: space.problem.sites[site]), layout: layout,
                capacity: capacity)
        }
        jetPlaces = jets.map { jet in
            JetPlace(
                site: used.firstIndex(of: jet.site)!,
                row: jet.component * layout.count + layout.channel(of: jet.derivative)!)
        }
        let places = jetPlaces
        sitesOf = (0..<block.residual.valueCount).map { row in
            Set(block.residual.partials.filter { $0.row == row }.map { places[$0.jet].site }).sorted()
        }
        let padded = (block.points.count + capacity - 1) / capacity * capacity
        paddedCount = padded
        var weights = Tensor(shape: [block.residual.valueCount, padded], repeating: 0.0)
        for row in 0..<block.residual.valueCount {
            for point in 0..<block.points.count { weights[row, point] = block.weights[row, point] }
        }
        self.weights = weights
        curvature = ResidualCurvature(block.residual, siteCount: space.problem.sites.count)
    }

    /// Number of rows, padding included.
    var rowCount: Int { block.residual.valueCount * paddedCount }
}
