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
    precondition(perImage.count == images, "meanIoU: \(perImage.count) of \(images) images")
    var whole = ClassSums(classes: perImage.first?.count ?? 0)
    let rows = perImage.map { ClassSums.entries(of: $0) }
    for row in rows { whole.add(row) }
    guard let value = whole.meanIoU else { return nil }
    // The draws depend on the seed alone: every score of the set sees the same images.
    var generator = SplitMix64(seed: seed)
    let samples = (0..<resamples).map { _ in
      var sums = ClassSums(classes: whole.both.count)
      for _ in 0..<images { sums.add(rows[generator.index(below: images)]) }
      return sums.meanIoU ?? value
    }
    return Distribution(value: value, samples: samples)
  }
}

/// Summed counts per class.
private struct ClassSums {
  /// A class that occurs in an image: most images have few of them.
  struct Entry {
    let index: Int
    let both: Int
    let union: Int
  }

  private(set) var both: [Int]
  private var union: [Int]

  init(classes: Int) {
    both = [Int](repeating: 0, count: classes)
    union = both
  }

  static func entries(of counts: [ClassCounts]) -> [Entry] {
    counts.enumerated().filter { $0.element.union > 0 }.map { index, count in
      Entry(index: index, both: count.both, union: count.union)
    }
  }

  mutating func add(_ entries: [Entry]) {
    for entry in entries {
      both[entry.index] += entry.both
      union[entry.index] += entry.union
    }
  }

  var meanIoU: Double? {
    both.indices.filter { union[$0] > 0 }.map { Double(both[$0]) / Double(union[$0]) }.mean
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
