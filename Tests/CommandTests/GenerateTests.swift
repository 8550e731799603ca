import FieldFiles
import Fields
import Foundation
import NumericsCore
import XCTest

/// `ansatz generate` as a process: what it writes, how it is stopped and goes on, what it refuses.
final class GenerateTests: XCTestCase {
    private let file = CommandRun.repository.appendingPathComponent("problems/burgers-family.yaml").path

    private func set(_ values: [String]) -> [String] { values.flatMap { ["--set", $0] } }

    private let small = ["dataset.solve-grid=[128]", "dataset.grid=[32]", "dataset.train=6", "dataset.validation=1", "dataset.test=2"]

    /// All arrays but the times of the solves, which differ from run to run.
    private func arrays(_ path: String) throws -> [String: NumpyArray] {
        let archive = try NumpyArchive(path: path)
        let keys = archive.keys.filter { !$0.hasSuffix(".json") && $0 != "samples/seconds" }
        return Dictionary(uniqueKeysWithValues: try keys.map { key in
            // NaN is not equal to itself; compare the bits.
            (key, try archive.array(key))
        })
    }

    func testWhatADataSetHolds() throws {
        let folder = try TemporaryFolder()
        let run = try CommandRun(["generate", file, "-o", "a.npz", "--json"] + set(small), in: folder.url)
        XCTAssertEqual(run.status, 0, run.errors)
        let document = try run.json()
        XCTAssertEqual(document["samples"] as? Int, 9)
        let error = try XCTUnwrap(document["discretization_error"] as? [String: Any])
        XCTAssertEqual((error["samples"] as? [Double])?.count, 5)
        XCTAssertLessThan(try XCTUnwrap(error["max"] as? Double), 1e-6)
        let found = try arrays(folder.url.path + "/a.npz")
        XCTAssertEqual(found["inputs/a"]?.shape, [9, 32, 1])
        XCTAssertEqual(found["outputs/u"]?.shape, [9, 32, 1])
        XCTAssertEqual(found["grid/x"]?.values.elements, (0..<32).map { Double($0) / 32 })
        XCTAssertEqual(found["times/outputs/u"]?.values.elements, [1])
        XCTAssertEqual(found["splits/train"]?.values.elements, [0, 1, 2, 3, 4, 5])
        XCTAssertEqual(found["splits/validation"]?.values.elements, [6])
        XCTAssertEqual(found["splits/test"]?.values.elements, [7, 8])
        XCTAssertEqual(found["samples/index"]?.values.elements, [0, 1, 2, 3, 4, 5, 0, 0, 1])
        XCTAssertEqual(found["samples/seed"]?.values.elements, Array(repeating: 2026, count: 9))
        XCTAssertFalse(FileManager.default.fileExists(atPath: folder.url.path + "/a.npz.partial"))
        // Burgers' equation keeps the mean, and the initial data have none.
        let outputs = try XCTUnwrap(found["outputs/u"]).values
        for sample in 0..<9 {
            let values = (0..<32).map { outputs[sample, $0, 0] }
            XCTAssertEqual(values.reduce(0, +), 0, accuracy: 1e-6)
            XCTAssertGreaterThan(values.map(abs).max()!, 1e-3)
        }
        let info = try CommandRun(["info", "a.npz", "--json"], in: folder.url)
        XCTAssertEqual(info.status, 0, info.errors)
        let metadata = try XCTUnwrap(info.json()["metadata"] as? [String: Any])
        XCTAssertEqual(metadata["recipe_hash"] as? String, document["recipe_hash"] as? String)
        XCTAssertEqual((metadata["recipe_hash"] as? String)?.count, 64)
        XCTAssertTrue((metadata["recipe"] as? String)?.contains("625^2*(-lap + 25)^(-4)") ?? false)
        let words = try CommandRun(["info", "a.npz"], in: folder.url)
        XCTAssertTrue(words.output.contains("outputs/u"), words.output)
    }

