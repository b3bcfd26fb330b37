/// Where a figure stands in the image: its own frame, in which it stands on the origin and is about
/// one unit high, against pixels.
struct Placement {
  /// In pixels.
  var origin: Point
  /// Pixels to a unit.
  var scale: Float
  var isMirrored = false
  /// The direction of the figure's x axis, of length 1.
  var axis = Point(1, 0)

  func pixels(_ point: Point) -> Point {
    let x = isMirrored ? -point.x : point.x
    return origin + scale * Point(x * axis.x - point.y * axis.y, x * axis.y + point.y * axis.x)
  }

  func figure(_ pixels: Point) -> Point {
    let offset = (pixels - origin) / scale
    let x = offset.x * axis.x + offset.y * axis.y
    let y = offset.y * axis.x - offset.x * axis.y
    return Point(isMirrored ? -x : x, y)
  }

  func path(_ path: Path) -> Path { path.map(pixels) }
}
