import TestSupport
import Testing
import Vision

@Suite("SAM: mask logits at the size of the picture")
struct SAMUpsamplingTests {
  /// Pictures with sides that are rounded, cut, enlarged, and one pixel long.
  static let sizes = [
    (500, 375), (375, 500), (640, 427), (1024, 1024), (1025, 700), (1700, 30), (1, 1), (7, 1),
    (3, 900), (900, 4), (64, 64),
  ]

  @Test(
    "one step equals two bilinear steps in f64, within 1e-5 of logits up to 10", arguments: sizes)
  func taps(width: Int, height: Int) {
    let frame = ImageFrame(imageWidth: width, imageHeight: height, side: 1024)
    for (length, pixels, valid) in [
      (frame.width, width, frame.logitsColumns), (frame.height, height, frame.logitsRows),
    ] {
      let taps = BilinearTaps(
        logits: valid, logitsSide: 256, side: 1024, length: length, pixels: pixels)
      var random = CaseGenerator(seed: UInt64(length))
      let logits = (0..<256).map { _ in Double(Float.random(in: -10...10, using: &random)) }
      let expected = Self.twoSteps(logits, side: 1024, length: length, pixels: pixels)
      #expect(taps.count == pixels)
      var worst = 0.0
      for pixel in 0..<pixels {
        let first = Int(taps.first[pixel])
        #expect(first >= 0 && first + 2 < valid)
        var sum: Float = 0
        for k in 0..<3 { sum += taps.weights[k * pixels + pixel] * Float(logits[first + k]) }
        worst = max(worst, abs(Double(sum) - expected[pixel]))
      }
      #expect(worst < 1e-5)
    }
  }

