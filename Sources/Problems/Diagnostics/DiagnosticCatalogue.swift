/// What a code means, why it matters, and how the mistake and its repair look.
public struct DiagnosticExplanation: Hashable, Sendable {
    /// `E301`.
    public var code: String
    /// A few words.
    public var title: String
    /// What it means and why it matters, complete sentences.
    public var meaning: String
    /// Text that causes it.
    public var wrong: String
    /// The same, mended.
    public var right: String

    init(_ code: String, _ title: String, _ meaning: String, wrong: String, right: String) {
        self.code = code
        self.title = title
        self.meaning = meaning
        self.wrong = wrong
        self.right = right
    }
}

/// All codes, for `ansatz explain` and the manual.
public enum DiagnosticCatalogue {
    public static let all: [DiagnosticExplanation] = yaml + keys + expressions + posing + backEnd

    /// The explanation of a code, upper or lower case.
    public static func explanation(of code: String) -> DiagnosticExplanation? {
        all.first { $0.code == code.uppercased() }
    }

    private typealias E = DiagnosticExplanation

    private static let yaml: [DiagnosticExplanation] = [
        E("E001", "not YAML", "The text breaks YAML's rules, so nothing after this point can be understood. Only the first such mistake is known.", wrong: "require: [lid, 0]]", right: "require: 'v = [lid, 0]'"),
        E("E002", "tab in the indentation", "YAML indents with spaces only; how wide a tab is would be a guess.", wrong: "<tab>x: [0, 1]", right: "  x: [0, 1]"),
        E("E003", "duplicate key", "A key may stand once in a section: which of two values is meant cannot be known.", wrong: "title: a\ntitle: b", right: "title: a"),
        E("E004", "anchor, alias, merge key or tag", "Values are written where they are used, and files build on others with 'extends'. A formula that starts with *, & or ! needs quotes.", wrong: "<<: *base", right: "extends: base.yaml"),
        E("E005", "second document", "A line '---' starts another document; one file holds one problem.", wrong: "title: a\n---\ntitle: b", right: "title: a"),
        E("E006", "too large", "Size, line length and nesting are limited far above what people write, so that no file can exhaust the reader.", wrong: "[[[[[[…", right: "a file of less than 128 KiB"),
        E("E007", "not text", "The file holds bytes that are not UTF-8 text or control characters; it may be a binary file.", wrong: "a file in UTF-16", right: "the same in UTF-8"),
        E("E008", "cannot read a file", "The file, or one that it extends, does not exist or may not be read. Exit code 66.", wrong: "extends: burgrs.yaml", right: "extends: burgers.yaml"),
        E("E009", "empty file", "There is nothing in the file.", wrong: "", right: "coordinates: {x: [0, 1]}"),
        E("E010", "not a map", "A problem file is a map of keys; this one is a list or plain text.", wrong: "- coordinates", right: "coordinates: {x: [0, 1]}"),
        E("E011", "files extend each other", "Following 'extends' leads back to a file that is being read.", wrong: "extends: itself.yaml", right: "extends: base.yaml"),
        E("E012", "key is not text", "A key is a list or a map, which no section has.", wrong: "[a, b]: 1", right: "a: 1"),
        E("E013", "override not understood", "An override is a path of keys, an equals sign and a value.", wrong: "--set nu", right: "--set parameters.nu=0.02"),
    ]

