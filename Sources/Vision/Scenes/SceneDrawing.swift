extension SceneComposition {
  func drawn(_ generator: inout SplitMix64) -> Scene {
    let cutouts = visibleCutouts()
    var painting = Painting(width: width, height: height)
    backdrop.paint(&painting, &generator)
    for cutout in cutouts {
      cutout.castShadow(&painting, backdrop)
      cutout.paint(&painting, light)
    }
    let labels = SceneLabels(cutouts, width: width, height: height)
    return Scene(
      image: painting.photographed(&generator), classes: labels.classes,
      instances: labels.instances, parts: labels.parts, objects: labels.objects)
  }

  /// The objects that keep at least a quarter of their pixels; what hides another too far goes on
  /// doing so, and the other is left out.
  private func visibleCutouts() -> [Cutout] {
    var cutouts = items.map { Cutout($0) }
    while true {
      let labels = SceneLabels(cutouts, width: width, height: height)
      guard
        let hidden = labels.objects.firstIndex(where: { $0.visibleShare < 0.25 || $0.area < 400 })
      else { return cutouts }
      cutouts.remove(at: hidden)
    }
  }
}

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

  /// A soft shadow on the ground, or the reflection in the water.
  func castShadow(_ painting: inout Painting, _ backdrop: Backdrop) {
    let (foot, scale) = (item.placement.origin, item.placement.scale)
    let outline = item.placement.path(item.figure.outline)
    switch (item.kind, backdrop.habitat) {
    case (.fish, _), (.balloon, _): return
    case (_, .lake):
      let reflection = outline.map { Point($0.x, foot.y + 0.7 * (foot.y - $0.y) - 2) }
      let shape = Coverage(reflection, margin: 6).blurred(radius: 2)
      painting.darken(shape, 0.5, Colour(hex: 0x5f7f8c))
    default:
      let shear = backdrop.light.shadowShear
      let fallen = outline.map { point in
        let height = foot.y - point.y
        return Point(point.x + shear * height, foot.y - 0.2 * height)
      }
      let radius = max(1, Int(0.025 * scale))
      painting.darken(
        Coverage(fallen, margin: 2 * radius).blurred(radius: radius), 0.5, Colour(hex: 0x4d4a58))
      let contact = Path.ellipse(foot.x, foot.y, 0.42 * scale, 0.055 * scale)
      painting.darken(
        Coverage(contact, margin: 2 * radius).blurred(radius: radius), 0.6, Colour(hex: 0x3f3a40))
    }
  }
}

extension Painting {
  /// The painting as a camera would take it: a shade of warmth and exposure, darker corners, and
  /// the sensor's noise.
  func photographed(_ generator: inout SplitMix64) -> RGBImage {
    let exposure = generator.number(0.94...1.06)
    let warmth = generator.number(-0.03...0.04)
    let gain = Colour(1 + warmth, 1, 1 - warmth) * exposure
    let noise = generator.number(0.006...0.014)
    let centre = Point(Float(width), Float(height)) / 2
    var samples = [UInt8](repeating: 0, count: width * height * 3)
    for y in 0..<height {
      for x in 0..<width {
        let offset = (Point(Float(x), Float(y)) - centre) / centre
        let vignette = 1 - 0.1 * (offset * offset).sum()
        let bits = generator.next()
        let pixel = y * width + x
        let colour = pixels[pixel] * gain * vignette + noise * Self.grain(bits)
        for channel in 0..<3 {
          samples[3 * pixel + channel] = UInt8(min(255, max(0, 255 * colour[channel] + 0.5)))
        }
      }
    }
    return RGBImage(width: width, height: height, pixels: samples)
  }

  /// Three numbers of mean 0 and variance 1, close to normal, two thirds of each shared by the
  /// channels as with a sensor's brightness.
  private static func grain(_ bits: UInt64) -> Colour {
    let number = { (shift: UInt64) -> Float in Float(bits >> shift & 0xFFFF) / 32768 - 1 }
    let shared = number(0) + number(16)
    return Colour(shared + 0.5 * number(32), shared + 0.5 * number(48), shared - 0.5 * number(32))
  }
}
