import Expressions

/// Stand-ins for symbols that a formula takes at another place than the node or face it belongs to; bound variables do not
/// occur in lowered equations.
enum SecondPlace {
    /// Numbers of places: the middles of the two halves of the way from node to node, and of its four quarters.
    static let halves = 1..<3
    static let quarters = 3..<7
    /// Places beside the node: two, or four.
    static let sparse = 7..<9
    static let dense = 9..<13
    /// The nodes at the ends of the way.
    static let ends = 13

    /// Distance of a place from the node before the face, in spacings along its axis.
    static func shift(_ place: Int) -> Double {
        [0, 0.25, 0.75, 0.125, 0.375, 0.625, 0.875, -0.25, 0.25, -0.375, -0.125, 0.125, 0.375, 0, 1][place]
    }

    /// The coordinate of an axis at a place.
    static func coordinate(_ axis: Int, place: Int) -> Symbol { .bound(100 * place + axis) }

    /// The axis and place of a stand-in.
    static func decode(_ index: Int) -> (axis: Int, place: Int) { (index % 100, index / 100) }

    /// The distance from a node to the boundary of a shape along its normal.
    static let distance = Symbol.bound(-1)

    /// The part of the way from a node to a point of the boundary that is across the normal, along an axis.
    static func tangent(_ axis: Int) -> Symbol { .bound(-2 - axis) }
}
