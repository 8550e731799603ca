import Fields
import NumericsCore
import Problems

/// How the boundary of a shape cuts the dual cells of a lattice, and which condition holds where it does.
///
/// Where the boundary carries given values, arms of the stencil that leave the shape end at it (Shortley and Weller 1938; the
/// symmetric form of Gibou, Fedkiw, Cheng and Kang 2002, of second order too): dual cells stay whole. Where it carries slopes,
/// dual cells are cut by it: their faces are open as far as they lie inside, and the flux through the wall follows from the
/// condition (Papac, Gibou and Ratsch 2010). There nodes just outside have balances too.
struct StencilRegion: Sendable {
    /// An arm of a node's stencil that ends on the boundary.
    struct Cut: Sendable {
        var node: Int
        var axis: Int
        /// Towards -1 or 1.
        var step: Int
        /// Length of the arm.
        var length: Double
        /// Index into `places`.
        var place: Int
    }

    /// A piece of boundary inside a dual cell, with a condition on the slope.
    struct Wall: Sendable {
        var node: Int
        /// Its area over the volume of a whole dual cell.
        var area: Double
        /// From the node to the boundary along the outward normal; negative for nodes outside.
        var distance: Double
        /// The rest of the way from the node to the place, across the normal [axis].
        var tangent: [Double]
        var place: Int
    }

    /// The part of a side of the box at which the dual cell of a node ends.
    struct SideFace: Hashable, Sendable {
        var node: Int
        var axis: Int
        var isUpper: Bool
    }

    /// A point of the boundary.
    struct Place: Sendable {
        var point: [Double]
        /// Outward unit normal.
        var normal: [Double]
        /// Index of the condition of the problem.
        var condition: Int
    }

    /// Which nodes belong to the shape [node].
    var isInside: [Bool]
    /// Part of the dual cell (cut by the box already) that lies inside; 0 for nodes without a balance [node].
    var volumes: [Double]
    /// Part of the face behind each node that is open [axis][node].
    var apertures: [[Double]]
    /// Nodes on the boundary whose value is given, and their places.
    var given: [(node: Int, place: Int)]
    var cuts: [Cut] = []
    var walls: [Wall] = []
    /// Part of each side face that lies inside, where it is not all of it.
    var cutSides: [SideFace: Double] = [:]
    var places: [Place] = []

    /// Whether a node has a balance.
    func isFree(_ node: Int) -> Bool { volumes[node] > 0 }
}
