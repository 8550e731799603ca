/// Names of arrays in viewer files.
enum VTKNames {
    /// The name with `.` and `/` replaced: ParaView's calculator and VTKHDF take neither.
    static func sanitized(_ name: String) -> String {
        String(name.map { $0 == "." || $0 == "/" ? "_" : $0 })
    }

    /// Sanitised names, with a number appended to those that would appear twice.
    static func distinct(_ names: [String]) -> [String] {
        var used: Set<String> = []
        return names.map { name in
            let base = sanitized(name)
            var candidate = base
            var number = 2
            while !used.insert(candidate).inserted {
                candidate = "\(base)_\(number)"
                number += 1
            }
            return candidate
        }
    }
}
