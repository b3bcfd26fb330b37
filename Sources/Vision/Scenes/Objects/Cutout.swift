/// An object's shapes in the image.
struct Cutout {
  let item: SceneComposition.Item
  let parts: [Coverage]

  init(_ item: SceneComposition.Item) {
    self.item = item
    parts = item.figure.parts.map { Coverage(item.placement.path($0.outline)) }
  }

  func paint(_ painting: inout Painting, _ light: Light) {
    for (part, coverage) in zip(item.figure.parts, parts) {
      painting.paint(coverage, part.finish, at: item.placement, light: light, shift: item.shift)
      for mark in part.marks {
        let shape = Coverage(item.placement.path(mark.outline)).clipped(to: coverage)
        painting.paint(shape, mark.finish, at: item.placement, light: light, shift: item.shift)
      }
    }
  }

  /// A soft shadow on the ground, or the reflection in the water; what floats has neither.
  func castShadow(_ painting: inout Painting, _ backdrop: Backdrop) {
    if item.kind.isFloating { return }
    let outline = item.placement.path(item.figure.outline)
    if backdrop.habitat == .lake {
      reflect(outline, in: &painting)
    } else {
      castShadow(of: outline, &painting, backdrop.light)
    }
  }

  private func reflect(_ outline: Path, in painting: inout Painting) {
    let waterline = item.placement.origin.y
    let mirrored = outline.map { Point($0.x, waterline + 0.7 * (waterline - $0.y) - 2) }
    let shape = Coverage(mirrored, margin: 6).blurred(radius: 2)
    painting.darken(shape, 0.5, Colour(hex: 0x5f7f8c))
  }

  private func castShadow(of outline: Path, _ painting: inout Painting, _ light: Light) {
    let (foot, scale) = (item.placement.origin, item.placement.scale)
    let fallen = outline.map { point in
      let height = foot.y - point.y
      return Point(point.x + light.shadowShear * height, foot.y - 0.2 * height)
    }
    let contact = Path.ellipse(foot.x, foot.y, 0.42 * scale, 0.055 * scale)
    let radius = max(1, Int(0.02 * scale))
    for (path, strength) in [(fallen, 0.5 as Float), (contact, 0.6)] {
      let shape = Coverage(path, margin: 3 * radius).blurred(radius: radius)
      painting.darken(shape, strength, Colour(hex: 0x464350))
    }
  }
}
