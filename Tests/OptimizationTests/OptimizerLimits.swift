import NumericsCore
import Optimization

/// How near to the minimum of each problem a method must come within how many steps; about 1.5 times what it takes.
struct OptimizerLimits {
    let name: String
    let make: () -> any Optimizer
    /// By name of the problem; those left out are beyond the method.
    let limits: [String: (steps: Int, accuracy: Double)]

    static var all: [OptimizerLimits] { dense + [limitedMemory, spring, adam, soap] }

    // Powell's problem: the singular Jacobian lets the damped and the secant methods converge only linearly.
    static var dense: [OptimizerLimits] {
        let damped = [true, false].map { accelerates in
            var settings = LevenbergMarquardt.Settings()
            settings.accelerates = accelerates
            return OptimizerLimits(
                name: "Levenberg-Marquardt, accelerated: \(accelerates)", make: { LevenbergMarquardt(settings: settings) },
                limits: [
                    "Rosenbrock 2": (25, 1e-28), "Rosenbrock 20": (25, 1e-28), "Powell singular": (30, 1e-20),
                    "Freudenstein and Roth": (60, 1e-10), "Brown badly scaled": (40, 1e-20), "exponential fit": (25, 1e-14),
                    "linear": (15, 1e-14), "rank one": (15, 1e-13),
                ])
        }
        let secant = SelfScaledBroyden.Variant.allCases.map { variant in
            var settings = SelfScaledBroyden.Settings()
            settings.variant = variant
            return OptimizerLimits(
                name: variant.rawValue, make: { SelfScaledBroyden(settings: settings) },
                limits: [
                    "Rosenbrock 2": (55, 1e-20), "Rosenbrock 20": (190, 1e-20), "Powell singular": (130, 1e-20),
                    "Freudenstein and Roth": (35, 1e-10), "Brown badly scaled": (30, 1e-16), "exponential fit": (50, 1e-14),
                    "linear": (15, 1e-13), "rank one": (8, 1e-13),
                ])
        }
        return damped + secant
    }

    static var limitedMemory: OptimizerLimits {
        OptimizerLimits(
            name: "L-BFGS", make: { LimitedMemoryBFGS() },
            limits: [
                "Rosenbrock 2": (55, 1e-20), "Rosenbrock 20": (55, 1e-20), "Powell singular": (110, 1e-20),
                "Freudenstein and Roth": (35, 1e-10), "Brown badly scaled": (30, 1e-16), "exponential fit": (45, 1e-14),
                "linear": (15, 1e-13), "rank one": (8, 1e-13),
            ])
    }

    /// Steps of fixed length contract by 1 - rate; Brown's first row needs a step that the damping forbids.
    static var spring: OptimizerLimits {
        OptimizerLimits(
            name: "SPRING", make: { SPRING() },
            limits: [
                "Rosenbrock 2": (330, 1e-20), "Rosenbrock 20": (330, 1e-20), "Powell singular": (800, 1e-10),
                "Freudenstein and Roth": (350, 1e-10), "exponential fit": (300, 1e-14), "linear": (300, 1e-13),
                "rank one": (300, 1e-13),
            ])
    }

    static var adam: OptimizerLimits {
        var settings = Adam.Settings()
        settings.rate = .cosine(5e-2, final: 1e-5, steps: 4000)
        return OptimizerLimits(
            name: "Adam", make: { Adam(settings: settings) },
            limits: [
                "Rosenbrock 2": (4000, 1e-8), "Rosenbrock 20": (4000, 1e-7), "Powell singular": (4000, 1e-3),
                "Freudenstein and Roth": (4000, 1e-10), "exponential fit": (4000, 1e-10), "linear": (4000, 1e-12),
                "rank one": (4000, 1e-12),
            ])
    }

    static var soap: OptimizerLimits {
        var settings = SOAP.Settings()
        settings.rate = .cosine(5e-2, final: 1e-5, steps: 4000)
        return OptimizerLimits(
            name: "SOAP", make: { SOAP(blocks: [.init(offset: 0, rows: 1, columns: 2)], settings: settings) },
            limits: [
                "Rosenbrock 2": (4000, 1e-8), "Rosenbrock 20": (4000, 1e-8), "Powell singular": (4000, 1e-3),
                "Freudenstein and Roth": (4000, 1e-8), "exponential fit": (4000, 1e-8), "linear": (4000, 1e-8),
                "rank one": (4000, 1e-8),
            ])
    }
}
