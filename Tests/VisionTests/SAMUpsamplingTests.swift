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

  @Test("bits and counts are those of the taps applied one pixel at a time", arguments: sizes)
  func kernel(width: Int, height: Int) throws {
    let frame = ImageFrame(imageWidth: width, imageHeight: height, side: 1024)
    let upsampling = MaskUpsampling(frame: frame)
    for seed in 0..<3 as Range<UInt64> {
      let logits = Self.logits(seed: seed)
      let upsampled = upsampling.mask(
        from: logits.span, rowStride: 256, threshold: 0.25, offset: 1.5)
      let plain = Self.plain(logits, frame)
      let expected = BinaryMask(
        width: width, height: height, values: plain.map { $0 > 0.25 ? 1 : 0 })
      #expect(upsampled.runs == RunLengthMask(expected).runs)
      #expect(upsampled.countAboveLow == plain.count { $0 > -1.25 })
      #expect(upsampled.countAboveHigh == plain.count { $0 > 1.75 })
    }
  }

  @Test(
    "in both directions, one step equals two in f64, within 1e-5 of logits up to 10",
    arguments: [(500, 375), (64, 64), (3, 300), (301, 1)])
  func twoDirections(width: Int, height: Int) {
    let frame = ImageFrame(imageWidth: width, imageHeight: height, side: 1024)
    let logits = Self.logits(seed: 3)
    let differences = zip(Self.plain(logits, frame), Self.inTwoSteps(logits, frame))
      .map { abs(Double($0) - $1) }
    #expect(differences.count == width * height)
    #expect(differences.allSatisfy { $0 < 1e-5 })
  }

  @Test("logits are PyTorch's within 1e-5 of its largest, and masks those above 0")
  func golden() throws {
    let tensors = try SAMFixtures.tensors("postprocess_masks")
    let low = try #require(tensors["logits"])
    let cases = tensors.filter { $0.key != "logits" }
    #expect(cases.count == 6)
    for (name, golden) in cases {
      let (height, width) = (golden.shape[1], golden.shape[2])
      let frame = ImageFrame(imageWidth: width, imageHeight: height, side: 64)
      let upsampling = MaskUpsampling(frame: frame)
      for mask in 0..<2 {
        let logits = Array(low.values[mask * 256..<mask * 256 + 256])
        let expected = golden.values[mask * width * height..<(mask + 1) * width * height]
        let limit = 1e-5 * (expected.map(abs).max() ?? 0)
        let plain = Self.plain(logits, frame)
        #expect(zip(plain, expected).allSatisfy { abs($0 - $1) <= limit }, "\(name)")
        let bits = BinaryMask(
          width: width, height: height, values: expected.map { $0 > 0 ? 1 : 0 })
        #expect(
          upsampling.mask(from: logits.span, rowStride: 16).runs == RunLengthMask(bits).runs,
          "\(name)")
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
    let isMoved = (0..<70).allSatisfy { y in
      (0..<130).allSatisfy { x in image[x + 37, y + 11] == crop[x, y] }
    }
    #expect(isMoved)
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

  /// All of the picture's logits by the taps, in the kernel's order of sums, row-major.
  private static func plain(_ logits: [Float], _ frame: ImageFrame) -> [Float] {
    let columns = BilinearTaps(
      logits: frame.logitsColumns, logitsSide: frame.side / 4, side: frame.side,
      length: frame.width,
      pixels: frame.imageWidth)
    let rows = BilinearTaps(
      logits: frame.logitsRows, logitsSide: frame.side / 4, side: frame.side, length: frame.height,
      pixels: frame.imageHeight)
    func sum(_ taps: BilinearTaps, _ pixel: Int, _ value: (Int) -> Float) -> Float {
      let (first, count) = (Int(taps.first[pixel]), taps.count)
      var sum = taps.weights[pixel] * value(first)
      sum += taps.weights[count + pixel] * value(first + 1)
      sum += taps.weights[2 * count + pixel] * value(first + 2)
      return sum
    }
    let wide = (0..<frame.logitsRows).map { y in
      (0..<frame.imageWidth).map { x in sum(columns, x) { logits[y * frame.side / 4 + $0] } }
    }
    return (0..<frame.imageHeight).flatMap { y in
      (0..<frame.imageWidth).map { x in sum(rows, y) { wide[$0][x] } }
    }
  }

  /// The same by two plain steps in f64.
  private static func inTwoSteps(_ logits: [Float], _ frame: ImageFrame) -> [Double] {
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
