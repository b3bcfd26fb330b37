import Experiments
import TestSupport
import Testing
import Vision

@Suite struct StatisticsTests {
  /// Images of which each has a few classes, segmented right with a probability of `quality`.
  private func matrices(_ count: Int, quality: Double, seed: UInt64) -> [ConfusionMatrix] {
    var generator = CaseGenerator(seed: seed)
    return (0..<count).map { _ in
      var counts = [Int](repeating: 0, count: 36)
      for _ in 0..<2 {
        let truth = Int.random(in: 0..<6, using: &generator)
        let prediction =
          Double.random(in: 0..<1, using: &generator) < quality
          ? truth : Int.random(in: 0..<6, using: &generator)
        counts[truth * 6 + prediction] += Int.random(in: 1...5000, using: &generator)
      }
      return ConfusionMatrix(classes: 6, counts: counts) ?? ConfusionMatrix(classes: 6)
    }
  }

  /// Draws, sums whole matrices and scores them, one resample after the other.
  private func plain(_ images: [ConfusionMatrix], resamples: Int, seed: UInt64) -> [Double] {
    var generator = SplitMix64(seed: seed)
    return (0..<resamples).map { _ in
      var sum = ConfusionMatrix(classes: 6)
      for _ in images { sum += images[generator.index(below: images.count)] }
      return SegmentationScore(sum).meanIoU ?? -1
    }
  }

  private func percentile(_ values: [Double], _ share: Double) -> Double {
    let position = share * Double(values.count - 1)
    let (below, above) = (values.sorted()[Int(position)], values.sorted()[Int(position) + 1])
    return below + (above - below) * (position - position.rounded(.down))
  }

  private func distribution(
    _ images: [ConfusionMatrix], resamples: Int = 300, seed: UInt64 = 7
  ) throws -> PairedBootstrap.Distribution {
    let bootstrap = PairedBootstrap(images: images.count, resamples: resamples, seed: seed)
    return try #require(bootstrap.meanIoU(images.map(\.classCounts)))
  }

  @Test("an interval is that of a plain model, which sums whole matrices per resample")
  func plainModel() throws {
    for (seed, count) in [(1, 3), (2, 40), (3, 120)] as [(UInt64, Int)] {
      let images = matrices(count, quality: 0.7, seed: seed)
      let expected = plain(images, resamples: 300, seed: 7)
      let estimate = try distribution(images).estimate
      var whole = ConfusionMatrix(classes: 6)
      for image in images { whole += image }
      #expect(estimate.value == SegmentationScore(whole).meanIoU)
      #expect(estimate.low == percentile(expected, 0.025))
      #expect(estimate.high == percentile(expected, 0.975))
    }
  }

