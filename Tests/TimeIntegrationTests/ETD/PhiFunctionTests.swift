import NumericsCore
import TimeIntegration
import XCTest

/// Against values computed with mpmath at 60 digits.
final class PhiFunctionTests: XCTestCase {
    /// exp, phi_1, phi_2, phi_3 as (real, imaginary) pairs.
    private let scalars: [(argument: (Double, Double), values: [(Double, Double)])] = [
        ((0, 0), [(1, 0), (1, 0), (0.5, 0), (0.16666666666666666, 0)]),
        ((1e-08, 0), [(1.00000001, 0), (1.000000005, 0), (0.5000000016666667, 0), (0.16666666708333333, 0)]),
        ((-0.001, 0.002), [
            (0.9989985018330413, 0.00199799966766635), (0.999499500458275, 0.0009993332501999472),
            (0.4998332084249903, 0.0003331666500333258), (0.1666249750152764, 8.329999722698319e-05),
        ]),
        ((-0.5, 0), [(0.6065306597126334, 0), (0.7869386805747332, 0), (0.4261226388505337, 0), (0.1477547222989326, 0)]),
        ((0, 0.99), [
            (0.5486898605815875, 0.8360259786005205), (0.8444706854550712, 0.4558688276953661),
            (0.46047356332865264, 0.15710031772215027), (0.1586871896183336, 0.039925693607421604),
        ]),
        ((0, 1.01), [
            (0.5318607213743555, 0.8468318446180152), (0.838447370908926, 0.4635042362630144),
            (0.4589150854089251, 0.15995309810997432), (0.15836940406928152, 0.040678133258489964),
        ]),
        ((-1, 0), [(0.36787944117144233, 0), (0.6321205588285577, 0), (0.36787944117144233, 0), (0.13212055882855767, 0)]),
        ((2, -3), [
            (-7.315110094901103, -1.0427436562359045), (-1.038614555468807, -2.079293661321163),
            (0.16620399023275956, -0.7903408453114421), (0.13103311664614195, -0.19862074768650811),
        ]),
        ((-30, 0), [(9.357622968840175e-14, 0), (0.03333333333333022, 0), (0.032222222222222326, 0), (0.015592592592592588, 0)]),
        ((0, 25), [
            (0.9912028118634736, -0.13235175009777303), (-0.005294070003910921, 0.00035188752546105607),
            (1.4075501018442244e-05, 0.04021176280015644), (0.0016084705120062576, 0.019999436979959262),
        ]),
        ((-1e4, 0), [(0, 0), (1e-4, 0), (9.999e-05, 0), (4.9990001e-05, 0)]),
        ((0, 1000.5), [
            (0.09710690144438526, 0.9952739571052135), (0.0009947765688208031, 0.0009024418776168063),
            (9.019908821757184e-07, 0.0009985059704459562), (9.98006966962475e-07, 0.0004997492233974191),
        ]),
        ((-40, 300), [
            (-9.387426654015509e-20, -4.247316976696665e-18), (0.0004366812227074236, 0.0032751091703056767),
            (0.00044721687229457865, 0.003272248812951698), (0.00022886229223792278, 0.0016346609714606283),
        ]),
    ]

    private func distance(_ value: Complex<Double>, _ expected: (Double, Double)) -> Double {
        (value - Complex(expected.0, expected.1)).length
    }

    func testScalarFunctions() {
        for (argument, expected) in scalars {
            let phi = PhiFunctions(Complex(argument.0, argument.1))
            for (value, reference) in zip([phi.exponential, phi.first, phi.second, phi.third], expected) {
                let size = Complex(reference.0, reference.1).length
                XCTAssertLessThanOrEqual(distance(value, reference), 1e-14 * size + 1e-30, "argument \(argument)")
            }
        }
    }

    func testRealArgumentsGiveExactlyRealValues() {
        for argument in [-1e300, -700, -3, -0.2, 0, 0.3, 5] {
            let phi = PhiFunctions(Complex(argument, 0))
            for value in [phi.exponential, phi.first, phi.second, phi.third] { XCTAssertEqual(value.imaginary, 0) }
        }
    }

    func testDiagonalMatricesAgreeWithScalars() {
        var matrices = PhiMatrices(size: 2)
        for (argument, expected) in scalars where abs(argument.0) + abs(argument.1) < 50 {
            matrices.evaluate([Complex(argument.0, argument.1), Complex(0, 0), Complex(0, 0), Complex(-1, 0)])
            for (function, reference) in expected.enumerated() {
                // Each of up to seven squarings doubles the relative error of the exponential.
                XCTAssertLessThan(distance(matrices.values[function][0], reference), 1e-13, "argument \(argument)")
            }
        }
    }

    private typealias Pair = (Double, Double)

    private let waveArgument: [Pair] = [(0, 0), (1, 0), (-400, 0), (0, 0)]
    private let waveValues: [[Pair]] = [
        [(0.40808206181339196, 0), (0.045647262536381385, 0), (-18.258905014552553, 0), (0.40808206181339196, 0)],
        [(0.045647262536381385, 0), (0.0014797948454665201, 0), (-0.591917938186608, 0), (0.045647262536381385, 0)],
        [(0.0014797948454665201, 0), (0.0023858818436590466, 0), (-0.9543527374636186, 0), (0.0014797948454665201, 0)],
        [(0.0023858818436590466, 0), (0.0012463005128863338, 0), (-0.4985202051545335, 0), (0.0023858818436590466, 0)],
    ]
    private let defectiveArgument: [Pair] = [(0, 0), (1, 0), (0, 0), (0, 0)]
    private let defectiveValues: [[Pair]] = [
        [(1, 0), (1, 0), (0, 0), (1, 0)],
        [(1, 0), (0.5, 0), (0, 0), (1, 0)],
        [(0.5, 0), (0.16666666666666666, 0), (0, 0), (0.5, 0)],
        [(0.16666666666666666, 0), (0.041666666666666664, 0), (0, 0), (0.16666666666666666, 0)],
    ]
    private let generalArgument: [Pair] = [(-2, 5), (0, 1), (3, 0), (-7, -1)]
    private let generalValues: [[Pair]] = [
        [(0.08698409886436258, -0.1478321631855381), (0.019739661781648925, -0.0068864336334435805),
         (-0.020659300900330742, -0.05921898534494677), (0.002978296341686942, -0.007815252476631986)],
        [(0.028141901407911958, 0.15692677868524027), (-0.024032734964537377, 0.008437295715127559),
         (0.025311887145382676, 0.07209820489361213), (0.13015183261949842, -0.013860670428211966)],
        [(0.083933908519822, 0.1510357614401903), (-0.01627049145049752, 0.013109586322170281),
         (0.03932875896651084, 0.04881147435149256), (0.11600892561195572, -0.008974213745318987)],
        [(0.05047215181613855, 0.059814971990174895), (-0.005348975965675467, 0.006101648779949106),
         (0.018304946339847316, 0.016046927897026404), (0.05205776371044583, -0.003539800517897075)],
    ]

    func testCoupledMatrices() {
        var matrices = PhiMatrices(size: 2)
        let cases = [(waveArgument, waveValues), (defectiveArgument, defectiveValues), (generalArgument, generalValues)]
        for (argument, expected) in cases {
            matrices.evaluate(argument.map { Complex($0.0, $0.1) })
            for (function, entries) in expected.enumerated() {
                for (index, reference) in entries.enumerated() {
                    let size = max(1, Complex(reference.0, reference.1).length)
                    XCTAssertLessThan(distance(matrices.values[function][index], reference), 1e-13 * size)
                }
            }
        }
    }
}
