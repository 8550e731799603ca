import ArgumentParser
import FieldFiles
import Problems

/// Options of `ansatz solve` apart from the files.
struct SolveOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "Method: one of those the file lists or `ansatz list solvers` shows, auto, or all.")
    var method: String?

    @Option(help: "Compare with a run folder, an .npz file, a formula such as 'u = sin(pi*x)', or 'reference' (the file's own).")
    var checkAgainst: String?

    @Option(name: .shortAndLong, help: "Folder for the run. Refused when it holds something, unless --force or --resume is given.")
    var output: String?

    @Flag(help: "Replace an earlier run in the output folder.")
    var force = false

    @Option(
        name: .long, defaultAsFlag: "latest",
        help: "Go on from the newest checkpoint of a run folder, or of the latest run; auto starts anew if there is none.")
    var resume: String?

    @Option(help: "Stop after this wall time, saved and resumable (exit code 75): 90, 90s, 15m, 2h, 1d.")
    var maxTime: WallTime?

    @Option(help: "Seed of all random streams.")
    var seed: UInt64?

    @Option(help: "Sample of a family of problems, such as 3 or test.0; default: the first one.")
    var sample: SampleName?

    @Option(help: "Threads for everything; default: physical cores.")
    var threads: Int?

    @Flag(help: "Compress VTK files with zlib.")
    var compress = false

    @Flag(help: "Write VTK files in single precision.")
    var single = false

    @Option(help: "Encoding of appended VTK data: raw, or base64 for generic XML tools.")
    var vtkEncoding: VTKOptions.Encoding = .raw

    @Flag(inversion: .prefixedNo, help: "Write checkpoints while running and at a stop.")
    var checkpoints = true

    @Flag(inversion: .prefixedNo, help: "Draw the fields of problems in up to two space dimensions into plots/ as PNG.")
    var plots = true

    @Flag(help: "Print the residual table while running.")
    var table = false

    func validate() throws {
        if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads takes a number from 1 to 1024.") }
        if force && resume != nil { throw ValidationError("--force and --resume exclude each other.") }
    }

    /// Threads of the run.
    var threadCount: Int { threads ?? MachineFacts.physicalCores }
}

extension VTKOptions.Encoding: ExpressibleByArgument {}

extension SampleName: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

/// A wall time on the command line, in seconds: `90`, `90s`, `15m`, `2h`, `1.5h`.
struct WallTime: ExpressibleByArgument {
    let seconds: Double

    init?(argument: String) {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
        let unit = argument.last.flatMap { units[$0] }
        let digits = unit == nil ? Substring(argument) : argument.dropLast()
        guard let number = Double(digits), number.isFinite, number > 0 else { return nil }
        seconds = number * (unit ?? 1)
    }
}
