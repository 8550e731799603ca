extension KeySchema {
    private static let anyNumber = Value.number(-Double.infinity...Double.infinity)
    private static let positive = Value.number(Double.leastNonzeroMagnitude...Double.infinity)
    private static let count = Value.integer(1...Int.max)
    private static let formulas = Value.list(.formula)

    /// Every top-level key, in the order in which files write them.
    public static let problem: [KeySchema] = heading + statement + families + running

    private static let heading: [KeySchema] = [
        KeySchema("format", .text, "Version of this language.", default: "1", example: "format: 1"),
        KeySchema("title", .text, "One line on what is solved.", example: "title: Viscous Burgers, a front that steepens"),
        KeySchema("note", .text, "Anything worth knowing: cost, source, conventions.", example: "note: solved in 2 s"),
        KeySchema("cite", .text, "Where the problem comes from.", example: "cite: Basdevant et al. 1986"),
        KeySchema("extends", .text, "A file this one builds on: maps merge key by key, lists replace.", example: "extends: burgers.yaml"),
        KeySchema("remove", .list(.text), "Sections of the base file to drop before merging.", example: "remove: [conditions, solvers]"),
    ]

    private static let statement: [KeySchema] = [
        KeySchema(
            "coordinates",
            .named(
                .oneOf([.interval, .map([
                    KeySchema("from", .formula, "Lower end.", example: "from: 0", isRequired: true),
                    KeySchema("to", .formula, "Upper end; the image of the lower one if periodic.", example: "to: 2*pi", isRequired: true),
                    KeySchema("periodic", .flag, "Whether the ends are the same point.", default: "false", example: "periodic: true"),
                ])]), noun: "coordinate"),
            "Independent variables and their ranges; one called t is time.", example: "coordinates: {x: [-1, 1], t: [0, 1]}",
            isRequired: true),
        KeySchema(
            "shape", .formula, "The region inside the coordinate ranges, of the terms box(lower corner, upper corner), "
                + "disk(centre, radius), ball(centre, radius), ellipse(centre, semi-axes), in the plane also "
                + "ellipse(centre, semi-axes, angle), polygon(corner, corner, corner, …), halfspace(point, outward normal) and "
                + "where(condition), combined from left to right by + (union), - (difference) and & (intersection), with "
                + "brackets; points are [x, y] and may use parameters. halfspace and where end at the coordinate ranges.",
            default: "the whole box",
            example: "shape: box([-1,-1], [1,1]) - box([0,-1], [1,0])"),
        KeySchema(
            "boundary",
            .named(
                .oneOf([.choice(["rest"]), .map([
                    KeySchema("on", .formula, "A box around the piece.", example: "on: box([0, 0], [0.5, 0])"),
                    KeySchema("where", .formula, "A condition that holds on the piece.", example: "where: x < 0.5"),
                ])]), noun: "boundary part"),
            "Names for pieces of the boundary; 'rest' is what no other piece and no 'at: x = 0' takes.", example: "boundary: {inlet: {where: y > 0.5}, walls: rest}"),
        KeySchema(
            "parameters",
            .named(
                .oneOf([.formula, .map([
                    KeySchema("value", .formula, "The value.", example: "value: 0.01"),
                    KeySchema("range", .interval, "Admissible values.", example: "range: [1e-4, 1]"),
                    KeySchema("sample", .choice(["uniform", "log-uniform"]), "How a family draws it from its range.", example: "sample: log-uniform"),
                    KeySchema("unit", .text, "A label only: problems are non-dimensional.", example: "unit: m/s"),
                    KeySchema("estimate", .flag, "Whether observations determine it.", default: "false", example: "estimate: true"),
                    KeySchema("start", .formula, "Where the estimation starts.", example: "start: 0.1"),
                    KeySchema("input", .flag, "Whether learned methods solve for all of its range at once, with the parameter as one more coordinate.", default: "false", example: "input: true"),
                ])]), noun: "parameter"),
            "Named numbers and formulas.", example: "parameters: {nu: 0.01/pi}"),
        KeySchema(
            "unused-ok", .list(.text), "Parameters that may stay unused.", example: "unused-ok: [nu]"),
        KeySchema(
            "unknowns", .oneOf([.list(.text), .named(.choice(["scalar", "vector", "coefficient"]), noun: "unknown")]),
            "What is solved for; a coefficient is a scalar without an equation of its own, which observations of the others determine.", example: "unknowns: {v: vector, p: scalar}", isRequired: true),
        KeySchema(
            "equations", .oneOf([formulas, .named(.formula, noun: "equation")]),
            "The differential equations; terms may stand on either side.", example: "equations: [u_t + u*u_x = nu*u_xx]"),
        KeySchema(
            "energy", .formula, "A density whose integral is minimised, instead of equations.", example: "energy: dot(grad(u), grad(u))/2 - u"),
        KeySchema(
            "conditions",
            .list(.map([
                KeySchema("at", .oneOf([.formula, formulas]), "Where: t = 0, x = -1, a list of such, boundary, or a part.", example: "at: [x = -1, x = 1]"),
                KeySchema("require", .oneOf([.formula, formulas]), "What holds there: u = g, dn(u) = h, dn(u) + a*u = h.", example: "require: u = 0"),
                KeySchema("gauge", .formula, "Fixes what the equations leave free.", example: "gauge: mean(p) = 0"),
            ])),
            "Initial and boundary conditions and gauges.", example: "conditions: [{at: t = 0, require: u = sin(x)}]"),
        KeySchema("exact", .named(.formula, noun: "unknown"), "A known solution, and the true values of parameters to be estimated.", example: "exact: {u: sin(pi*x)}"),
        KeySchema("enrich", formulas, "Known singular functions added to every trial space.", example: "enrich: ['r^(2/3)']"),
    ]

    private static let families: [KeySchema] = [
        KeySchema(
            "inputs",
            .named(
                .map([
                    KeySchema("random-field", .formula, "Covariance operator of a Gaussian random field, as a formula in lap.", example: "random-field: '(-lap + 9)^(-2)'"),
                    KeySchema("boundary", .choice(["periodic", "neumann", "dirichlet"]), "Behaviour of the field at the ends.", default: "periodic along periodic coordinates, else neumann", example: "boundary: neumann"),
                    KeySchema("wavenumbers", .list(count), "Largest wavenumber along each coordinate.", default: "half the grid of the data set", example: "wavenumbers: [64]"),
                    KeySchema("mean", .formula, "Mean of the field: a formula, or zero, which also drops the constant function of a random field.", default: "zero", example: "mean: zero"),
                    KeySchema("transform", .formula, "Formula of the random field g.", example: "transform: 'if(g >= 0, 12, 3)'"),
                    KeySchema("kernel", .choice(["rbf", "matern12", "matern32", "matern52"]), "Covariance function of a Gaussian random field.", example: "kernel: rbf"),
                    KeySchema("length", positive, "Correlation length.", example: "length: 0.2"),
                    KeySchema("variance", positive, "Variance.", default: "1", example: "variance: 1"),
                    KeySchema("nodes", .list(count), "Points along each coordinate on which a kernel's field is drawn.", default: "513 in one dimension, 49 in two, 13 in three", example: "nodes: [201]"),
                    KeySchema("series", .choice(["polynomial", "chebyshev", "legendre", "fourier"]), "A sum of such functions with random coefficients.", example: "series: chebyshev"),
                    KeySchema("degree", count, "Largest total degree of the series.", example: "degree: 10"),
                    KeySchema("range", .interval, "Range of its coefficients.", default: "[-1, 1]", example: "range: [-1, 1]"),
                    KeySchema("box", .map([
                        KeySchema("centre", .anything, "A number, a range, or one of these for each coordinate.", example: "centre: [0.3, 0.7]", isRequired: true),
                        KeySchema("width", .anything, "A number, a range, or one of these for each coordinate.", example: "width: [0.3, 0.6]", isRequired: true),
                        KeySchema("height", .anything, "A number or a range.", example: "height: [1, 2]", isRequired: true),
                    ]), "A random height inside a random box, zero outside.", example: "box: {centre: [0.3, 0.7], width: 0.2, height: 1}"),
                    KeySchema("uniform", .interval, "A number drawn from a range.", example: "uniform: [0, 1]"),
                    KeySchema("sensors", count, "Points at which networks see the field.", example: "sensors: 100"),
                ]), noun: "input"),
            "Random functions that make a family of problems.", example: "inputs: {a: {kernel: rbf, length: 0.2}}"),
        KeySchema(
            "data",
            .map([
                KeySchema("file", .text, "The file.", example: "file: mine.npz", isRequired: true),
                KeySchema("inputs", .named(.text, noun: "input"), "Input names and their keys in the file.", example: "inputs: {a: coeff}"),
                KeySchema("outputs", .named(.text, noun: "unknown"), "Output names and their keys.", example: "outputs: {u: sol}"),
                KeySchema("axes", .list(.text), "Meaning of the axes.", example: "axes: [sample, y, x]"),
            ]), "Training data from elsewhere.", example: "data: {file: mine.npz, inputs: {a: coeff}, outputs: {u: sol}}"),
        KeySchema(
            "dataset",
            .map([
                KeySchema("from", .oneOf([.formula, formulas]), "What a learned operator sees.", example: "from: a"),
                KeySchema("to", .oneOf([.formula, formulas]), "What it predicts.", example: "to: u(t=1)"),
                KeySchema("grid", .list(count), "Points along each space coordinate.", example: "grid: [64, 64]"),
                KeySchema("solve-grid", .list(count), "Points along each space coordinate on which samples are solved.", default: "twice the intervals of grid", example: "solve-grid: [1024]"),
                KeySchema("train", .integer(0...Int.max), "Training samples.", example: "train: 1000"),
                KeySchema("validation", .integer(0...Int.max), "Validation samples.", example: "validation: 100"),
                KeySchema("test", .integer(0...Int.max), "Test samples.", example: "test: 200"),
                KeySchema("seed", .integer(0...Int.max), "Seed of the samples.", default: "0", example: "seed: 2026"),
                KeySchema("points", .text, "Outputs at random points, others for each sample.", example: "points: random 1"),
                KeySchema("pairs", .map([
                    KeySchema("from", .formula, "Start of a roll-out step.", example: "from: u(t=s)"),
                    KeySchema("to", .formula, "End of a roll-out step.", example: "to: u(t=s+1)"),
                ]), "Pairs for roll-outs.", example: "pairs: {from: u(t=s), to: u(t=s+1)}"),
            ]), "What operator learning is trained on.", example: "dataset: {from: a, to: u, grid: [64, 64], train: 1000}"),
        KeySchema(
            "observations",
            .list(.map([
                KeySchema("file", .text, "A table (CSV) with a column for each coordinate and component, named like them (v.x for a vector).", example: "file: points.csv", isRequired: true),
                KeySchema("field", .text, "The unknown observed.", example: "field: u", isRequired: true),
                KeySchema("noise", .text, "Standard deviation: absolute, or with % relative to the root mean square of the values.", default: "found from the fit", example: "noise: 1%"),
            ])), "Measurements for inverse problems.", example: "observations: [{file: points.csv, field: u, noise: 0.01}]"),
    ]

    private static let verdict = Value.map([
        KeySchema("relative-l2", positive, "Largest relative L2 error.", example: "relative-l2: 1e-6"),
        KeySchema("max-error", positive, "Largest pointwise error.", example: "max-error: 1e-5"),
        KeySchema("parameter-error", positive, "Largest relative error of an estimated parameter.", example: "parameter-error: 0.005"),
    ])

    private static let running: [KeySchema] = [
        KeySchema(
            "reference", .oneOf([.text, .map([KeySchema("file", .text, "Values to compare with.", example: "file: values.npz")])]),
            "Whose answer is trusted where there is no exact one.", example: "reference: chebyshev"),
        KeySchema("solvers", .methods, "Methods and their settings; the first listed runs.", default: "auto", example: "solvers: {chebyshev: {tolerance: 1e-10}}"),
        KeySchema("expect", verdict, "The verdict at full size.", example: "expect: {relative-l2: 1e-6}"),
        KeySchema(
            "test",
            .map([
                KeySchema("set", .named(.anything, noun: "path"), "Overrides for the reduced size.", example: "set: {solvers.fourier.modes: 64}"),
                KeySchema("expect", verdict, "The verdict at reduced size.", example: "expect: {relative-l2: 1e-3}"),
                KeySchema("method", .text, "The method the tests run.", example: "method: fourier"),
            ]), "The reduced size and verdict that tests use.", example: "test: {expect: {relative-l2: 1e-3}}"),
        KeySchema(
            "output",
            .map([
                KeySchema(
                    "times", .oneOf([.map([KeySchema("every", positive, "Distance of output times.", example: "every: 0.05", isRequired: true)]), formulas]),
                    "Output times.", default: "11 equally spaced", example: "times: {every: 0.05}"),
                KeySchema("fields", .oneOf([formulas, .named(.formula, noun: "field")]), "Derived fields as formulas.", example: "fields: [curl(v)]"),
                KeySchema("probes", .list(.oneOf([.map([
                    KeySchema("at", .oneOf([.formula, formulas]), "Values at a point; a coordinate's name lets it run.", example: "at: [0.5, y]"),
                    KeySchema("integral", .formula, "An integral over the domain.", example: "integral: u^2"),
                    KeySchema("mean", .formula, "A mean over the domain.", example: "mean: u"),
                    KeySchema("name", .text, "Column name.", example: "name: energy"),
                ])])), "Quantities written as tables.", example: "probes: [{integral: u^2}]"),
                KeySchema("grid", .list(count), "Points along each space coordinate of the written grid; with more than three coordinates 1, the middle of the range, along all but three of them.", default: "the method's own; a plane of the first two of more than three coordinates", example: "grid: [201]"),
                KeySchema("vtk", .choice(["vti", "vtr", "vtu", "none"]), "File type for ParaView.", default: "by grid", example: "vtk: vti"),
            ]), "What is written.", example: "output: {times: {every: 0.05}}"),
    ]
}
