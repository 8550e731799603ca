/// Coefficients of ARK4(3)6L[2]SA (Kennedy and Carpenter, Appl. Numer. Math. 44 (2003), appendix C): an explicit and a
/// singly diagonally implicit Runge-Kutta method with the same nodes and weights, order 4, embedded order 3.
public enum ARKTableau {
    public static let stages = 6
    /// Diagonal of the implicit method.
    public static let gamma = 0.25
    /// c.
    public static let nodes: [Double] = [0, 1.0 / 2, 83.0 / 250, 31.0 / 50, 17.0 / 20, 1]

    /// a_ij of the explicit method, by stage.
    public static let explicit: [[Double]] = [
        [],
        [1.0 / 2],
        [13861.0 / 62500, 6889.0 / 62500],
        [
            -116923316275.0 / 2393684061468, -2731218467317.0 / 15368042101831,
            9408046702089.0 / 11113171139209,
        ],
        [
            -451086348788.0 / 2902428689909, -2682348792572.0 / 7519795681897,
            12662868775082.0 / 11960479115383, 3355817975965.0 / 11060851509271,
        ],
        [
            647845179188.0 / 3216320057751, 73281519250.0 / 8382639484533, 552539513391.0 / 3454668386233,
            3354512671639.0 / 8306763924573, 4040.0 / 17871,
        ],
    ]

    /// a_ij of the implicit method below the diagonal, by stage; the diagonal is 0, gamma, gamma, ….
    public static let implicit: [[Double]] = [
        [],
        [1.0 / 4],
        [8611.0 / 62500, -1743.0 / 31250],
        [5012029.0 / 34652500, -654441.0 / 2922500, 174375.0 / 388108],
        [15267082809.0 / 155376265600, -71443401.0 / 120774400, 730878875.0 / 902184768, 2285395.0 / 8070912],
        [82889.0 / 524892, 0, 15625.0 / 83664, 69875.0 / 102672, -2260.0 / 8211],
    ]

    /// b, shared by both methods.
    public static let weights: [Double] = [
        82889.0 / 524892, 0, 15625.0 / 83664, 69875.0 / 102672, -2260.0 / 8211, 1.0 / 4,
    ]

    /// b of the embedded method of order 3.
    public static let embeddedWeights: [Double] = [
        4586570599.0 / 29645900160, 0, 178811875.0 / 945068544, 814220225.0 / 1159782912, -3700637.0 / 11593932,
        61727.0 / 225920,
    ]
}
