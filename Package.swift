// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "Ansatz",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Ansatz", targets: ["Ansatz"]),
        .library(name: "AnsatzHDF5", targets: ["HDF5Files"]),
        .library(name: "AnsatzPlots", targets: ["Plots"]),
        .executable(name: "ansatz", targets: ["AnsatzCommand"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    ],
    targets: [
        .systemLibrary(name: "CFFTW", pkgConfig: "fftw3", providers: [.apt(["libfftw3-dev"]), .brew(["fftw"])]),
        .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
        .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"]), .brew(["cairo"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"]), .brew(["hdf5"])]),
        .target(name: "CKernels"),
        .target(
            name: "NumericsCore",
            dependencies: [
                "CKernels", "CFFTW", "COpenBLAS", "CZlib",
                .product(name: "ComplexModule", package: "swift-numerics"),
                .product(name: "RealModule", package: "swift-numerics"),
            ]),
        .target(name: "Expressions", dependencies: ["NumericsCore"]),
        .target(name: "Fields", dependencies: ["NumericsCore"]),
        .target(name: "Kernels", dependencies: ["NumericsCore"]),
        .target(
            name: "Problems",
            dependencies: ["Expressions", "Fields", "NumericsCore", .product(name: "Yams", package: "Yams")]),
        .target(name: "TimeIntegration", dependencies: ["Problems", "Discretization"]),
        .target(name: "Discretization", dependencies: ["Problems"]),
        .target(name: "TrialFunctions", dependencies: ["Problems"]),
        .target(name: "Optimization", dependencies: ["Problems"]),
        .target(name: "Solving", dependencies: ["Problems"]),
        .target(name: "Classical", dependencies: ["Solving", "Discretization", "TimeIntegration"]),
        .target(
            name: "PINN", dependencies: ["Solving", "TrialFunctions", "Optimization", "Discretization", "TimeIntegration"],
            exclude: ["PINN.md"]),
        .target(
            name: "GaussianProcess", dependencies: ["Solving", "Kernels", "Optimization", "Discretization", "TimeIntegration"],
            exclude: ["GaussianProcess.md"]),
        .target(name: "FieldFiles", dependencies: ["Fields", "NumericsCore"]),
        .target(name: "HDF5Files", dependencies: ["CHDF5", "Fields", "NumericsCore"]),
        .target(name: "Plots", dependencies: ["CCairo", "Fields", "NumericsCore"]),
        .target(name: "Ansatz", dependencies: ["Classical", "PINN", "GaussianProcess", "Kernels", "Solving", "FieldFiles"]),
        .executableTarget(
            name: "AnsatzCommand",
            dependencies: [
                "Ansatz", "FieldFiles", "HDF5Files", "Plots", "Solving", "Problems",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .testTarget(name: "ExpressionsTests", dependencies: ["Expressions", "NumericsCore"]),
        .executableTarget(
            name: "ExpressionBenchmarks", dependencies: ["Expressions", "NumericsCore"], path: "Benchmarks/Expressions"),
        .testTarget(
            name: "ProblemsTests", dependencies: ["Problems", "Expressions", "Fields", "NumericsCore"], exclude: ["Golden"]),
        .testTarget(name: "FieldsTests", dependencies: ["Fields", "NumericsCore"]),
        .testTarget(name: "FieldFilesTests", dependencies: ["FieldFiles", "Fields", "NumericsCore"]),
        .testTarget(name: "HDF5FilesTests", dependencies: ["HDF5Files", "Fields", "NumericsCore"]),
        .testTarget(name: "PlotsTests", dependencies: ["Plots", "Fields", "NumericsCore"]),
        .testTarget(
            name: "GaussianProcessTests",
            dependencies: ["GaussianProcess", "Kernels", "Solving", "Problems", "Expressions", "Fields", "NumericsCore"]),
        .testTarget(name: "KernelsTests", dependencies: ["Kernels", "NumericsCore"], exclude: ["Fixtures"]),
        .testTarget(
            name: "TrialFunctionsTests", dependencies: ["TrialFunctions", "Problems", "Expressions", "NumericsCore"]),
        .testTarget(name: "OptimizationTests", dependencies: ["Optimization", "NumericsCore"]),
        .testTarget(
            name: "PINNTests",
            dependencies: ["PINN", "TrialFunctions", "Optimization", "Solving", "Problems", "Expressions", "Fields", "NumericsCore"]),
        .testTarget(name: "DiscretizationTests", dependencies: ["Discretization"]),
        .executableTarget(
            name: "TransformBenchmarks", dependencies: ["NumericsCore"], path: "Benchmarks/Transforms"),
        .executableTarget(
            name: "FourierBenchmarks",
            dependencies: ["Classical", "Solving", "Problems", "Expressions", "Fields", "NumericsCore"], path: "Benchmarks/Fourier"),
        .executableTarget(
            name: "MultigridBenchmarks", dependencies: ["FieldFiles", "Fields", "NumericsCore"],
            path: "Benchmarks/Multigrid", exclude: ["compare-pyamg.py"]),
        .executableTarget(name: "FamilyBenchmarks", dependencies: ["Ansatz"], path: "Benchmarks/Families"),
        .executableTarget(
            name: "JetBenchmarks",
            dependencies: ["TrialFunctions", "FieldFiles", "Fields", "Problems", "Expressions", "NumericsCore"], path: "Benchmarks/Jets"),
        .executableTarget(
            name: "OptimizerBenchmarks", dependencies: ["Optimization", "NumericsCore"], path: "Benchmarks/Optimization"),
        .executableTarget(name: "KernelBenchmarks", dependencies: ["NumericsCore"], path: "Benchmarks/Kernels"),
        .testTarget(name: "NumericsCoreTests", dependencies: ["NumericsCore"]),
        .testTarget(
            name: "ClassicalTests",
            dependencies: ["Classical", "Solving", "TimeIntegration", "Discretization", "Problems", "Expressions", "Fields", "NumericsCore"]),
        .testTarget(name: "TimeIntegrationTests", dependencies: ["TimeIntegration", "Discretization", "Problems", "Expressions", "NumericsCore"]),
        .target(name: "ReferenceSolutions", dependencies: ["NumericsCore"], path: "Benchmarks/ReferenceSolutions"),
        .executableTarget(
            name: "ProblemBenchmarks", dependencies: ["Ansatz", "ReferenceSolutions"], path: "Benchmarks/Problems"),
        .testTarget(name: "SolvingTests", dependencies: ["Solving", "Problems", "NumericsCore", "Ansatz"]),
        .testTarget(name: "ArchitectureTests"),
        .testTarget(name: "ValidationTests", dependencies: ["Ansatz", "ReferenceSolutions"]),
        .testTarget(name: "CommandTests", dependencies: ["AnsatzCommand", "FieldFiles", "Fields", "NumericsCore"]),
        .testTarget(name: "ProblemTests", dependencies: ["Ansatz"]),
        .testTarget(name: "ReadmeTests", dependencies: ["AnsatzCommand", "Problems"]),
    ],
    swiftLanguageModes: [.v6]
)
