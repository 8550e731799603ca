import ArgumentParser

/// Options that every command that prints for people shares.
struct DisplayOptions: ParsableArguments {
    @Option(name: .long, help: "Colours in messages: auto, always or never. NO_COLOR is honoured.")
    var color: Terminal.ColourChoice = .auto

    @Flag(name: .long, help: "Print one JSON object per result on standard output.")
    var json = false

    /// Where people read.
    var people: Terminal { .forPeople(color) }
}

extension Terminal.ColourChoice: ExpressibleByArgument {}

/// Options of commands that read a problem file.
struct ProblemOptions: ParsableArguments {
    @Option(name: .customLong("set"), help: "Replace a value of the file, such as parameters.nu=0.1. Repeatable.")
    var overrides: [String] = []
}