    private static let keys: [DiagnosticExplanation] = [
        E("E101", "unknown key", "Every key must be known: a misspelt one that is silently ignored would solve another problem. Inside braces a comma ends a value, so formulas with commas need quotes.", wrong: "condtions: …", right: "conditions: …"),
        E("E102", "missing key", "The section cannot be understood without this key.", wrong: "x: {from: 0}", right: "x: {from: 0, to: 1}"),
        E("E103", "value missing", "A key without a value means nothing.", wrong: "title:", right: "title: Heat conduction"),
        E("E104", "wrong type", "The value has another form than the key takes: a list for a text, a text for a map.", wrong: "coordinates: x", right: "coordinates: {x: [0, 1]}"),
        E("E105", "flag is not true or false", "Flags are true or false; yes, on and 1 are plain text here, because y and on are good names for coordinates.", wrong: "periodic: yes", right: "periodic: true"),
        E("E106", "out of range", "The value is of the right type but outside what makes sense.", wrong: "tolerance: -1", right: "tolerance: 1e-8"),
        E("E107", "not one of the values", "The key takes one of a few words.", wrong: "vtk: vtj", right: "vtk: vti"),
        E("E108", "unknown path", "An override must name a key or name that exists: a misspelt one would change nothing.", wrong: "--set parameter.nu=1", right: "--set parameters.nu=1"),
        E("E109", "unknown method", "No method has this name.", wrong: "solvers: {chebychev: {}}", right: "solvers: {chebyshev: {}}"),
        E("E110", "bad name", "Names start with a letter and go on with letters, digits and underscores. Names like u_x mean derivatives.", wrong: "parameters: {2nu: 1}", right: "parameters: {nu2: 1}"),
        E("E111", "removes nothing", "'remove' must name a section of the base file.", wrong: "remove: [solver]", right: "remove: [solvers]"),
        E("E112", "exclusive keys", "The two keys say the same thing in different ways; only one can hold.", wrong: "equations: …\nenergy: …", right: "equations: …"),
        E("E113", "unknown format", "The file asks for a version of the language that this program does not read.", wrong: "format: 9", right: "format: 1"),
        E("E114", "not declared", "The name must be one that is declared elsewhere in the file.", wrong: "unknowns: u\nexact: {w: x}", right: "unknowns: u\nexact: {u: x}"),
        E("E115", "declared twice", "One name cannot mean two things.", wrong: "coordinates: {x: [0, 1]}\nunknowns: x", right: "coordinates: {x: [0, 1]}\nunknowns: u"),
    ]

    private static let expressions: [DiagnosticExplanation] = [
        E("E201", "formula cannot be read", "The text is not a formula: a bracket is open, an operator is missing, a number is malformed. There is no implicit product.", wrong: "2u + 1", right: "2*u + 1"),
        E("E202", "unknown name", "A name in a formula is neither declared nor part of the language.", wrong: "u_t = nuu*u_xx", right: "u_t = nu*u_xx"),
        E("E203", "wrong arguments", "A function or trace got the wrong number or kind of arguments.", wrong: "atan2(x)", right: "atan2(y, x)"),
        E("E204", "rank mismatch", "A scalar stands where a vector must, or the other way round.", wrong: "advect(v, v) = -grad(p) + lap(p)", right: "advect(v, v) = -grad(p) + lap(v)"),
        E("E205", "not allowed here", "The construct has a meaning elsewhere: dn and normal on boundaries, mean and integral in equations and gauges, exact where an exact solution is given.", wrong: "equations: ['dn(u) = 0']", right: "require: dn(u) = 0"),
        E("E206", "formula too large", "The formula is nested too deeply, grows too large when derivatives are written out, or has a constant part that is no number.", wrong: "1/0", right: "1/2"),
        E("E220", "cut at a comma", "Inside { } and [ ] YAML ends a value at a comma, so a formula with commas arrives in pieces.", wrong: "{require: u = if(x > 0, 1, 2)}", right: "{require: 'u = if(x > 0, 1, 2)'}"),
        E("E221", "parameters in a circle", "Parameters are replaced by their formulas; a circle has no end.", wrong: "a: b\nb: a", right: "a: 1\nb: a"),
        E("W222", "hidden name", "A declaration takes a name of the language, which then cannot be used in this file.", wrong: "parameters: {e: 2}", right: "parameters: {eps: 2}"),
        E("E223", "unused parameter", "A parameter that no formula uses is mostly a misspelt one. 'unused-ok' silences this.", wrong: "parameters: {nu: 1, nuu: 2}", right: "parameters: {nu: 1}"),
        E("E224", "not finite", "A formula is NaN or infinite at a point of the domain where it is needed.", wrong: "u_t = u_xx/(x - 0.5)", right: "u_t = u_xx/(x + 1.5)"),
        E("E225", "not a number", "Ranges, places, times and values of symbols must be numbers.", wrong: "coordinates: {x: [0, x]}", right: "coordinates: {x: [0, 1]}"),
        E("E226", "data cannot be used", "A file named in a formula or among the observations cannot be read, or does not fit the coordinates. Exit code 66.", wrong: "u = file(u0.np)", right: "u = file(u0.npy)"),
        E("E227", "no such place", "'at' takes an end of a coordinate, 'boundary', or a named part.", wrong: "at: bounday", right: "at: boundary"),
        E("E228", "gauge without functional", "A gauge fixes a mean or an integral; pointwise conditions have a place.", wrong: "gauge: p = 0", right: "gauge: mean(p) = 0"),
        E("E229", "times without time", "Output times need a coordinate called t.", wrong: "output: {times: [0, 1]}", right: "coordinates: {x: [0, 1], t: [0, 1]}"),
        E("E230", "shape not understood", "The shape is not made of the known words and brackets.", wrong: "shape: bx([0, 0], [1, 1])", right: "shape: box([0, 0], [1, 1])"),
        E("E231", "random input not understood", "An input of a family needs one law whose settings belong together: random-field, kernel, series, box or uniform.", wrong: "a: {kernel: rbf, degree: 3}", right: "a: {kernel: rbf, length: 0.2}"),
        E("E232", "data set not understood", "'dataset' names what a learned operator sees and predicts, on which points, and how many samples there are.", wrong: "dataset: {from: a, to: u(1), grid: [64], train: 9}", right: "dataset: {from: a, to: u(t=1), grid: [64], train: 9}"),
    ]

