public import Vision

/// A score of the whole set with its 95 % interval.
public struct Estimate: Sendable, Hashable, Codable {
  public var value: Double
  public var low: Double
  public var high: Double

  public init(value: Double, low: Double, high: Double) {
    (self.value, self.low, self.high) = (value, low, high)
  }
}

/// Resamples of a set's images, the same for every score, so that differences are paired.
///
/// A resample draws as many images as there are, with replacement; the set's mIoU is computed anew
/// from the drawn images' confusion counts. Intervals run from the 2.5th to the 97.5th percentile.
///
/// Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
public struct PairedBootstrap: Sendable {
  public let resamples: Int
  private let images: Int
  /// `[resamples, images]`: how often each image was drawn.
  private let weights: [Double]

  public init(images: Int, resamples: Int = 2000, seed: UInt64) {
    precondition(images > 0 && resamples > 1, "PairedBootstrap: \(images) images")
    self.images = images
    self.resamples = resamples
    var weights = [Double](repeating: 0, count: images * resamples)
    var generator = SplitMix64(seed: seed)
    for resample in 0..<resamples {
      for _ in 0..<images { weights[resample * images + generator.index(below: images)] += 1 }
    }
    self.weights = weights
  }

  /// The set's mIoU, its value on the set itself and in every resample.
  public struct Distribution: Sendable {
    public let value: Double
    let samples: [Double]

    public var estimate: Estimate {
      let (low, high) = interval(samples)
      return Estimate(value: value, low: low, high: high)
    }

    /// `self − baseline`, resample by resample.
    public func difference(from baseline: Distribution) -> Estimate {
      let (low, high) = interval(zip(samples, baseline.samples).map(-))
      return Estimate(value: value - baseline.value, low: low, high: high)
    }
  }

  /// The mean of several scores of the same images, resample by resample: what a method gains on
  /// average, with the interval of that average.
  public static func mean(_ distributions: [Distribution]) -> Distribution? {
    guard let value = distributions.map(\.value).mean, let first = distributions.first else {
      return nil
    }
    let samples = first.samples.indices.map { resample in
      distributions.map { $0.samples[resample] }.mean ?? value
    }
    return Distribution(value: value, samples: samples)
  }

  /// `perImage` holds each image's counts per class, in the order of the images. nil where no class
  /// occurs in any image.
  public func meanIoU(_ perImage: [[ClassCounts]]) -> Distribution? {
    precondition(perImage.count == images, "meanIoU: \(perImage.count) of \(images) images")
    let table = CountTable(perImage)
    guard let value = table.meanIoU(weights: repeatElement(1, count: images)) else { return nil }
    let samples = (0..<resamples).map { resample in
      table.meanIoU(weights: weights[resample * images..<(resample + 1) * images]) ?? value
    }
    return Distribution(value: value, samples: samples)
  }
}

/// Counts per class and image, laid out so that weighted sums over the images run eight classes at a
/// time. Sums of whole numbers are exact in `Double` up to 2⁵³ pixels, whatever their order.
private struct CountTable {
  /// `[eights of classes, images]`: pixels in both truth and prediction, and in either.
  private let both: [SIMD8<Double>]
  private let union: [SIMD8<Double>]
  private let eights: Int
  private let images: Int

  init(_ perImage: [[ClassCounts]]) {
    let classes = perImage.first?.count ?? 0
    let eights = (classes + 7) / 8
    (self.eights, images) = (eights, perImage.count)
    func laidOut(_ count: (ClassCounts) -> Int) -> [SIMD8<Double>] {
      (0..<eights).flatMap { eight in
        perImage.map { image in
          var lanes = SIMD8<Double>()
          for lane in 0..<min(8, classes - eight * 8) {
            lanes[lane] = Double(count(image[eight * 8 + lane]))
          }
          return lanes
        }
      }
    }
    both = laidOut(\.both)
    union = laidOut(\.union)
  }

  /// nil where no class occurs.
  func meanIoU(weights: some Collection<Double>) -> Double? {
    var (sum, count) = (0.0, 0.0)
    for eight in 0..<eights {
      var inBoth = SIMD8<Double>()
      var inEither = SIMD8<Double>()
      for (place, weight) in zip(eight * images..<(eight + 1) * images, weights) {
        inBoth += weight * both[place]
        inEither += weight * union[place]
      }
      for lane in 0..<8 where inEither[lane] > 0 {
        sum += inBoth[lane] / inEither[lane]
        count += 1
      }
    }
    return count > 0 ? sum / count : nil
  }
}

/// The 2.5th and 97.5th percentiles, interpolated linearly.
private func interval(_ samples: [Double]) -> (low: Double, high: Double) {
  let sorted = samples.sorted()
  func percentile(_ share: Double) -> Double {
    let position = share * Double(sorted.count - 1)
    let below = Int(position)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (sorted[above] - sorted[below]) * (position - Double(below))
  }
  return (percentile(0.025), percentile(0.975))
}
