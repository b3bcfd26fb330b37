/// What tells a photograph's pixels apart for a kernel, in units of its deviations: column and row,
/// and for a bilateral one red, green and blue.
package struct PixelFeatures: Sendable {
  private let image: RGBImage
  private let sxy: Float
  /// Nil where colours do not count.
  private let srgb: Float?

  package init(image: RGBImage, sxy: Float, srgb: Float? = nil) {
    precondition(
      sxy > 0 && sxy.isFinite && srgb ?? 1 > 0 && srgb ?? 1 < .infinity,
      "PixelFeatures: deviations \(sxy), \(srgb ?? 0)")
    (self.image, self.sxy, self.srgb) = (image, sxy, srgb)
  }

  var width: Int { image.width }
  var height: Int { image.height }

  /// Features of one pixel.
  var count: Int { srgb == nil ? 2 : 5 }

  /// The largest value that each feature may have; the smallest is 0.
  var bounds: [Double] {
    let place = [width, height].map { Double(Float($0 - 1) / sxy) }
    guard let srgb else { return place }
    return place + [Double](repeating: Double(255 / srgb), count: 3)
  }

  /// Writes the features of row `y` to `target`, `[count, stride]`; what is beyond the row's end stays.
  func write(row y: Int, to target: inout [Float], stride: Int) {
    for x in 0..<width {
      target[x] = Float(x) / sxy
      target[stride + x] = Float(y) / sxy
    }
    guard let srgb else { return }
    for x in 0..<width {
      for channel in 0..<3 {
        target[(2 + channel) * stride + x] =
          Float(image.pixels[(y * width + x) * 3 + channel]) / srgb
      }
    }
  }
}
