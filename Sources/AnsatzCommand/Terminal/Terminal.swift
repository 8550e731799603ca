import Foundation

/// What one output stream can show: decided once for each stream.
struct Terminal: Sendable {
    /// When colours are used.
    enum ColourChoice: String, CaseIterable, Sendable {
        case auto, always, never
    }

    /// File descriptor: 1 for data, 2 for people.
    let descriptor: Int32
    let isInteractive: Bool
    let usesColour: Bool

    /// People read standard error; standard output is kept for data.
    static func forPeople(_ colour: ColourChoice) -> Terminal {
        Terminal(descriptor: 2, colour: colour, environment: ProcessInfo.processInfo.environment)
    }

    /// - Parameter environment: `NO_COLOR`, `FORCE_COLOR` and `TERM=dumb` are honoured unless `colour` decides.
    init(descriptor: Int32, colour: ColourChoice, environment: [String: String]) {
        self.descriptor = descriptor
        let isDumb = environment["TERM"] == "dumb"
        isInteractive = isatty(descriptor) == 1 && !isDumb
        usesColour =
            switch colour {
            case .always: true
            case .never: false
            case .auto:
                !(environment["FORCE_COLOR"] ?? "").isEmpty
                    || (environment["NO_COLOR"] ?? "").isEmpty && isInteractive
            }
    }

    /// Columns of the window; 80 where nobody knows.
    var width: Int {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Writes text as it stands; a closed pipe is not an error worth dying for.
    func write(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 else { return }
            bytes = bytes.dropFirst(written)
        }
    }

    func writeLine(_ text: String) { write(text + "\n") }

    /// Text in a style, plain where colours are off.
    func styled(_ text: String, _ style: Style) -> String {
        usesColour ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// Select-graphic-rendition codes in use.
    enum Style: String {
        case bold = "1", dim = "2", red = "31", green = "32", yellow = "33", cyan = "36"
    }
}
