/// One point of a rule, by index in ascending order, computed in 40 digits by tools/quadrature-fixtures.py.
struct QuadratureFixture {
    let n: Int
    let index: Int
    let point: Double
    let weight: Double

    /// Points and weights.
    static let legendre = [
        QuadratureFixture(n: 2, index: 0, point: -0.57735026918962576451, weight: 1.0),
        QuadratureFixture(n: 5, index: 1, point: -0.53846931010568309104, weight: 0.47862867049936646804),
        QuadratureFixture(n: 16, index: 0, point: -0.9894009349916499326, weight: 0.027152459411754094852),
        QuadratureFixture(n: 64, index: 63, point: 0.99930504173577213946, weight: 0.0017832807216964329473),
        QuadratureFixture(n: 64, index: 40, point: 0.4022701579639916037, weight: 0.04459055816375656306),
        QuadratureFixture(n: 257, index: 0, point: -0.99995639071233040247, weight: 0.00011191470145601756451),
        QuadratureFixture(n: 257, index: 100, point: -0.3350039333624998724, weight: 0.011495358713246929174),
        QuadratureFixture(n: 1000, index: 0, point: -0.99999711129807551057, weight: 7.4133384164320715175e-6),
        QuadratureFixture(n: 1000, index: 777, point: 0.76520270564170489386, weight: 0.0020215127514039490156),
        QuadratureFixture(n: 2000, index: 1, point: -0.9999961929984418254, weight: 4.3163659609406649191e-6),
    ]
    /// Points and logarithms of the weights.
    static let hermite = [
        QuadratureFixture(n: 2, index: 1, point: 0.7071067811865475244, weight: -0.12078223763524522235),
        QuadratureFixture(n: 5, index: 0, point: -2.0201828704560856329, weight: -3.9143636396240992865),
        QuadratureFixture(n: 20, index: 19, point: 5.387480890011232862, weight: -29.131876568256422697),
        QuadratureFixture(n: 64, index: 40, point: 2.3683545886324014041, weight: -6.8720705219718970551),
        QuadratureFixture(n: 256, index: 0, point: -21.991693379681731432, weight: -484.18992455661087947),
        QuadratureFixture(n: 256, index: 200, point: 10.438359666997291053, weight: -110.81538295819796771),
        QuadratureFixture(n: 500, index: 499, point: 31.05074638009002022, weight: -964.81773076731472245),
        QuadratureFixture(n: 1000, index: 0, point: -44.209152497996397702, weight: -1955.2348731309315028),
        QuadratureFixture(n: 1000, index: 600, point: 7.0879461727131507448, weight: -52.882238552156487352),
    ]
}