  @Test("a mean share is that of a plain model; a class without any whole is left out")
  func meanShare() throws {
    typealias Count = (part: Int, whole: Int)
    var generator = CaseGenerator(seed: 5)
    let images = (0..<30).map { _ in
      (0..<4).map { index -> Count in
        let whole = index == 2 || Bool.random(using: &generator) ? 0 : 1 + index * 7
        return (whole == 0 ? 0 : .random(in: 0...whole, using: &generator), whole)
      }
    }
    func mean(_ images: [[Count]]) -> Double {
      let shares = (0..<4).compactMap { index -> Double? in
        let whole = images.reduce(0) { $0 + $1[index].whole }
        return whole == 0 ? nil : Double(images.reduce(0) { $0 + $1[index].part }) / Double(whole)
      }
      return shares.reduce(0, +) / Double(shares.count)
    }
    let distribution = try #require(
      PairedBootstrap(images: 30, resamples: 200, seed: 9).meanShare(
        images.map { counts in
          counts.enumerated().map { .init(of: $0, part: $1.part, whole: $1.whole) }
        }))
    var draws = SplitMix64(seed: 9)
    let samples = (0..<200).map { _ in mean(images.map { _ in images[draws.index(below: 30)] }) }
    #expect(distribution.value == mean(images))
    #expect(distribution.estimate.low == percentile(samples, 0.025))
    #expect(distribution.estimate.high == percentile(samples, 0.975))
    let bootstrap = PairedBootstrap(images: 2, resamples: 10, seed: 1)
    #expect(bootstrap.meanShare([[], [.init(of: 3, part: 0, whole: 0)]]) == nil)
  }

  @Test("the difference of identical scores is exactly 0")
  func identical() throws {
    let images = matrices(50, quality: 0.6, seed: 4)
    let difference = try distribution(images).difference(from: distribution(images))
    #expect(difference == Estimate(value: 0, low: 0, high: 0))
  }

  @Test("a difference of paired scores has a narrower interval than one of unpaired scores")
  func pairing() throws {
    let before = matrices(80, quality: 0.5, seed: 5)
    // A little better on every image.
    let after = before.map { matrix in
      var counts = matrix.counts
      for truth in 0..<6 {
        for prediction in 0..<6 where prediction != truth {
          let moved = counts[truth * 6 + prediction] / 10
          counts[truth * 6 + prediction] -= moved
          counts[truth * 6 + truth] += moved
        }
      }
      return ConfusionMatrix(classes: 6, counts: counts) ?? matrix
    }
    let old = try distribution(before)
    let paired = try distribution(after).difference(from: old)
    let unpaired = try distribution(after, seed: 8).difference(from: old)
    #expect(paired.low > 0)
    #expect(paired.high - paired.low < (unpaired.high - unpaired.low) / 2)
    #expect(paired.value == unpaired.value)
  }

  @Test("one seed, one interval; another seed, another")
  func seeds() throws {
    let images = matrices(60, quality: 0.6, seed: 6)
    #expect(try distribution(images).estimate == distribution(images).estimate)
    #expect(try distribution(images).estimate != distribution(images, seed: 8).estimate)
  }

  @Test("the mean of several scores is taken resample by resample")
  func mean() throws {
    let sets = (0..<3).map { matrices(60, quality: 0.4 + 0.2 * Double($0), seed: UInt64($0)) }
    let mean = try #require(PairedBootstrap.mean(try sets.map { try distribution($0) }))
    let models = sets.map { plain($0, resamples: 300, seed: 7) }
    let expected = (0..<300).map { index in models.reduce(0) { $0 + $1[index] } / 3 }
    #expect(mean.estimate.low == percentile(expected, 0.025))
    #expect(mean.estimate.high == percentile(expected, 0.975))
    #expect(PairedBootstrap.mean([]) == nil)
  }

  @Test("a set without any class has no score")
  func empty() {
    let none = [[ClassCounts]](repeating: [ClassCounts](repeating: .init(), count: 6), count: 4)
    #expect(PairedBootstrap(images: 4, seed: 1).meanIoU(none) == nil)
  }

  @Test("a stratified sample takes one of every stratum, from the largest to the smallest")
  func strata() {
    var generator = CaseGenerator(seed: 9)
    for count in [1, 2, 7, 50, 100, 101] {
      let values = (0..<100).map { _ in Double.random(in: 0...1, using: &generator) }
      let sample = StratifiedSample.indices(of: values, count: count, seed: 3)
      let ranks = values.indices.sorted { values[$0] > values[$1] }
      let wanted = min(count, 100)
      #expect(sample.count == wanted)
      for (stratum, index) in sample.enumerated() {
        let rank = ranks.firstIndex(of: index) ?? -1
        #expect((stratum * 100 / wanted..<(stratum + 1) * 100 / wanted).contains(rank))
      }
      #expect(sample == StratifiedSample.indices(of: values, count: count, seed: 3))
    }
    #expect(StratifiedSample.indices(of: [], count: 5, seed: 1).isEmpty)
    #expect(StratifiedSample.indices(of: [1, 2], count: 0, seed: 1).isEmpty)
  }

  @Test("equal values keep their order, so that a sample is the same everywhere")
  func ties() {
    let all = StratifiedSample.indices(of: [1, 1, 2, 1], count: 4, seed: 5)
    #expect(all == [2, 0, 1, 3])
  }

  @Test("folds halve the images, whatever their ids have in common")
  func folds() {
    let patterns: [(Int) -> String] = [
      { "2007_00\(1000 + $0)" }, { "\($0)" }, { "scene-\($0)" }, { "COCO_train2014_\($0 * 17)" },
    ]
    for pattern in patterns {
      let share = (0..<1000).count { Study.fold(of: pattern($0)) == 1 }
      #expect((440...560).contains(share))
    }
  }

  @Test("a fold depends on the id alone and stays what it was")
  func stableFolds() {
    // FNV-1a, x ^= x >> 32, x *= 0xd6e8feb86659fd93, top bit; made by StatisticsTests.py.
    let folds = ["2007_000032", "2007_000039", "2007_000063", "2007_000068", "scene-0", ""].map {
      Study.fold(of: $0)
    }
    #expect(folds == [1, 1, 0, 1, 1, 1])
  }
}
