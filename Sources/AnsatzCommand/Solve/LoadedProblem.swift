import Ansatz
import Foundation

/// A problem file that passed all checks, with what the manifest needs to know of it.
struct LoadedProblem: Sendable {
    let problem: Problem
    /// Path as given; `-` for standard input.
    let path: String
    /// The file as read.
    let text: String
    /// Every value with defaults and overrides.
    let resolvedText: String
    let overrides: [String]
    let settingsOfMethods: [String: Settings]

    /// Equal for problems that ask for the same solution by the same settings.
    var hash: String { SHA256.hexDigest(resolvedText.utf8) }
}
