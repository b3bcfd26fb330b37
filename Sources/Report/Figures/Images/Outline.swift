/// The border of a region of an image, drawn as lines whatever size the image has.
public struct Outline: Sendable, Hashable {
  /// Closed rings, in shares of the image's width and height: (0, 0) top left, (1, 1) bottom right.
  public var rings: [[Point]]
  public var color: RGBA

  public init(rings: [[Point]], color: RGBA) { (self.rings, self.color) = (rings, color) }

  /// Traces the pixels for which `isInside(x, y)` holds. The rings run through the middles of pixel
  /// edges, which turns staircases into straight lines; holes have rings of their own. No pixel, no
  /// ring.
  public init(width: Int, height: Int, color: RGBA, where isInside: (Int, Int) -> Bool) {
    precondition(width > 0 && height > 0, "Outline: \(width)×\(height)")
    let inside = (0..<height).flatMap { y in (0..<width).map { isInside($0, y) } }
    var cracks = Cracks(width: width, height: height, inside: inside)
    var rings: [[Point]] = []
    while let ring = cracks.nextRing() {
      rings.append(ring.map { Point($0.x / Double(width), $0.y / Double(height)) })
    }
    self.init(rings: rings, color: color)
  }

  /// As a path over an image shown in `rect`.
  func path(in rect: Rect) -> Path {
    Path(
      rings.flatMap { ring in
        Path.polygon(
          ring.map { Point(rect.x + $0.x * rect.width, rect.y + $0.y * rect.height) }
        ).elements
      })
  }
}

/// The unit edges between inside and outside pixels, each running with the inside on its right.
private struct Cracks {
  /// Steps right, down, left, up.
  private static let steps = [(1, 0), (0, 1), (-1, 0), (0, -1)]

  private let columns: Int
  /// Bit d of a lattice point is set while an edge leaves it in direction d.
  private var leaving: [UInt8]
  private var scanned = 0

  init(width: Int, height: Int, inside: [Bool]) {
    columns = width + 1
    leaving = [UInt8](repeating: 0, count: columns * (height + 1))
    func isInside(_ x: Int, _ y: Int) -> Bool {
      x >= 0 && y >= 0 && x < width && y < height && inside[y * width + x]
    }
    for y in 0..<height {
      for x in 0..<width where inside[y * width + x] {
        let corner = y * columns + x
        if !isInside(x, y - 1) { leaving[corner] |= 1 }
        if !isInside(x + 1, y) { leaving[corner + 1] |= 2 }
        if !isInside(x, y + 1) { leaving[corner + columns + 1] |= 4 }
        if !isInside(x - 1, y) { leaving[corner + columns] |= 8 }
      }
    }
  }

  /// Takes the next ring off, as the midpoints of its edges without those on straight runs; nil when
  /// none is left.
  mutating func nextRing() -> [Point]? {
    while scanned < leaving.count, leaving[scanned] == 0 { scanned += 1 }
    guard scanned < leaving.count else { return nil }
    var place = scanned
    var directions: [Int] = []
    var middles: [Point] = []
    repeat {
      let direction = turn(at: place, after: directions.last)
      leaving[place] &= ~(1 << UInt8(direction))
      let step = Self.steps[direction]
      middles.append(
        Point(
          Double(place % columns) + Double(step.0) / 2,
          Double(place / columns) + Double(step.1) / 2))
      directions.append(direction)
      place += step.0 + step.1 * columns
    } while place != scanned
    return Self.withoutStraightRuns(middles)
  }

  /// Where two regions touch at a corner, turning right keeps them apart.
  private func turn(at place: Int, after last: Int?) -> Int {
    guard let last else { return leaving[place].trailingZeroBitCount }
    for direction in [last + 1, last, last + 3] {
      let turned = direction & 3
      if leaving[place] >> UInt8(turned) & 1 == 1 { return turned }
    }
    return leaving[place].trailingZeroBitCount
  }

  private static func withoutStraightRuns(_ ring: [Point]) -> [Point] {
    let kept = ring.indices.filter { index in
      let (before, here) = (ring[(index + ring.count - 1) % ring.count], ring[index])
      let after = ring[(index + 1) % ring.count]
      return (here.x - before.x) * (after.y - here.y) != (here.y - before.y) * (after.x - here.x)
    }
    return kept.map { ring[$0] }
  }
}
