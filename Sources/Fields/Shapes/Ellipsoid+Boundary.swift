import Foundation

extension Ellipsoid {
    public func boundaryCells(size: Double, within window: ShapeBounds) -> [BoundaryCell] {
        let longest = semiAxes.max() ?? 1
        let around = max(8, Int((2 * Double.pi * longest / size).rounded(.up)))
        switch dimension {
        case 1:
            return [-1.0, 1.0].map { sign in
                BoundaryCell.flat(corner: [centre[0] + sign * semiAxes[0]], edges: [], normal: [sign])
            }
        case 2: return (0..<around).map { arc($0, of: around) }
        default:
            let bands = max(4, around / 2)
            return (0..<bands).flatMap { band in (0..<around).map { patch(band, of: bands, $0, of: around) } }
        }
    }

    private func arc(_ index: Int, of count: Int) -> BoundaryCell {
        let step = 2 * Double.pi / Double(count)
        return BoundaryCell(parameterCount: 1) { [self] parameters in
            let turn = (Double(index) + parameters[0]) * step
            let (c, s) = (cos(turn), sin(turn))
            let (a, b) = (semiAxes[0], semiAxes[1])
            return BoundaryCell.Place(
                point: zip(centre, global([a * c, b * s])).map { $0 + $1 }, normal: global([b * c, a * s]).normalised,
                measure: step * [a * s, b * c].norm)
        }
    }

    /// Equal steps in the cosine of the polar angle give patches of equal area on a ball (Archimedes).
    private func patch(_ band: Int, of bands: Int, _ index: Int, of count: Int) -> BoundaryCell {
        let step = 2 * Double.pi / Double(count)
        let height = 2 / Double(bands)
        return BoundaryCell(parameterCount: 2) { [self] parameters in
            let mu = -1 + (Double(band) + parameters[0]) * height
            let turn = (Double(index) + parameters[1]) * step
            let ring = max(0, (1 - mu) * (1 + mu)).squareRoot()
            let unit = [ring * cos(turn), ring * sin(turn), mu]
            let (a, b, c) = (semiAxes[0], semiAxes[1], semiAxes[2])
            let normal = [b * c * unit[0], a * c * unit[1], a * b * unit[2]]
            return BoundaryCell.Place(
                point: centre.indices.map { centre[$0] + semiAxes[$0] * unit[$0] }, normal: normal.normalised,
                measure: step * height * normal.norm)
        }
    }
}
