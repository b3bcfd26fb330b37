extension Rect {
  /// What is left after taking these margins off; never negative.
  func inset(left: Double = 0, top: Double = 0, right: Double = 0, bottom: Double = 0) -> Rect {
    Rect(
      x: x + left, y: y + top, width: max(0, width - left - right),
      height: max(0, height - top - bottom))
  }

  /// Grown by `margin` on every side.
  package func grown(by margin: Double) -> Rect {
    Rect(x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin)
  }

  /// The largest rectangle of `width : height` in the middle of this one.
  func fitting(width: Double, height: Double) -> Rect {
    guard width > 0, height > 0 else { return self }
    let scale = min(self.width / width, self.height / height)
    return Rect(
      x: midX - width * scale / 2, y: midY - height * scale / 2, width: width * scale,
      height: height * scale)
  }

  package func intersects(_ other: Rect) -> Bool {
    minX < other.maxX && other.minX < maxX && minY < other.maxY && other.minY < maxY
  }

  func contains(_ other: Rect) -> Bool {
    minX <= other.minX && maxX >= other.maxX && minY <= other.minY && maxY >= other.maxY
  }

  func contains(_ point: Point) -> Bool {
    minX <= point.x && point.x <= maxX && minY <= point.y && point.y <= maxY
  }
}

extension Size {
  /// A canvas of this size without the sliver at its edges that strokes need.
  var drawable: Rect { Rect(x: 0, y: 0, width: width, height: height).grown(by: -Self.edge) }

  /// Kept free around every figure.
  static var edge: Double { 1 }
}
