import Fields

/// Makes a primitive of the numbers that stand between a term's brackets.
struct PrimitiveReader {
    /// What is wrong with the numbers, and in which argument; nil is the whole term.
    struct Mistake: Error, Hashable {
        var reason: String
        var argument: Int?
    }

    let term: ShapeTerm
    let dimension: Int
    /// Components of each argument; there are as many arguments as the term takes.
    let arguments: [[Double]]

    func shape() throws(Mistake) -> Shape {
        switch term {
        case .box: return try box()
        case .disk, .ball: return .ball(centre: try point(0, "the centre"), radius: try radius(1))
        case .ellipse: return try ellipse()
        case .polygon: return try polygon()
        case .halfspace:
            let normal = try point(1, "the outward normal")
            guard normal.contains(where: { $0 != 0 }) else { throw Mistake(reason: "the normal must not be zero", argument: 1) }
            return .halfSpace(point: try point(0, "the point"), normal: normal)
        case .mesh, .condition: throw Mistake(reason: "this is not a list of numbers", argument: nil)
        }
    }

    private func box() throws(Mistake) -> Shape {
        let (lower, upper) = (try point(0, "the first corner"), try point(1, "the second corner"))
        guard zip(lower, upper).allSatisfy({ $0 < $1 }) else {
            throw Mistake(reason: "the box is empty: write the corner with the smaller coordinates first", argument: nil)
        }
        return .box(from: lower, to: upper)
    }

    private func ellipse() throws(Mistake) -> Shape {
        let (centre, semiAxes) = (try point(0, "the centre"), try point(1, "the list of semi-axes"))
        guard semiAxes.allSatisfy({ $0 > 0 }) else { throw Mistake(reason: "semi-axes must be positive", argument: 1) }
        guard arguments.count == 3 else { return .ellipsoid(centre: centre, semiAxes: semiAxes) }
        guard dimension == 2, arguments[2].count == 1 else {
            throw Mistake(reason: "an angle is one number, in the plane only", argument: 2)
        }
        return .ellipsoid(centre: centre, semiAxes: semiAxes, angle: arguments[2][0])
    }

    private func polygon() throws(Mistake) -> Shape {
        var corners: [[Double]] = []
        for index in arguments.indices { corners.append(try point(index, "a corner")) }
        let polygon = Polygon(corners)
        guard polygon.isSimple else {
            throw Mistake(reason: "the polygon crosses or touches itself, or has no area", argument: nil)
        }
        return .primitive(polygon)
    }

    private func point(_ index: Int, _ what: String) throws(Mistake) -> [Double] {
        guard arguments[index].count == dimension else {
            let number = dimension == 1 ? "one number" : "\(dimension) numbers in brackets"
            throw Mistake(reason: "\(what) has \(number)", argument: index)
        }
        return arguments[index]
    }

    private func radius(_ index: Int) throws(Mistake) -> Double {
        guard arguments[index].count == 1 else { throw Mistake(reason: "the radius is one number", argument: index) }
        guard arguments[index][0] > 0 else { throw Mistake(reason: "the radius must be positive", argument: index) }
        return arguments[index][0]
    }
}