    /// Equal numbers in both formats, on one thread and two, in one piece and in shards.
    func testFormatsThreadsAndShardsAgree() throws {
        let folder = try TemporaryFolder()
        let first = try CommandRun(["generate", file, "-o", "a.npz", "--threads", "1"] + set(small), in: folder.url)
        XCTAssertEqual(first.status, 0, first.errors)
        let whole = try arrays(folder.url.path + "/a.npz")
        let other = try CommandRun(["generate", file, "-o", "b.npz", "--threads", "2"] + set(small), in: folder.url)
        XCTAssertEqual(other.status, 0, other.errors)
        XCTAssertEqual(try arrays(folder.url.path + "/b.npz"), whole)
        for shard in ["2/3", "1/3", "3/3"] {
            XCTAssertFalse(FileManager.default.fileExists(atPath: folder.url.path + "/c.npz"))
            let run = try CommandRun(["generate", file, "-o", "c.npz", "--shard", shard] + set(small), in: folder.url)
            XCTAssertEqual(run.status, 0, run.errors)
        }
        XCTAssertEqual(try arrays(folder.url.path + "/c.npz"), whole)
        let hdf5 = try CommandRun(["generate", file, "-o", "d.h5"] + set(small), in: folder.url)
        XCTAssertEqual(hdf5.status, 0, hdf5.errors)
        let info = try CommandRun(["info", "d.h5", "--json"], in: folder.url)
        let described = try XCTUnwrap(info.json()["arrays"] as? [String: [String: Any]])
        XCTAssertEqual(Set(described.keys), Set(whole.keys).union(["samples/seconds"]))
        for (key, array) in whole { XCTAssertEqual(described[key]?["shape"] as? [Int], array.shape, key) }
        let single = try CommandRun(["generate", file, "-o", "e.npz", "--single"] + set(small), in: folder.url)
        XCTAssertEqual(single.status, 0, single.errors)
        let rounded = try XCTUnwrap(try arrays(folder.url.path + "/e.npz")["outputs/u"])
        XCTAssertEqual(rounded.type, .float32)
        XCTAssertEqual(rounded.values.elements, whole["outputs/u"]!.values.elements.map { Double(Float($0)) })
    }

    /// Stopped by Ctrl-C and by a kill that nothing can catch, then resumed: bit for bit as without.
    func testStoppedAndKilledRunsGoOn() throws {
        let folder = try TemporaryFolder()
        // Some seconds of work for one thread; a stop takes effect between batches of at most a second.
        let many = ["--threads", "1"] + set(["dataset.train=600", "dataset.validation=2", "dataset.test=3"])
        let whole = try CommandRun(["generate", file, "-o", "whole.npz"] + many, in: folder.url)
        XCTAssertEqual(whole.status, 0, whole.errors)
        for (signal, name) in [(SIGINT, "stopped"), (SIGKILL, "killed")] {
            let journal = folder.url.path + "/\(name).npz.partial/shard-1-of-1.journal"
            func size() -> Int { ((try? FileManager.default.attributesOfItem(atPath: journal))?[.size] as? Int) ?? 0 }
            let first = try CommandRun(
                ["generate", file, "-o", "\(name).npz"] + many, in: folder.url, interruptWhen: { size() > 40_000 }, signal: signal)
            XCTAssertEqual(first.status, signal == SIGINT ? 130 : SIGKILL, first.errors)
            if signal == SIGINT { XCTAssertTrue(first.errors.contains("--resume"), first.errors) }
            XCTAssertFalse(FileManager.default.fileExists(atPath: folder.url.path + "/\(name).npz"))
            let refused = try CommandRun(["generate", file, "-o", "\(name).npz"] + many, in: folder.url)
            XCTAssertEqual(refused.status, 73, refused.errors)
            let second = try CommandRun(["generate", file, "-o", "\(name).npz", "--resume", "--json"] + many, in: folder.url)
            XCTAssertEqual(second.status, 0, second.errors)
            let solved = try XCTUnwrap(try second.json()["solved"] as? Int)
            XCTAssertTrue((1..<605).contains(solved), "\(solved)")
            XCTAssertEqual(try arrays(folder.url.path + "/\(name).npz"), try arrays(folder.url.path + "/whole.npz"))
        }
    }

    func testWhatIsRefused() throws {
        let folder = try TemporaryFolder()
        let first = try CommandRun(["generate", file, "-o", "a.npz"] + set(small), in: folder.url)
        XCTAssertEqual(first.status, 0, first.errors)
        let again = try CommandRun(["generate", file, "-o", "a.npz"] + set(small), in: folder.url)
        XCTAssertEqual(again.status, 73)
        XCTAssertTrue(again.errors.contains("exists"), again.errors)
        XCTAssertEqual(try CommandRun(["generate", file, "-o", "b.npz", "--resume"] + set(small), in: folder.url).status, 66)
        XCTAssertEqual(try CommandRun(["generate", file, "-o", "b.csv"], in: folder.url).status, 64)
        XCTAssertEqual(try CommandRun(["generate", file, "-o", "b.npz", "--shard", "3/2"], in: folder.url).status, 64)
        let plain = CommandRun.repository.appendingPathComponent("problems/burgers.yaml").path
        let none = try CommandRun(["generate", plain, "-o", "b.npz"], in: folder.url)
        XCTAssertEqual(none.status, 65)
        XCTAssertTrue(none.errors.contains("no 'dataset' section"), none.errors)
        let wrong = try CommandRun(["generate", file, "-o", "b.npz", "--set", "dataset.to=v"], in: folder.url)
        XCTAssertEqual(wrong.status, 65)
        XCTAssertTrue(wrong.errors.contains("no unknown is called 'v'"), wrong.errors)
        let sample = try CommandRun(["solve", plain, "--sample", "3"], in: folder.url)
        XCTAssertEqual(sample.status, 64, sample.errors)
    }

