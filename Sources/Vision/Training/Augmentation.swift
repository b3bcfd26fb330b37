/// How an image is changed before it is shown to a network in training.
public struct Augmentation: Sendable, Hashable {
  /// The longer side, in pixels, is a number from here, every one equally likely.
  public var longerSide: ClosedRange<Int>
  /// What is larger along a side is cropped to so many pixels, at a random place.
  public var crop: Int
  /// Whether every other image is mirrored.
  public var mirrors: Bool
  /// Brightness, contrast and saturation are each multiplied by a number within so much of 1.
  public var colour: Float

  /// Source of the defaults: IRN's `train_cam.py` (jiwoon-ahn/irn), which leaves colours alone.
  public init(
    longerSide: ClosedRange<Int> = 320...640, crop: Int = 512, mirrors: Bool = true,
    colour: Float = 0
  ) {
    precondition(
      longerSide.lowerBound > 0 && crop > 0 && (0..<1).contains(colour),
      "Augmentation: sides of \(longerSide), crops of \(crop), colours within \(colour)")
    (self.longerSide, self.crop) = (longerSide, crop)
    (self.mirrors, self.colour) = (mirrors, colour)
  }

  /// The longest side that an image can have afterwards.
  var maximumSide: Int { min(crop, longerSide.upperBound) }

  /// `image` as it is shown in one epoch, or as one view of it: the same for the same three.
  public func applied(to image: RGBImage, seed: UInt64, epoch: Int, id: ImageID) -> RGBImage {
    var generator = SplitMix64(seed: seed ^ SplitMix64.hash(id.name), stream: UInt64(epoch))
    let span = longerSide.upperBound - longerSide.lowerBound + 1
    let longest = longerSide.lowerBound + generator.index(below: span)
    let isMirrored = generator.chance(0.5) && mirrors
    let scale = Double(longest) / Double(max(image.width, image.height))
    let (width, height) = (
      max(1, Int((Double(image.width) * scale).rounded())),
      max(1, Int((Double(image.height) * scale).rounded()))
    )
    let (left, top) = (
      generator.index(below: max(0, width - crop) + 1),
      generator.index(below: max(0, height - crop) + 1)
    )
    let box = PixelBox(
      minX: left, minY: top, maxX: left + min(width, crop), maxY: top + min(height, crop))
    var result = image.resized(width: width, height: height).cropped(to: box)
    if isMirrored { result = result.mirrored }
    if colour > 0 { result = result.jittered(by: colour, &generator) }
    return result
  }

  /// Every choice by name, for the keys of caches.
  public var named: [(name: String, value: String)] {
    [
      ("longer side", "\(longerSide)"), ("crop", "\(crop)"), ("mirrors", "\(mirrors)"),
      ("colour", "\(colour)"),
    ]
  }
}

extension RGBImage {
  /// Left and right exchanged.
  package var mirrored: RGBImage {
    var result = pixels
    for y in 0..<height {
      for x in 0..<width {
        for channel in 0..<3 {
          result[(y * width + x) * 3 + channel] =
            pixels[(y * width + width - 1 - x) * 3 + channel]
        }
      }
    }
    return RGBImage(width: width, height: height, pixels: result)
  }

  /// Brightness, then contrast about the mean, then saturation about each pixel's grey.
  fileprivate func jittered(by amount: Float, _ generator: inout SplitMix64) -> RGBImage {
    let factors = (0..<3).map { _ in generator.number(1 - amount...1 + amount) }
    let luma = SIMD3<Float>(0.299, 0.587, 0.114)
    var sum = 0.0
    for start in stride(from: 0, to: pixels.count, by: 3) {
      sum += Double((colour(at: start) * luma).sum())
    }
    let mean = Float(sum / Double(width * height)) * factors[0]
    var result = pixels
    for start in stride(from: 0, to: pixels.count, by: 3) {
      var colour = colour(at: start) * factors[0]
      colour = mean + (colour - mean) * factors[1]
      let grey = (colour * luma).sum()
      colour = grey + (colour - grey) * factors[2]
      colour.clamp(lowerBound: .zero, upperBound: SIMD3(repeating: 255))
      for channel in 0..<3 { result[start + channel] = UInt8(colour[channel].rounded()) }
    }
    return RGBImage(width: width, height: height, pixels: result)
  }

  private func colour(at start: Int) -> SIMD3<Float> {
    SIMD3(Float(pixels[start]), Float(pixels[start + 1]), Float(pixels[start + 2]))
  }
}
