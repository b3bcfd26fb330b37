/// How much of each pixel an outline covers, [0, 1], inside the part of its bounding box that the
/// image shows.
struct Coverage: Sendable {
  let columns: Range<Int>
  let rows: Range<Int>
  /// `[row, column]`, row-major.
  private let values: [Float]

  /// The exact area of the outline within each pixel, for an outline that does not cross itself.
  init(_ outline: Outline, width: Int, height: Int) {
    let (low, high) = outline.bounds
    let first = Int(low.x.rounded(.down))
    let last = Int(high.x.rounded(.down)) + 1
    let top = max(0, min(height, Int(low.y.rounded(.down))))
    let bottom = max(top, min(height, Int(high.y.rounded(.down)) + 1))
    var sums = SignedAreas(left: first, width: last - first, top: top, height: bottom - top)
    var previous = outline.points[outline.points.count - 1]
    for point in outline.points {
      sums.add(previous, point)
      previous = point
    }
    let shown = max(0, first)..<max(max(0, first), min(width, last))
    (columns, rows) = (shown, top..<bottom)
    values = sums.coverage(of: shown)
  }

  subscript(x: Int, y: Int) -> Float {
    values[(y - rows.lowerBound) * columns.count + x - columns.lowerBound]
  }
}

/// Per pixel, the change in covered area from the pixel to its left.
///
/// Source: the signed-area accumulation of font rasterisers (Levien, font-rs, 2016).
private struct SignedAreas {
  let left: Int
  let width: Int
  let top: Int
  let height: Int
  private var changes: [Float]

  init(left: Int, width: Int, top: Int, height: Int) {
    (self.left, self.width, self.top, self.height) = (left, width, top, height)
    // An edge in the last column also changes the pixel right of it.
    changes = [Float](repeating: 0, count: (width + 1) * height)
  }

  mutating func add(_ a: SIMD2<Double>, _ b: SIMD2<Double>) {
    guard a.y != b.y else { return }
    let direction: Double = a.y < b.y ? 1 : -1
    let (upper, lower) = a.y < b.y ? (a, b) : (b, a)
    let slope = (lower.x - upper.x) / (lower.y - upper.y)
    let firstRow = max(0, Int((upper.y - Double(top)).rounded(.down)))
    let lastRow = min(height, Int((lower.y - Double(top)).rounded(.up)))
    guard firstRow < lastRow else { return }
    for row in firstRow..<lastRow {
      let from = max(upper.y, Double(top + row))
      let to = min(lower.y, Double(top + row + 1))
      guard from < to else { continue }
      let x0 = upper.x + (from - upper.y) * slope - Double(left)
      let x1 = upper.x + (to - upper.y) * slope - Double(left)
      addRow(row * (width + 1), min(x0, x1), max(x0, x1), (to - from) * direction)
    }
  }

  /// An edge within one row from `x0` to `x1`, `rise` high.
  private mutating func addRow(_ row: Int, _ x0: Double, _ x1: Double, _ rise: Double) {
    let (x0, x1) = (max(0, x0), min(Double(width), x1))
    let first = min(Int(x0), width - 1)
    let last = max(first, min(Int(x1.rounded(.up)) - 1, width - 1))
    for column in first...last {
      // The part of the edge left of this column's right side, and its mean distance from there.
      let share: Double
      let mean: Double
      if x1 - x0 < 1e-12 {
        (share, mean) = (1, x0)
      } else {
        let (from, to) = (max(x0, Double(column)), min(x1, Double(column + 1)))
        (share, mean) = (max(0, to - from) / (x1 - x0), (from + to) / 2)
      }
      let covered = share * (Double(column + 1) - mean)
      changes[row + column] += Float(covered * rise)
      changes[row + column + 1] += Float((share - covered) * rise)
    }
  }

  func coverage(of columns: Range<Int>) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(columns.count * height)
    for row in 0..<height {
      var sum: Float = 0
      for column in 0..<width {
        sum += changes[row * (width + 1) + column]
        if columns.contains(left + column) { values.append(min(abs(sum), 1)) }
      }
    }
    return values
  }
}
