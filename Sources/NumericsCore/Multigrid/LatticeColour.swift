/// The two halves of the points of a lattice in a half sweep: those whose indices have an even or an odd sum.
enum LatticeColour: Int32, Sendable {
    case red = 0
    case black = 1
}
