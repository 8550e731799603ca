/// How far a field, or a series of snapshots of it, is from a reference.
public struct FieldError: Sendable, Hashable {
    /// L2 norm of the difference over that of the reference, in space-time, all components together.
    /// When the reference is zero everywhere (`isRelative` is false) the L2 norm of the difference itself.
    public var relativeL2: Double
    /// False when the reference vanishes and `relativeL2` is an absolute figure.
    public var isRelative: Bool
    /// L2 norm of the difference in space-time.
    public var absoluteL2: Double
    /// L2 norm of the reference in space-time.
    public var referenceL2: Double
    /// Largest absolute difference of a component at a point.
    public var maximum: Double
    /// Name of the component where the maximum lies.
    public var component: String
    /// Coordinates of the point where the maximum lies [space axis].
    public var point: [Double]
    /// Time of the snapshot where the maximum lies; nil for steady fields.
    public var time: Double?
    /// Number of values that are NaN or infinite in one of the two only; the figures are infinite when it is not zero.
    public var nonFiniteCount: Int

    public init(
        relativeL2: Double, isRelative: Bool, absoluteL2: Double, referenceL2: Double, maximum: Double,
        component: String, point: [Double], time: Double?, nonFiniteCount: Int
    ) {
        self.relativeL2 = relativeL2
        self.isRelative = isRelative
        self.absoluteL2 = absoluteL2
        self.referenceL2 = referenceL2
        self.maximum = maximum
        self.component = component
        self.point = point
        self.time = time
        self.nonFiniteCount = nonFiniteCount
    }
}
