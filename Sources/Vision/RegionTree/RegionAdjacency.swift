/// Which regions touch, along how many pixel edges, and how strong the image's contrast is there.
struct RegionAdjacency: Sendable {
  struct Border: Sendable {
    var neighbour: Int32
    /// Pixel edges between the two regions.
    var length: Float
    /// The sum over those edges of the contrast across them, each in [0, 1).
    var contrast: Float
  }

  /// Each region's borders, by ascending neighbour; empty for a region that has merged.
  private(set) var borders: [[Border]]
  /// Pixel edges towards other regions; the image's own outline does not count.
  private(set) var perimeter: [Float]

  /// How far from the border colours are compared: contours of photographs are a few pixels wide.
  private static let reach = 2

  /// A colour difference of `contrastScale` across an edge is a contrast of ½.
  init(_ image: LabImage, _ superpixels: Superpixels, contrastScale: Float) {
    var edges = Self.edges(image, superpixels, contrastScale)
    edges.sort { ($0.key, $0.contrast) < ($1.key, $1.contrast) }
    borders = [[Border]](repeating: [], count: superpixels.count)
    perimeter = [Float](repeating: 0, count: superpixels.count)
    var rest = edges[...]
    while let first = rest.first {
      let pair = rest.prefix { $0.key == first.key }
      let (a, b) = (Int32(first.key >> 32), Int32(truncatingIfNeeded: first.key))
      let length = Float(pair.count)
      let contrast = pair.reduce(into: Float(0)) { $0 += $1.contrast }
      borders[Int(a)].append(Border(neighbour: b, length: length, contrast: contrast))
      borders[Int(b)].append(Border(neighbour: a, length: length, contrast: contrast))
      perimeter[Int(a)] += length
      perimeter[Int(b)] += length
      rest = rest[pair.endIndex...]
    }
  }

  /// Every pixel edge between two regions; the key holds the two, the smaller in the high half.
  private static func edges(
    _ image: LabImage, _ superpixels: Superpixels, _ scale: Float
  ) -> [(key: UInt64, contrast: Float)] {
    let (width, height, labels) = (image.width, image.height, superpixels.labels)
    var edges: [(key: UInt64, contrast: Float)] = []
    func append(_ a: Int32, _ b: Int32, _ p: Int, _ q: Int) {
      let difference = image.pixels[p] - image.pixels[q]
      let distance = (difference * difference).sum().squareRoot()
      edges.append((UInt64(min(a, b)) << 32 | UInt64(max(a, b)), distance / (distance + scale)))
    }
    for y in 0..<height {
      let (above, below) = (max(y - reach, 0), min(y + 1 + reach, height - 1))
      for x in 0..<width {
        let at = y * width + x
        if x + 1 < width, labels[at] != labels[at + 1] {
          let (left, right) = (max(x - reach, 0), min(x + 1 + reach, width - 1))
          append(labels[at], labels[at + 1], y * width + left, y * width + right)
        }
        if y + 1 < height, labels[at] != labels[at + width] {
          append(labels[at], labels[at + width], above * width + x, below * width + x)
        }
      }
    }
    return edges
  }

  /// Adds the union of regions `a` and `b`, which must touch, as the next region; they themselves
  /// disappear from their neighbours' lists.
  mutating func appendUnion(_ a: Int, _ b: Int) {
    let union = Int32(borders.count)
    let (merged, shared) = Self.united(borders[a], borders[b], a, b)
    for border in merged {
      let neighbour = Int(border.neighbour)
      borders[neighbour].removeAll { $0.neighbour == Int32(a) || $0.neighbour == Int32(b) }
      borders[neighbour].append(
        Border(neighbour: union, length: border.length, contrast: border.contrast))
    }
    (borders[a], borders[b]) = ([], [])
    borders.append(merged)
    perimeter.append(perimeter[a] + perimeter[b] - 2 * shared)
  }

  /// The borders of the union of `a` and `b` and the length of the one between them.
  private static func united(
    _ first: [Border], _ second: [Border], _ a: Int, _ b: Int
  ) -> (borders: [Border], shared: Float) {
    var borders: [Border] = []
    var shared: Float = 0
    var (i, j) = (0, 0)
    while i < first.count || j < second.count {
      let left = i < first.count ? first[i].neighbour : .max
      let right = j < second.count ? second[j].neighbour : .max
      var border = left <= right ? first[i] : second[j]
      if left == right {
        border.length += second[j].length
        border.contrast += second[j].contrast
      }
      if left <= right { i += 1 }
      if right <= left { j += 1 }
      if border.neighbour == Int32(a) || border.neighbour == Int32(b) {
        shared = border.length
      } else {
        borders.append(border)
      }
    }
    return (borders, shared)
  }
}
