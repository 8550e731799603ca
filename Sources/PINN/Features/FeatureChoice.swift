/// What features are drawn, and for how many windows of time.
struct FeatureChoice: Hashable, Sendable {
    /// Features of each unknown in each window.
    var count: Int
    /// Largest wave numbers or slopes, in radians per half range of a window.
    var bandwidths: [Double]
    /// Tells independent draws apart.
    var draw = 0
    var windows = 1
}
