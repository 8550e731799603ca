/// A symmetry of a problem: the map of coordinates that mirrors some of them about the middles of their ranges, and the sign
/// that each component takes.
public struct Reflection: Hashable, Sendable {
    /// Coordinates that are mirrored.
    public var coordinates: Set<Int>
    /// Components that change sign.
    public var oddComponents: Set<Int>

    public init(coordinates: Set<Int> = [], oddComponents: Set<Int> = []) {
        self.coordinates = coordinates
        self.oddComponents = oddComponents
    }

    /// One after the other.
    func composed(with other: Reflection) -> Reflection {
        Reflection(
            coordinates: coordinates.symmetricDifference(other.coordinates),
            oddComponents: oddComponents.symmetricDifference(other.oddComponents))
    }

    /// All products of some reflections, the identity first.
    static func group(_ generators: [Reflection]) -> [Reflection] {
        generators.reduce([Reflection()]) { group, generator in group + group.map { $0.composed(with: generator) } }
    }
}
