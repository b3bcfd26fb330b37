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
  private let seed: UInt64

  public init(images: Int, resamples: Int = 2000, seed: UInt64) {
    precondition(
      images > 0 && resamples > 1, "PairedBootstrap: \(images) images, \(resamples) resamples")
    (self.images, self.resamples, self.seed) = (images, resamples, seed)
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
  /// occurs in any image. A resample without any class has the set's own value.
  public func meanIoU(_ perImage: [[ClassCounts]]) -> Distribution? {
    meanShare(
      perImage.map { counts in
        counts.enumerated().map { Share(of: $0, part: $1.both, whole: $1.union) }
      })
  }

  /// What one image adds to a class' quotient of two counts.
  public struct Share: Sendable {
    let index: Int
    let part: Int
    let whole: Int

    /// - Parameter index: of the class, from 0 on.
    public init(of index: Int, part: Int, whole: Int) {
      (self.index, self.part, self.whole) = (index, part, whole)
    }
  }

  /// The mean over classes of part over whole, both summed over the images: `meanIoU` of other counts.
  /// A class without any `whole` is left out; nil where all are.
  public func meanShare(_ perImage: [[Share]]) -> Distribution? {
    precondition(perImage.count == images, "meanShare: \(perImage.count) of \(images) images")
    // Most images have few of the classes.
    let rows = perImage.map { $0.filter { $0.whole > 0 } }
    let classes = (rows.joined().map(\.index).max() ?? -1) + 1
    var whole = ClassSums(classes: classes)
    for row in rows { whole.add(row) }
    guard let value = whole.meanShare else { return nil }
    // The draws depend on the seed alone: every score of the set sees the same images.
    var generator = SplitMix64(seed: seed)
    let samples = (0..<resamples).map { _ in
      var sums = ClassSums(classes: classes)
      for _ in 0..<images { sums.add(rows[generator.index(below: images)]) }
      return sums.meanShare ?? value
    }
    return Distribution(value: value, samples: samples)
  }
}

/// Summed counts per class.
private struct ClassSums {
  private var parts: [Int]
  private var wholes: [Int]

  init(classes: Int) {
    parts = [Int](repeating: 0, count: classes)
    wholes = parts
  }

  mutating func add(_ shares: [PairedBootstrap.Share]) {
    for share in shares {
      parts[share.index] += share.part
      wholes[share.index] += share.whole
    }
  }

  var meanShare: Double? {
    parts.indices.filter { wholes[$0] > 0 }.map { Double(parts[$0]) / Double(wholes[$0]) }.mean
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
