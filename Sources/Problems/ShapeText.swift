/// A formula kept as written, with its place.
public struct ShapeText: Sendable, Hashable {
    public var text: String
    public var origin: SourceOrigin?

    public init(_ text: String, origin: SourceOrigin? = nil) {
        self.text = text
        self.origin = origin
    }
}