    private static let posing: [DiagnosticExplanation] = [
        E("E301", "missing boundary condition", "A derivative of even order 2k needs k conditions at each end of its coordinate; without them there are infinitely many solutions. Odd orders need one more on the side where information enters.", wrong: "at: x = -1", right: "at: [x = -1, x = 1]"),
        E("E302", "surplus boundary condition", "More conditions than the order of the equations allows: in general there is no solution. Transport needs a condition on the inflow side only.", wrong: "u_t + u_x = 0 with conditions at both ends", right: "a condition at the inflow end"),
        E("E303", "equations and unknowns do not match", "There must be one scalar equation for each scalar component; vectors count with their components.", wrong: "unknowns: [u, v] with one equation", right: "an equation for v"),
        E("E304", "condition on a periodic axis", "A periodic coordinate has no ends.", wrong: "x: {from: 0, to: 1, periodic: true} with at: x = 0", right: "no condition at x = 0"),
        E("E305", "missing initial condition", "Order n in time needs n initial conditions: the value, and for n = 2 the velocity.", wrong: "u_tt = u_xx with u = 0 at t = 0", right: "[u = 0, u_t = 0] at t = 0"),
        E("E306", "surplus initial condition", "More initial conditions than the order in time; unknowns without time derivative have none.", wrong: "u_t = u_xx with u_t = 0 at t = 0", right: "u = 0 at t = 0"),
        E("E307", "gap in the boundary", "Part of a side has no condition. Nothing is assumed there: a forgotten piece does not silently become insulated.", wrong: "parts that leave x > 0.5 out", right: "walls: rest"),
        E("E308", "overlap in the boundary", "Two conditions hold at the same place of a side.", wrong: "a: {where: x < 0.6}, b: {where: x > 0.4}", right: "b: {where: x >= 0.6}"),
        E("E309", "determined up to a constant", "Only derivatives of the unknown occur, so adding a constant changes nothing: the matrix is singular.", wrong: "pressure without a gauge", right: "{gauge: mean(p) = 0}"),
        E("E310", "surplus gauge", "The level of the unknown is fixed already.", wrong: "u = 0 on the boundary and mean(u) = 0", right: "u = 0 on the boundary"),
        E("W311", "source and flux do not balance", "With derivatives given on the whole boundary, the integral of the source must equal the flux; otherwise there is no solution and only the nearest balanced problem can be solved.", wrong: "-lap(u) = 1 with dn(u) = 0", right: "-lap(u) = 1 with dn(u) = -1/4"),
        E("W312", "initial and boundary data differ", "Where the boundary meets the start the two disagree; the solution jumps there and high-order methods lose digits.", wrong: "u = 1 at t = 0 and u = 0 at x = 0", right: "u = 1 - exp(-50*x) at t = 0"),
        E("E313", "ill-posed in time", "The highest even derivative amplifies short waves without bound, as heat conduction backward in time.", wrong: "u_t = -u_xx", right: "u_t = u_xx"),
        E("E314", "empty range", "The upper end must exceed the lower one, and both must be finite.", wrong: "x: [1, 0]", right: "x: [0, 1]"),
        E("E315", "a shock forms", "A first-order equation carries values along characteristics; where these cross before the end time, no smooth solution exists and the methods here would compute garbage.", wrong: "u_t + u*u_x = 0 until t = 1", right: "u_t + u*u_x = 0.01*u_xx"),
        E("W316", "a shock may form", "Nonlinear and first order without diffusion: the solution may steepen into a shock.", wrong: "Euler equations without viscosity", right: "with a viscous term"),
        E("E317", "unknown in no equation", "A declared unknown occurs in no equation.", wrong: "unknowns: [u, v] with equations for u", right: "unknowns: u"),
        E("E318", "equation without unknown", "An equation that holds no unknown restricts nothing.", wrong: "equations: ['x = 0']", right: "equations: ['u_xx = 0']"),
        E("E319", "not an end", "Conditions stand at the ends of a coordinate; for time at the start.", wrong: "x: [-1, 1] with at: x = 0", right: "at: x = 1"),
        E("E320", "no coordinate", "A problem needs at least one coordinate.", wrong: "coordinates: {}", right: "coordinates: {x: [0, 1]}"),
        E("E321", "empty boundary part", "The part holds no point of the boundary.", wrong: "where: x > 2 on [0, 1]", right: "where: x > 0.5"),
        E("E323", "empty shape", "No point of the coordinate ranges belongs to the shape.", wrong: "disk([0, 0], 1) & disk([3, 0], 1)", right: "disk([0, 0], 1) & disk([1, 0], 1)"),
        E("E324", "shape outside the ranges", "The coordinate ranges are the box in which everything is computed; a shape must lie within it. Half-spaces and conditions are cut at the ranges.", wrong: "x: [0, 1] with shape: disk([0, 0], 1)", right: "x: [-1, 1] with shape: disk([0, 0], 1)"),
        E("E325", "diffusion changes sign", "The second derivatives of a steady equation must have coefficients of one sign (a definite matrix) everywhere; across a change of sign the problem is ill-posed.", wrong: "div((x - 0.5)*grad(u)) = 1", right: "div((1 + x)*grad(u)) = 1"),
        E("E326", "no solution: source and flux do not balance", "With derivatives given on the whole boundary, the integral of the source must equal the flux through the boundary. A small imbalance is only warned of (W311).", wrong: "-lap(u) = 1 with dn(u) = 0", right: "-lap(u) = 1 with dn(u) = -1/4"),
        E("E322", "condition without unknown", "A condition must restrict an unknown.", wrong: "require: x = 0", right: "require: u = 0"),
    ]

    private static let backEnd: [DiagnosticExplanation] = [
        E("E401", "the method cannot take the problem", "The problem is well-posed, but this method has no way to treat the named term, condition or shape.", wrong: "--method fourier on [0, 1] with ends", right: "--method chebyshev"),
        E("E402", "the method is not built", "The method belongs to Ansatz but not to this build. Exit code 69.", wrong: "--method pinn", right: "--method chebyshev"),
        E("E403", "no method takes the problem", "Every method of this build says why it cannot.", wrong: "", right: ""),
    ]
}
