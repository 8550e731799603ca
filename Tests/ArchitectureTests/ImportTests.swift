import Foundation
import XCTest

/// Reads the import lines of every source file and compares them with the table of allowed ones.
final class ImportTests: XCTestCase {
    private static let foundation: Set<String> = [
        "Foundation", "Synchronization", "Dispatch", "Glibc", "Musl", "Darwin",
    ]
    private static let cModules: Set<String> = ["CKernels", "CFFTW", "COpenBLAS", "CZlib", "ComplexModule", "RealModule"]
    private static let problemSide: Set<String> = ["Problems", "Expressions", "Fields", "NumericsCore"]

    /// What each target may import beyond the standard library and Foundation.
    private static let allowed: [String: Set<String>] = [
        "NumericsCore": cModules,
        "Expressions": ["NumericsCore"],
        "Fields": ["NumericsCore"],
        "Kernels": ["NumericsCore"],
        "Problems": ["Expressions", "Fields", "NumericsCore", "Yams"],
        "Discretization": problemSide,
        "TimeIntegration": problemSide.union(["Discretization"]),
        "TrialFunctions": problemSide,
        "Optimization": problemSide,
        "Solving": problemSide,
        "Classical": problemSide.union(["Discretization", "TimeIntegration", "Solving"]),
        "PINN": problemSide.union(["Discretization", "TimeIntegration", "TrialFunctions", "Optimization", "Solving"]),
        "GaussianProcess": problemSide.union(["Kernels", "Discretization", "TimeIntegration", "TrialFunctions", "Optimization", "Solving"]),
        "FieldFiles": ["Fields", "NumericsCore"],
        "HDF5Files": ["Fields", "NumericsCore", "CHDF5"],
        "Plots": ["Fields", "NumericsCore", "CCairo"],
        "Ansatz": problemSide.union(["Discretization", "TimeIntegration", "TrialFunctions", "Optimization", "Solving", "Kernels", "Classical", "PINN", "GaussianProcess", "FieldFiles"]),
        "AnsatzCommand": problemSide.union([
            "Discretization", "TimeIntegration", "TrialFunctions", "Optimization", "Solving", "Kernels", "Classical", "PINN", "GaussianProcess",
            "FieldFiles", "HDF5Files", "Plots", "Ansatz", "ArgumentParser",
        ]),
    ]

    private static let sources = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Sources")

    private static func swiftFiles(of target: String) -> [URL] {
        let folder = sources.appendingPathComponent(target)
        let entries = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return (entries?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }
    }

    private static func imports(of file: URL) throws -> [String] {
        // Scripts inside string literals have import lines of their own.
        var isInsideText = false
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
            if line.components(separatedBy: "\"\"\"").count % 2 == 0 { isInsideText.toggle() }
            guard !isInsideText else { return nil }
            var words = line.split(separator: " ").map(String.init)
            if words.first?.hasPrefix("@") == true { words.removeFirst() }
            if let first = words.first, ["public", "package", "internal"].contains(first) { words.removeFirst() }
            guard words.count >= 2, words[0] == "import" else { return nil }
            return words[words.count - 1].split(separator: ".").first.map(String.init)
        }
    }

    func testEveryTargetImportsOnlyWhatItMay() throws {
        for (target, modules) in Self.allowed {
            let files = Self.swiftFiles(of: target)
            XCTAssertFalse(files.isEmpty, "no sources of \(target)")
            for file in files {
                for module in try Self.imports(of: file) {
                    XCTAssertTrue(
                        modules.contains(module) || Self.foundation.contains(module),
                        "\(target)/\(file.lastPathComponent) imports \(module)")
                }
            }
        }
    }

    func testTheTableNamesEveryTarget() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path)
        let swiftTargets = folders.filter { !Self.swiftFiles(of: $0).isEmpty }
        XCTAssertEqual(Set(swiftTargets), Set(Self.allowed.keys))
    }

    func testNothingBelowTheCommandPrintsOrExits() throws {
        let forbidden = ["print(", "exit(", "fatalError(\"TODO"]
        for target in Self.allowed.keys where target != "AnsatzCommand" {
            for file in Self.swiftFiles(of: target) {
                for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                    let code = line.trimmingCharacters(in: .whitespaces)
                    if code.hasPrefix("//") { continue }
                    for call in forbidden where code.hasPrefix(call) || code.contains(" " + call) {
                        XCTFail("\(target)/\(file.lastPathComponent): \(code)")
                    }
                }
            }
        }
    }
}
