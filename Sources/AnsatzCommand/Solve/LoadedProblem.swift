import Ansatz
import Foundation

/// A problem file that passed all checks, with what the manifest needs to know of it.
struct LoadedProblem: Sendable {
    var problem: Problem
    /// Path as given; `-` for standard input.
    let path: String
    /// Text of every file it extends, by path.
    let bases: [String: String]
    /// The file as read.
    let text: String
    /// Every value with defaults and overrides.
    let resolvedText: String
    let overrides: [String]
    let settingsOfMethods: [String: Settings]

    /// The resolved text without what only serves a comparison; equal for problems that ask for the same solution by the
    /// same settings.
    var identity: String
    /// The sample of a family that `problem` is; nil if it is no family.
    var sample: SampleName?

    /// Digest of the identity.
    var hash: String { SHA256.hexDigest(identity.utf8) }
}
