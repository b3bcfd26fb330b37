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
  private let weights: [UInt16]

  public init(images: Int, resamples: Int = 2000, seed: UInt64) {
    precondition(images > 0 && resamples > 1, "PairedBootstrap: \(images) images")
    self.images = images
    self.resamples = resamples
    var weights = [UInt16](repeating: 0, count: images * resamples)
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
    let classes = perImage.first?.count ?? 0
    // [images, 2 × classes]: intersections, then unions.
    let counts = perImage.flatMap { $0.map { $0.both } + $0.map { $0.union } }
    let width = 2 * classes
    func score(_ sums: [Int]) -> Double? {
      (0..<classes).filter { sums[classes + $0] > 0 }
        .map { Double(sums[$0]) / Double(sums[classes + $0]) }.mean
    }
    var whole = [Int](repeating: 0, count: width)
    for (i, count) in counts.enumerated() { whole[i % width] += count }
    guard let value = score(whole) else { return nil }
    let samples = (0..<resamples).map { resample in
      var sums = [Int](repeating: 0, count: width)
      for image in 0..<images {
        let weight = Int(weights[resample * images + image])
        guard weight > 0 else { continue }
        for column in 0..<width { sums[column] += weight * counts[image * width + column] }
      }
      return score(sums) ?? value
    }
    return Distribution(value: value, samples: samples)
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
