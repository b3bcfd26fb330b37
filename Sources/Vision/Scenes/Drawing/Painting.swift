/// An image being painted: colours in [0, 1] that shapes are laid over.
struct Painting {
  let width: Int
  let height: Int
  private(set) var pixels: [Colour]

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    pixels = [Colour](repeating: .zero, count: width * height)
  }

  /// Sets the pixels of the given rows, each to what `colour` says of its column and row.
  mutating func fill(rows: Range<Int>, _ colour: (Float, Float) -> Colour) {
    for y in rows.clamped(to: 0..<height) {
      for x in 0..<width { pixels[y * width + x] = colour(Float(x), Float(y)) }
    }
  }

  /// Brings one pixel towards `colour`.
  mutating func mix(_ x: Int, _ y: Int, _ colour: Colour, _ amount: Float) {
    pixels[y * width + x] = pixels[y * width + x].mixed(colour, amount)
  }

  /// Lays a colour over what is there, as far as `coverage` goes; the closure has the position in
  /// the image and the colour below.
  mutating func lay(
    _ coverage: Coverage, alpha: Float = 1,
    _ colour: (_ x: Int, _ y: Int, _ below: Colour) -> Colour
  ) {
    let box = coverage.box
    guard box.maxX > 0, box.maxY > 0, box.minX < width, box.minY < height else { return }
    for y in max(0, box.minY)..<min(height, box.maxY) {
      let row = (y - box.minY) * box.width - box.minX
      for x in max(0, box.minX)..<min(width, box.maxX) {
        let amount = alpha * coverage.values[row + x]
        guard amount > 0 else { continue }
        let below = pixels[y * width + x]
        pixels[y * width + x] = below.mixed(colour(x, y, below), amount)
      }
    }
  }

  /// Multiplies what is there by `tint`.
  mutating func darken(_ coverage: Coverage, _ strength: Float, _ tint: Colour) {
    lay(coverage, alpha: strength) { _, _, below in below * tint }
  }

  /// A little out of focus.
  mutating func soften(radius: Int) {
    guard radius > 0 else { return }
    BoxBlur.rows(&pixels, width: width, radius: radius, extends: true)
    BoxBlur.columns(&pixels, width: width, radius: radius, extends: true)
  }

  /// Paints a shape of a figure with its finish, lit as a surface that rises from its outline.
  mutating func paint(
    _ coverage: Coverage, _ finish: Finish, at placement: Placement, light: Light, shift: Point
  ) {
    let box = coverage.box
    guard box.area > 0 else { return }
    let thickness = Float(coverage.values.reduce(0, +)) / Float(max(box.width, box.height))
    let radius = max(1, Int(0.2 * thickness))
    let relief = finish.relief > 0 ? coverage.blurred(radius: radius) : coverage
    let steepness = 2 * finish.relief * Float(radius)
    lay(coverage, alpha: finish.alpha) { x, y, _ in
      let point = placement.figure(Point(Float(x) + 0.5, Float(y) + 0.5))
      let colour = finish.colour(at: point, shift: shift)
      guard finish.relief > 0 else { return colour }
      let slope =
        steepness
        * Point(relief[x + 1, y] - relief[x - 1, y], relief[x, y + 1] - relief[x, y - 1]) / 2
      let (factor, highlight) = light.shade(slope: slope, gloss: finish.gloss)
      return colour.mixed(.white, highlight) * factor
    }
  }
}
