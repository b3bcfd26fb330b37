/// What the brightness around each pixel does: flat, or one of four orientations at one of four
/// strengths.
struct TextureMap: Sendable {
  static let codeCount = 17
  /// 0 for flat, else `1 + 4 · strength + orientation`; row-major.
  let codes: [UInt8]

  /// Codes the gradient of L* by central differences; at the border by one-sided ones.
  init(_ image: LabImage) {
    let (width, height) = (image.width, image.height)
    var codes = [UInt8](repeating: 0, count: width * height)
    for y in 0..<height {
      let (row, above) = (y * width, max(y - 1, 0) * width)
      let below = min(y + 1, height - 1) * width
      for x in 0..<width {
        let (left, right) = (max(x - 1, 0), min(x + 1, width - 1))
        codes[row + x] = Self.code(
          (image.pixels[row + right].x - image.pixels[row + left].x) / 2,
          (image.pixels[below + x].x - image.pixels[above + x].x) / 2)
      }
    }
    self.codes = codes
  }

  private static func code(_ dx: Float, _ dy: Float) -> UInt8 {
    let squared = dx * dx + dy * dy
    guard squared >= 1 else { return 0 }
    // Strength doubles from class to class: 1, 2, 4 and 8 units of L* per pixel.
    let strength: UInt8 = squared < 4 ? 0 : squared < 16 ? 1 : squared < 64 ? 2 : 3
    let eighthTurn: Float = 0.414_213_56  // tan 22.5°
    let orientation: UInt8 =
      abs(dy) < eighthTurn * abs(dx)
      ? 0 : abs(dx) < eighthTurn * abs(dy) ? 1 : (dx > 0) == (dy > 0) ? 2 : 3
    return 1 + 4 * strength + orientation
  }
}
