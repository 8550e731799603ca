import Problems

extension Problem {
    /// Why neither method of this target takes the problem; nil if they do.
    var collocationObjection: String? {
        if energy != nil { return "the problem is an energy, not equations" }
        if shape != nil && region == nil { return "the shape has not been resolved" }
        if !enrichment.isEmpty { return "'enrich' adds functions that it does not take yet" }
        if !functionals.isEmpty || !gauges.isEmpty { return "the problem holds integrals or means" }
        return isFamily ? "the problem is a family, and no sample was chosen" : nil
    }
}
