import Ansatz

extension LoadedProblem {
    /// Replaces a family by the problem at one of its samples.
    /// - Parameter asked: nil for the first training sample.
    /// - Returns: the sample; nil if the problem is not a family and none was asked for.
    /// - Throws: `FamilyError`.
    mutating func chooseSample(_ asked: SampleName?, seed: UInt64?) throws -> SampleName? {
        guard problem.isFamily || asked != nil else { return nil }
        let sample = asked ?? SampleName(split: .train, index: 0)
        problem = try problem.realized(sample, seed: seed)
        self.sample = sample
        // Runs of other samples solve other problems.
        identity += "\n# sample \(sample), seed \(seed.map { "\($0)" } ?? "of the data set")\n"
        return sample
    }
}
