extension [AxisDiscretization] {
    /// Positions along each axis, dense and regular, at which data are looked at between the points of a discretisation.
    public var probePositions: [[Double]] {
        let counts = [8192, 192, 40]
        let count = counts[Swift.min(self.count, counts.count) - 1]
        return map { axis in
            (0..<count).map { axis.lower + (axis.upper - axis.lower) * (Double($0) + 0.5) / Double(count) }
        }
    }
}
