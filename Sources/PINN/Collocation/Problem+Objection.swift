import Discretization
import Expressions
import Problems

extension Problem {
    /// Why neither method of this target takes the problem; nil if they do.
    var collocationObjection: String? {
        if shape != nil && region == nil { return "the shape has not been resolved" }
        if enrichment.contains(where: { $0.contains { self.isEstimated($0) } }) {
            return "a singular function of 'enrich' holds a parameter that is to be estimated"
        }
        return isFamily ? "the problem is a family, and no sample was chosen" : nil
    }
}

extension Problem {
    /// Why methods with smooth functions do not take equations with coefficients that jump; nil if none does.
    ///
    /// Derivatives of the coefficient are zero on both sides of a jump, and so the equation at points says nothing of the flux
    /// that is continuous there.
    /// - Parameter cells: cells whose functions may bend where they meet, if the flux is asked for there.
    func jumpObjection(cells: CellLayout? = nil) -> String? {
        guard energy == nil, let jump = equations.lazy.compactMap(\.jumpingCoefficient).first else { return nil }
        if let cells, cells.holdsJumps(of: self) { return nil }
        let place = cells == nil ? "" : ", which is not where cells meet with 'flux' among the conditions of 'interface'"
        return "'\(jump.printed(SymbolNames(self)))' may jump\(place), and smooth functions do not see jumps of coefficients"
    }
}

extension Problem {
    /// Why an energy cannot be minimised; nil if it can, or if there is none.
    var energyObjection: String? {
        guard let energy else { return nil }
        if timeIndex != nil { return "an energy has a smallest value over space alone; what is stationary over space and time is no minimum, and follows from its equation of motion" }
        if inverseObjection != nil || !observations.isEmpty { return "an energy is minimised for known parameters, without observations" }
        let holdsMore = energy.contains { symbol in
            switch symbol {
            case .functional, .normal, .bound: true
            case .jet(let jet): jet.site != 0
            default: false
            }
        }
        return holdsMore || !gauges.isEmpty ? "the energy is not a function of the unknowns and their derivatives at one point" : nil
    }

    /// Why parameters cannot be coordinates; nil if they can, or if none is to be.
    var inputObjection: String? {
        guard let parameter = parameters.first(where: \.isInput) else { return nil }
        let name = "parameter '\(parameter.name)' cannot be an input: "
        if energy != nil { return name + "the problem is an energy" }
        if region != nil { return name + "the domain is not a box" }
        if !functionals.isEmpty { return name + "the problem holds integrals or means" }
        if !inputs.isEmpty { return name + "the problem holds data from files" }
        return observations.isEmpty ? nil : name + "observations do not tell their values of it"
    }
}