  @Test("bits, counts and stability are those of the two steps", arguments: sizes)
  func masks(width: Int, height: Int) throws {
    let frame = ImageFrame(imageWidth: width, imageHeight: height, side: 1024)
    let upsampling = MaskUpsampling(frame: frame)
    for seed in 0..<3 as Range<UInt64> {
      let logits = Self.logits(seed: seed)
      let upsampled = upsampling.mask(
        from: logits.span, rowStride: 256, threshold: 0.25, offset: 1.5)
      let mask = BinaryMask(
        try RunLengthMask(width: width, height: height, runs: upsampled.runs))
      let plain = Self.plain(logits, frame)
      // Sums are rounded in another order: what lies this close to a threshold may fall either way.
      let (tolerance, thresholds) = (2e-5, [0.25, -1.25, 1.75])
      var undecided = [0, 0, 0]
      var above = [0, 0, 0]
      for (pixel, value) in plain.enumerated() {
        for (index, threshold) in thresholds.enumerated() {
          if abs(value - threshold) < tolerance {
            undecided[index] += 1
          } else if value > threshold {
            above[index] += 1
          }
        }
        if abs(value - 0.25) >= tolerance {
          #expect(mask[pixel % width, pixel / width] == (value > 0.25))
        }
      }
      #expect((above[1]...above[1] + undecided[1]).contains(upsampled.countAboveLow))
      #expect((above[2]...above[2] + undecided[2]).contains(upsampled.countAboveHigh))
      #expect(undecided.max() ?? 0 <= max(4, width * height / 1000))
      if upsampled.countAboveLow > 0 {
        #expect(
          upsampled.stability
            == Float(upsampled.countAboveHigh) / Float(upsampled.countAboveLow))
      }
    }
  }

  @Test("only the named rows and columns are read, whatever lies between the rows")
  func padding() {
    let frame = ImageFrame(imageWidth: 500, imageHeight: 333, side: 1024)
    let upsampling = MaskUpsampling(frame: frame)
    let logits = Self.logits(seed: 5)
    let (rows, columns) = (frame.logitsRows, frame.logitsColumns)
    let expected = upsampling.mask(from: logits.span, rowStride: 256)
    #expect(!expected.isEmpty)
    var spoiled = logits
    for index in spoiled.indices where index / 256 >= rows || index % 256 >= columns {
      spoiled[index] = .nan
    }
    #expect(upsampling.mask(from: spoiled.span, rowStride: 256) == expected)
    var wide = [Float](repeating: .nan, count: rows * 300)
    for y in 0..<rows {
      for x in 0..<columns { wide[y * 300 + x] = logits[y * 256 + x] }
    }
    #expect(upsampling.mask(from: wide.span, rowStride: 300) == expected)
  }

  @Test("a crop's mask lies at its place in the picture")
  func crops() throws {
    let box = PixelBox(minX: 37, minY: 11, maxX: 37 + 130, maxY: 11 + 70)
    let frame = ImageFrame(imageWidth: 130, imageHeight: 70, side: 1024)
    let logits = Self.logits(seed: 9)
    let alone = MaskUpsampling(frame: frame).mask(from: logits.span, rowStride: 256)
    let placed = MaskUpsampling(frame: frame, crop: box, imageWidth: 200, imageHeight: 90)
      .mask(from: logits.span, rowStride: 256)
    let crop = BinaryMask(try RunLengthMask(width: 130, height: 70, runs: alone.runs))
    let image = BinaryMask(try RunLengthMask(width: 200, height: 90, runs: placed.runs))
    #expect(crop.count > 0 && image.count == crop.count)
    for y in 0..<70 { for x in 0..<130 { #expect(image[x + 37, y + 11] == crop[x, y]) } }
    #expect(placed.stability == alone.stability)
  }

  @Test("logits below every threshold, and no numbers, give no mask and no stability")
  func nothing() throws {
    let upsampling = MaskUpsampling(
      frame: ImageFrame(imageWidth: 50, imageHeight: 40, side: 1024))
    for value in [-5, -1, .nan, -.infinity] as [Float] {
      let logits = [Float](repeating: value, count: 256 * 256)
      let mask = upsampling.mask(from: logits.span, rowStride: 256)
      #expect(mask == UpsampledMask(runs: [2000], countAboveLow: 0, countAboveHigh: 0))
      #expect(mask.isEmpty && mask.stability == 0)
    }
    let full = [Float](repeating: 5, count: 256 * 256)
    let mask = upsampling.mask(from: full.span, rowStride: 256)
    #expect(mask == UpsampledMask(runs: [0, 2000], countAboveLow: 2000, countAboveHigh: 2000))
    #expect(!mask.isEmpty && mask.stability == 1)
  }

  /// Discs and noise, [-10, 10].
  private static func logits(seed: UInt64) -> [Float] {
    var random = CaseGenerator(seed: seed)
    let (x, y) = (
      Float.random(in: 0...60, using: &random), Float.random(in: 0...60, using: &random)
    )
    let radius = Float.random(in: 5...90, using: &random)
    return (0..<256 * 256).map { index in
      let (dx, dy) = (Float(index % 256) - x, Float(index / 256) - y)
      let disc = (radius - (dx * dx + dy * dy).squareRoot()) / 4
      return min(max(disc + Float.random(in: -2...2, using: &random), -10), 10)
    }
  }

  /// All of the picture's logits by two plain steps, row-major.
  private static func plain(_ logits: [Float], _ frame: ImageFrame) -> [Double] {
    let rows = (0..<frame.logitsRows).map { y in
      twoSteps(
        logits[y * 256..<y * 256 + 256].map { Double($0) }, side: frame.side, length: frame.width,
        pixels: frame.imageWidth)
    }
    var plain = [Double](repeating: 0, count: frame.imageWidth * frame.imageHeight)
    for x in 0..<frame.imageWidth {
      var column = rows.map { $0[x] }
      column += [Double](repeating: 0, count: 256 - column.count)
      let values = twoSteps(
        column, side: frame.side, length: frame.height, pixels: frame.imageHeight)
      for (y, value) in values.enumerated() { plain[y * frame.imageWidth + x] = value }
    }
    return plain
  }

  private static func twoSteps(
    _ logits: [Double], side: Int, length: Int, pixels: Int
  ) -> [Double] {
    interpolated(Array(interpolated(logits, to: side).prefix(length)), to: pixels)
  }

  /// PyTorch's bilinear interpolation along one axis: positions in f32, the rest in f64.
  private static func interpolated(_ values: [Double], to count: Int) -> [Double] {
    let scale = Float(values.count) / Float(count)
    return (0..<count).map { index in
      let scaled = (Float(index) + 0.5) * scale
      let position = max(scaled - 0.5, 0)
      let low = min(Int(position), values.count - 1)
      let share = Double(position) - Double(low)
      return values[low] * (1 - share) + values[min(low + 1, values.count - 1)] * share
    }
  }
}
