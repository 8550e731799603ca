import Foundation
import NumericsCore

/// What a manifest says about the machine and the build.
enum MachineFacts {
    static var operatingSystem: String { ProcessInfo.processInfo.operatingSystemVersionString }

    /// Model name of the processor, as the kernel gives it.
    static var processor: String {
        let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
        return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
    }

    static var memoryBytes: Int { Int(ProcessInfo.processInfo.physicalMemory) }

    /// Number of physical cores: distinct (package, core) pairs of the kernel's list, else logical ones.
    static var physicalCores: Int {
        let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        var cores = Set<String>()
        var package = ""
        for line in text.split(separator: "\n") {
            if line.hasPrefix("physical id") { package = String(line) }
            if line.hasPrefix("core id") { cores.insert(package + line) }
        }
        let logical = ProcessInfo.processInfo.activeProcessorCount
        return cores.isEmpty ? logical : min(cores.count, logical)
    }

    /// Largest resident set so far, in bytes.
    static var peakMemoryBytes: Int {
        var usage = rusage()
        #if os(macOS)
            getrusage(RUSAGE_SELF, &usage)
            return usage.ru_maxrss
        #else
            getrusage(RUSAGE_SELF.rawValue, &usage)
            return usage.ru_maxrss * 1024
        #endif
    }

    static var swiftVersion: String {
        #if swift(>=6.3)
            "6.3 or later"
        #elseif swift(>=6.2)
            "6.2"
        #else
            "6.1"
        #endif
    }

    static var buildConfiguration: String {
        #if DEBUG
            "debug"
        #else
            "release"
        #endif
    }
}
