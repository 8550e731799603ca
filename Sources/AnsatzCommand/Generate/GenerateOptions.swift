import ArgumentParser

/// Options of `ansatz generate` apart from the file.
struct GenerateOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "The data file: .npz, or .h5 for HDF5.")
    var output: String

    @Option(name: .shortAndLong, help: "Method that solves the samples; default: the first the file lists that can.")
    var method: String?

    @Flag(help: "Replace the data file, or an unfinished one.")
    var force = false

    @Flag(help: "Go on with an unfinished data file: no sample is solved twice, none is lost.")
    var resume = false

    @Option(help: "Solve part i of n, such as 2/4; the process that ends last assembles the file.")
    var shard: Shard = .whole

    @Option(help: "Stop after this wall time, resumable (exit code 75): 90, 90s, 15m, 2h, 1d.")
    var maxTime: WallTime?

    @Option(help: "Seed of the samples; default: the one of the file's data set.")
    var seed: UInt64?

    @Option(help: "Threads for everything; default: physical cores.")
    var threads: Int?

    @Option(help: "Samples that are solved at twice the resolution too, to measure the discretisation error.")
    var checkSamples = usualChecks

    static let usualChecks = 5

    @Flag(help: "Store inputs and outputs in single precision.")
    var single = false

    func validate() throws {
        if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads takes a number from 1 to 1024.") }
        if force && resume { throw ValidationError("--force and --resume exclude each other.") }
        // Data files store it as a number of double precision.
        if let seed, seed > 1 << 53 { throw ValidationError("--seed takes a number up to 9007199254740992 (2^53).") }
        if !(0...1000).contains(checkSamples) { throw ValidationError("--check-samples takes a number from 0 to 1000.") }
        guard output.hasSuffix(".npz") || isHDF5 else { throw ValidationError("-o takes a file that ends in .npz or .h5.") }
    }

    var isHDF5: Bool { output.hasSuffix(".h5") || output.hasSuffix(".hdf5") }

    var threadCount: Int { threads ?? MachineFacts.physicalCores }
}

/// A part of a data set on the command line: `2/4`.
struct Shard: ExpressibleByArgument, Hashable {
    let number: Int
    let count: Int

    static let whole = Shard(number: 1, count: 1)

    init(number: Int, count: Int) {
        self.number = number
        self.count = count
    }

    init?(argument: String) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let number = parts[0], let count = parts[1], count >= 1, count <= 9999, (1...count).contains(number)
        else { return nil }
        self.init(number: number, count: count)
    }

    var defaultValueDescription: String { "1/1" }
}
