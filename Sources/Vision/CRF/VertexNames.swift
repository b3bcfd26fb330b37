/// How the vertices of a permutohedral lattice are named by whole numbers: each coordinate times its
/// stride, added up, so that a step along an axis adds the same to every name.
///
/// A vertex' coordinates are multiples of the number of corners plus one remainder for all of them.
/// Each stride after the first is a multiple of that number too, so the sum of all strides leaves 1:
/// a name tells the remainder, and then each coordinate.
struct VertexNames: Sendable {
  /// What turns features into coordinates, one for each feature.
  let scales: [Float]
  let strides: [Int64]
  /// What names are counted from; none is negative.
  let origin: Int64
  /// Bits of the largest name.
  let bits: Int

  /// Corners of a simplex.
  var corners: Int { strides.count + 1 }

  /// For features between 0 and `bounds`; nil where coordinates do not fit 31 bits, or names
  /// 62.
  init?(bounds: [Double]) {
    let count = bounds.count
    let corners = Double(count + 1)
    let scales = (1...count).map {
      (2.0 / 3).squareRoot() * corners / Double($0 * ($0 + 1)).squareRoot()
    }
    var strides: [Int64] = []
    var (next, origin) = (Int64(1), Int64(0))
    for axis in 0..<count {
      // Coordinate `axis` is the sum of the later features less `axis` times the one before.
      let most = zip(bounds, scales).dropFirst(axis).reduce(0) { $0 + $1.0 * $1.1 }
      let least = axis == 0 ? 0 : -Double(axis) * bounds[axis - 1] * scales[axis - 1]
      // Rounding, the way back to the plane, a simplex and its neighbours: four steps either way.
      let first = (least / corners).rounded(.down) - 4
      let steps = (most / corners).rounded(.up) + 4 - first
      let whole = ((steps + 1) / corners).rounded(.up) * corners
      guard whole < 0x1p28, whole * corners * Double(next) < 0x1p62 else { return nil }
      origin += Int64(first) * Int64(corners) * next
      strides.append(next)
      next *= Int64(whole)
    }
    self.scales = scales.map { Float($0) }
    (self.strides, self.origin) = (strides, origin)
    bits =
      Int64.bitWidth
      - (next * Int64(corners) + Int64(count) * strides.reduce(0, +)).leadingZeroBitCount
  }

  /// What a step along `axis`, 0 ..< `corners`, adds to a name.
  func step(axis: Int) -> Int64 {
    let all = strides.reduce(0, +)
    return axis < strides.count ? Int64(corners) * strides[axis] - all : -all
  }
}
