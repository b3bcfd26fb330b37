extension Canvas {
  /// A bar in a series' colour and texture; nothing where `rect` has no area.
  mutating func bar(_ rect: Rect, ink color: Int, texture: SeriesLook.Texture) {
    guard rect.width > 0, rect.height > 0 else { return }
    let path = Path.rect(rect)
    if texture == .solid {
      fill(path, .series(color))
      return
    }
    fill(path, .paper)
    fill(path, .series(color, opacity: texture == .tint ? 0.3 : 0.12))
    clip(to: rect) { canvas in
      if texture == .dots {
        for dot in Self.dots(in: rect) { canvas.fill(dot, .series(color)) }
      } else {
        for line in Self.hatch(texture, in: rect) {
          canvas.stroke(line, Stroke(.series(color), width: 0.6))
        }
      }
    }
    let inside = rect.grown(by: -min(0.3, rect.width / 4, rect.height / 4))
    stroke(.rect(inside), Stroke(.series(color), width: 0.6))
  }

  /// Marks an area that holds no value.
  mutating func hatchMissing(_ rect: Rect) {
    fill(.rect(rect), .paper)
    clip(to: rect) { canvas in
      for line in Self.hatch(.rising, in: rect) {
        canvas.stroke(line, Stroke(.line, width: 0.6))
      }
    }
  }

  /// Lines on a lattice of the whole page, so that neighbouring areas join.
  private static func hatch(_ texture: SeriesLook.Texture, in rect: Rect) -> [Path] {
    let step = 2.6
    switch texture {
    case .level:
      return multiples(of: step * 0.8, from: rect.minY, to: rect.maxY).map {
        .polyline([Point(rect.minX, $0), Point(rect.maxX, $0)])
      }
    case .rising:
      return multiples(of: step * 1.4, from: rect.minX + rect.minY, to: rect.maxX + rect.maxY).map {
        .polyline([Point($0 - rect.maxY, rect.maxY), Point($0 - rect.minY, rect.minY)])
      }
    case .falling:
      return multiples(of: step * 1.4, from: rect.minX - rect.maxY, to: rect.maxX - rect.minY).map {
        .polyline([Point($0 + rect.minY, rect.minY), Point($0 + rect.maxY, rect.maxY)])
      }
    case .solid, .tint, .dots: return []
    }
  }

  private static func dots(in rect: Rect) -> [Path] {
    multiples(of: 2.4, from: rect.minY, to: rect.maxY).flatMap { y in
      multiples(of: 2.4, from: rect.minX, to: rect.maxX).map { x in
        .circle(center: Point(x, y), radius: 0.55)
      }
    }
  }

  private static func multiples(of step: Double, from low: Double, to high: Double) -> [Double] {
    let first = (low / step).rounded(.up)
    let last = (high / step).rounded(.down)
    return first <= last ? stride(from: first, through: last, by: 1).map { $0 * step } : []
  }
}
