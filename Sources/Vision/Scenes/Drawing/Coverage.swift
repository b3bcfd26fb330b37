/// How much of each pixel a path covers, from 0 to 1, exactly; for the pixels of a box, which may
/// reach out of the image.
struct Coverage {
  let box: PixelBox
  private(set) var values: [Float]

  /// Empty for a path without area.
  init(_ path: Path, margin: Int = 0) {
    guard let (low, high) = path.bounds else {
      box = PixelBox(minX: 0, minY: 0, maxX: 0, maxY: 0)
      values = []
      return
    }
    box = PixelBox(
      minX: Int(low.x.rounded(.down)) - margin, minY: Int(low.y.rounded(.down)) - margin,
      maxX: Int(high.x.rounded(.down)) + 1 + margin, maxY: Int(high.y.rounded(.down)) + 1 + margin)
    values = [Float](repeating: 0, count: box.area)
    var edges = EdgeAreas(box)
    for contour in path.contours {
      for (i, point) in contour.enumerated() { edges.add(point, contour[(i + 1) % contour.count]) }
    }
    edges.sum(into: &values)
  }

  /// 0 outside the box.
  subscript(x: Int, y: Int) -> Float {
    guard x >= box.minX, x < box.maxX, y >= box.minY, y < box.maxY else { return 0 }
    return values[(y - box.minY) * box.width + x - box.minX]
  }

  /// This coverage as far as it lies within `other`.
  func clipped(to other: Coverage) -> Coverage {
    var clipped = self
    for i in values.indices {
      clipped.values[i] *= other[box.minX + i % box.width, box.minY + i / box.width]
    }
    return clipped
  }

  /// The mean over squares of side `2 * radius + 1`, three times: close to a Gaussian blur. What lies
  /// outside the box counts as 0.
  func blurred(radius: Int) -> Coverage {
    guard radius > 0, !values.isEmpty else { return self }
    var blurred = self
    for _ in 0..<3 {
      BoxBlur.rows(&blurred.values, width: box.width, radius: radius)
      BoxBlur.columns(&blurred.values, width: box.width, radius: radius)
    }
    return blurred
  }
}

/// The area that edges enclose to their right, gathered as differences along each row: an edge from
/// x0 to x1 that covers a share d of a row adds d·(G(i+1) − G(i)) to pixel i, where G(x) is the mean
/// of max(0, x − edge) along it.
private struct EdgeAreas {
  private let origin: Point
  private let width: Int
  private let stride: Int
  private var differences: [Float]

  init(_ box: PixelBox) {
    origin = Point(Float(box.minX), Float(box.minY))
    width = box.width
    stride = box.width + 2
    differences = [Float](repeating: 0, count: stride * box.height)
  }

  mutating func add(_ start: Point, _ end: Point) {
    guard start.y != end.y else { return }
    let isDown = start.y < end.y
    let (top, bottom) = isDown ? (start - origin, end - origin) : (end - origin, start - origin)
    let slope = (bottom.x - top.x) / (bottom.y - top.y)
    var (y, x) = (top.y, top.x)
    var row = Int(top.y)
    while y < bottom.y {
      let nextY = min(Float(row + 1), bottom.y)
      let nextX = nextY == bottom.y ? bottom.x : top.x + slope * (nextY - top.y)
      let share = isDown ? nextY - y : y - nextY
      add(share, from: min(x, nextX), to: max(x, nextX), row: row)
      (y, x) = (nextY, nextX)
      row += 1
    }
  }

  private mutating func add(_ share: Float, from x0: Float, to x1: Float, row: Int) {
    let first = max(0, Int(x0))
    let last = min(width, Int(x1) + 1)
    var (before, here) = (Float(0), mean(Float(first), x0, x1))
    guard first <= last else { return }
    for column in first...last {
      let next = mean(Float(column + 1), x0, x1)
      differences[row * stride + column] += share * (next - 2 * here + before)
      (before, here) = (here, next)
    }
  }

  private func mean(_ x: Float, _ x0: Float, _ x1: Float) -> Float {
    if x <= x0 { return 0 }
    if x >= x1 { return x - (x0 + x1) / 2 }
    return (x - x0) * (x - x0) / (2 * (x1 - x0))
  }

  func sum(into values: inout [Float]) {
    for row in 0..<values.count / max(1, width) {
      var sum: Float = 0
      for column in 0..<width {
        sum += differences[row * stride + column]
        values[row * width + column] = min(1, abs(sum))
      }
    }
  }
}
