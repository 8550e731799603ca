/// The version of the tool, raised by hand with each release.
enum Version {
    static let text = "0.1.0"
}