    /// Data that were cut or changed are told, in a finished file and in an unfinished one.
    func testDamagedFilesAreRefusedWithAReason() throws {
        let folder = try TemporaryFolder()
        let path = folder.url.path + "/a.npz"
        XCTAssertEqual(try CommandRun(["generate", file, "-o", "a.npz"] + set(small), in: folder.url).status, 0)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        for (bytes, reason) in [(whole.prefix(whole.count / 2), "cannot be read"), (whole.prefix(2000) + [0xFF] + whole.dropFirst(2001), "is damaged")] {
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            let info = try CommandRun(["info", "a.npz"], in: folder.url)
            XCTAssertEqual(info.status, 66)
            XCTAssertTrue(info.errors.contains(reason), info.errors)
        }
        XCTAssertEqual(try CommandRun(["generate", file, "-o", "b.npz", "--shard", "1/2"] + set(small), in: folder.url).status, 0)
        let journal = URL(fileURLWithPath: folder.url.path + "/b.npz.partial/shard-1-of-2.journal")
        var bytes = try Data(contentsOf: journal)
        bytes[bytes.count - 600] ^= 1
        try bytes.write(to: journal)
        let damaged = try CommandRun(["generate", file, "-o", "b.npz", "--shard", "1/2", "--resume"] + set(small), in: folder.url)
        XCTAssertEqual(damaged.status, 66)
        XCTAssertTrue(damaged.errors.contains("the checksum of record"), damaged.errors)
        let other = try CommandRun(["generate", file, "-o", "b.npz", "--shard", "2/3"] + set(small), in: folder.url)
        XCTAssertEqual(other.status, 66)
        let changed = try CommandRun(["generate", file, "-o", "c.npz", "--shard", "1/2"] + set(small), in: folder.url)
        XCTAssertEqual(changed.status, 0, changed.errors)
        let recipe = try CommandRun(
            ["generate", file, "-o", "c.npz", "--shard", "1/2", "--resume"] + set(small + ["parameters.nu=0.02"]), in: folder.url)
        XCTAssertEqual(recipe.status, 66)
        XCTAssertTrue(recipe.errors.contains("was begun for another recipe: was nu: 0.01; is nu: 0.02"), recipe.errors)
    }

    /// `solve --sample` solves what `generate` stores under that name.
    func testOneSampleIsSolvedLikeAnyProblem() throws {
        let folder = try TemporaryFolder()
        XCTAssertEqual(try CommandRun(["generate", file, "-o", "a.npz"] + set(small), in: folder.url).status, 0)
        let outputs = try XCTUnwrap(try arrays(folder.url.path + "/a.npz")["outputs/u"]).values
        let run = try CommandRun(
            ["solve", file, "--sample", "test.1", "-o", "run"] + set(small + ["output.grid=[32]"]), in: folder.url)
        XCTAssertEqual(run.status, 0, run.errors)
        XCTAssertTrue(run.errors.contains("sample: test.1 of the family"), run.errors)
        let last = try XCTUnwrap(try SnapshotArchive.read(path: folder.url.path + "/run/solution.npz").last?.field(named: "u"))
        let values = last.values.elements
        XCTAssertEqual(values.count, 32)
        // Steps of 1e-7 on either side; the values are of order 0.1.
        for (point, value) in values.enumerated() { XCTAssertEqual(value, outputs[8, point, 0], accuracy: 1e-6) }
    }

    /// A run that replaces a data file can be stopped, and goes on by the command it prints.
    func testAnInterruptedReplacementGoesOn() throws {
        let folder = try TemporaryFolder()
        XCTAssertEqual(try CommandRun(["generate", file, "-o", "a.npz"] + set(small), in: folder.url).status, 0)
        let options = ["--check-samples", "2"] + set(small + ["dataset.train=1200"])
        let first = try CommandRun(["generate", file, "-o", "a.npz", "--force", "--max-time", "0.1"] + options, in: folder.url)
        XCTAssertEqual(first.status, 75, first.errors)
        XCTAssertTrue(first.errors.contains("--check-samples 2 --resume"), first.errors)
        let second = try CommandRun(["generate", file, "-o", "a.npz", "--resume", "--json"] + options, in: folder.url)
        XCTAssertEqual(second.status, 0, second.errors)
        XCTAssertEqual(try second.json()["samples"] as? Int, 1203)
        XCTAssertTrue(second.errors.contains("  highest modes         "), second.errors)
        XCTAssertEqual(try CommandRun(["generate", file, "-o", "b.npz", "--seed", "9007199254740993"], in: folder.url).status, 64)
    }

    func testATimeLimitIsKept() throws {
        let folder = try TemporaryFolder()
        let many = set(["dataset.train=4000"])
        let first = try CommandRun(["generate", file, "-o", "a.npz", "--max-time", "0.5"] + many, in: folder.url)
        XCTAssertEqual(first.status, 75, first.errors)
        XCTAssertTrue(first.errors.contains("--resume"), first.errors)
    }
}
