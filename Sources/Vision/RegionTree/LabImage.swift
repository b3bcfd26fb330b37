/// A photograph in CIE L*a*b* (D65): `pixels` is row-major, lanes L* in [0, 100], a*, b*, 0.
struct LabImage: Sendable {
  let width: Int
  let height: Int
  var pixels: [SIMD4<Float>]

  /// The image's colours, averaged in linear light over blocks of `factor × factor` pixels; blocks
  /// at the right and lower border may be smaller.
  init(_ image: RGBImage, reducedBy factor: Int) {
    precondition(factor >= 1, "LabImage: reduction by \(factor)")
    width = (image.width + factor - 1) / factor
    height = (image.height + factor - 1) / factor
    let linear = (0...255).map { Self.linear(Float($0) / 255) }
    let root = CubeRootTable()
    pixels = []
    pixels.reserveCapacity(width * height)
    for y in 0..<height {
      for x in 0..<width {
        let rows = y * factor..<min(image.height, (y + 1) * factor)
        let columns = x * factor..<min(image.width, (x + 1) * factor)
        var sum = SIMD3<Float>.zero
        for row in rows {
          for column in columns {
            let at = (row * image.width + column) * 3
            sum += SIMD3(
              linear[Int(image.pixels[at])], linear[Int(image.pixels[at + 1])],
              linear[Int(image.pixels[at + 2])])
          }
        }
        pixels.append(Self.lab(sum / Float(rows.count * columns.count), root))
      }
    }
  }

  private init(width: Int, height: Int, pixels: [SIMD4<Float>]) {
    (self.width, self.height, self.pixels) = (width, height, pixels)
  }

  /// The image filtered by the binomial kernel (1 4 6 4 1)/16 in both directions, a Gaussian of
  /// standard deviation 1; pixels beyond the border repeat the nearest one.
  func smoothed() -> LabImage {
    let rows = Self.smooth(
      pixels, lines: height, length: width, lineStride: width, elementStride: 1)
    let both = Self.smooth(
      rows, lines: width, length: height, lineStride: 1, elementStride: width)
    return LabImage(width: width, height: height, pixels: both)
  }

  private static func smooth(
    _ source: [SIMD4<Float>], lines: Int, length: Int, lineStride: Int, elementStride: Int
  ) -> [SIMD4<Float>] {
    var result = source
    for line in 0..<lines {
      let first = line * lineStride
      let last = first + (length - 1) * elementStride
      var (b, c) = (source[first], source[first])
      var a = b
      var d = source[min(first + elementStride, last)]
      var at = first
      for i in 0..<length {
        let e = source[min(first + (i + 2) * elementStride, last)]
        result[at] = (a + e) * 0.0625 + (b + d) * 0.25 + c * 0.375
        (a, b, c, d) = (b, c, d, e)
        at += elementStride
      }
    }
    return result
  }

  /// The inverse of sRGB's transfer function. Its exponent 2.4 is taken by Newton's method, since
  /// the C library's `pow` may differ between machines in the last bit.
  private static func linear(_ value: Float) -> Float {
    if value <= 0.04045 { return value / 12.92 }
    let base = Double((value + 0.055) / 1.055)
    // y = base^(2/5) solves y⁵ = base², so base^2.4 = base² · y.
    var y = base
    for _ in 0..<60 {
      let y4 = y * y * y * y
      y -= (y4 * y - base * base) / (5 * y4)
    }
    return Float(base * base * y)
  }

  private static func lab(_ rgb: SIMD3<Float>, _ root: CubeRootTable) -> SIMD4<Float> {
    // Rows of the sRGB to XYZ matrix, each divided by the D65 white point.
    let x = (SIMD3(0.433_953, 0.376_219, 0.189_828) * rgb).sum()
    let y = (SIMD3(0.212_671, 0.715_160, 0.072_169) * rgb).sum()
    let z = (SIMD3(0.017_758, 0.109_477, 0.872_765) * rgb).sum()
    let (fx, fy, fz) = (root[x], root[y], root[z])
    return SIMD4(116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz), 0)
  }
}

/// CIE's f(t), the cube root with a linear foot, on [0, 1]: a table with linear interpolation,
/// within 0.0002 of the exact value.
private struct CubeRootTable {
  private static let steps = 4096
  private let values: [Float]

  init() {
    values = (0...Self.steps + 1).map { step in
      let t = Double(step) / Double(Self.steps)
      if t <= 216.0 / 24389 { return Float((24389.0 / 27 * t + 16) / 116) }
      var root = 1.0
      for _ in 0..<40 { root -= (root * root * root - t) / (3 * root * root) }
      return Float(root)
    }
  }

  subscript(t: Float) -> Float {
    let position = min(max(t, 0), 1) * Float(Self.steps)
    let step = Int(position)
    return values[step] + (values[step + 1] - values[step]) * (position - Float(step))
  }
}
