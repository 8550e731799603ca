import CFFTW

/// How much time is spent looking for a fast plan.
public enum TransformPlanning: Sendable, Hashable, CaseIterable {
    /// No timing: the same plan, and so the same bits, in every process. The default.
    case estimate
    /// Times several plans (tenths of a second for 1024²); the choice may differ between processes unless wisdom is imported.
    case measure
    /// Times many plans (seconds to minutes).
    case patient

    var flags: UInt32 {
        switch self {
        case .estimate: FFTW_ESTIMATE
        case .measure: FFTW_MEASURE
        case .patient: FFTW_PATIENT
        }
    }
}
