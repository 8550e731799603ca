/// A value in the dictionary of a NumPy header.
enum PythonLiteral: Equatable {
    case text(String)
    case boolean(Bool)
    /// A tuple of integers.
    case integers([Int])
    /// Anything else, such as the list of a record type.
    case other
}

/// Reads the Python dictionary literal of a NumPy header.
struct PythonLiteralParser {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    /// `{'key': value, …}` followed by white space only.
    mutating func dictionary() throws(NumpyError) -> [String: PythonLiteral] {
        var entries: [String: PythonLiteral] = [:]
        try expect("{")
        while !take("}") {
            guard case .text(let key) = try value() else { throw failure("a key is not text") }
            try expect(":")
            entries[key] = try value()
            if take("}") { break }
            try expect(",")
        }
        skipSpace()
        guard position == bytes.count else { throw failure("there is text after the dictionary") }
        return entries
    }

    private mutating func value() throws(NumpyError) -> PythonLiteral {
        skipSpace()
        guard position < bytes.count else { throw failure("a value is missing") }
        switch bytes[position] {
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return .text(try text(quote: bytes[position]))
        case UInt8(ascii: "("): return try tuple()
        case UInt8(ascii: "["): return try list()
        default: break
        }
        if takeWord("True") { return .boolean(true) }
        if takeWord("False") { return .boolean(false) }
        throw failure("a value is not understood")
    }

    private mutating func text(quote: UInt8) throws(NumpyError) -> String {
        let start = position + 1
        guard let end = bytes[start...].firstIndex(of: quote) else { throw failure("a quote is not closed") }
        position = end + 1
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private mutating func tuple() throws(NumpyError) -> PythonLiteral {
        try expect("(")
        var numbers: [Int] = []
        while !take(")") {
            skipSpace()
            let start = position
            while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
                position += 1
            }
            guard let number = Int(String(decoding: bytes[start..<position], as: UTF8.self)) else {
                throw failure("'shape' holds something that is not a size")
            }
            // Python 2 wrote long integers with a suffix.
            _ = take("L")
            numbers.append(number)
            if take(")") { break }
            try expect(",")
        }
        return .integers(numbers)
    }

    /// Skips a bracketed list; record types are recognised, not read.
    private mutating func list() throws(NumpyError) -> PythonLiteral {
        var depth = 0
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "[") { depth += 1 }
            if byte == UInt8(ascii: "]") { depth -= 1 }
            if depth == 0 { return .other }
        }
        throw failure("a list is not closed")
    }

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func takeWord(_ word: String) -> Bool {
        guard bytes[position...].starts(with: word.utf8) else { return false }
        position += word.utf8.count
        return true
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(NumpyError) {
        guard take(character) else { throw failure("'\(character)' is missing") }
    }

    private func failure(_ reason: String) -> NumpyError { .malformedHeader(reason) }
}
