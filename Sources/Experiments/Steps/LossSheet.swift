public import Vision

/// Where the IoU of a set's foreground classes went under one setting, and each image's part in it.
public struct LossSheet: Sendable {
  public typealias Cause = ClassLosses.Cause

  public let ids: [String]
  public let images: [ImageLosses]
  /// Summed over the images: the foreground classes that occur, ascending by label.
  public let classes: [ClassLosses.Entry]
  private let randomSeed: UInt64

  init(ids: [String], images: [ImageLosses], randomSeed: UInt64) {
    (self.ids, self.images, self.randomSeed) = (ids, images, randomSeed)
    var sums: [UInt8: ClassLosses.Entry] = [:]
    for entry in images.flatMap(\.losses.classes) {
      if sums[entry.label] == nil { sums[entry.label] = entry } else { sums[entry.label]? += entry }
    }
    classes = sums.values.sorted { $0.label < $1.label }
  }

  /// What `causes` took of the mean IoU of the foreground classes, with its resamples; nil where no
  /// class occurs. That IoU and what all causes took add up to 1. Every sheet of one study draws the
  /// same images, so that two distributions are paired.
  public func lost(to causes: [Cause]) -> PairedBootstrap.Distribution? {
    mean { entry in causes.reduce(0) { $0 + entry.parts[$1] } }
  }

  /// What of the boundary's part would else be `cause`'s, in the same way.
  public func lostAlongContours(to cause: Cause) -> PairedBootstrap.Distribution? {
    mean { $0.alongContour[cause] }
  }

  /// Mean IoU of the foreground classes, with its resamples; nil where none occurs.
  public var meanIoU: PairedBootstrap.Distribution? { mean(of: \.correct) }

  private func mean(
    of part: (ClassLosses.Entry) -> Int
  ) -> PairedBootstrap.Distribution? {
    guard !images.isEmpty else { return nil }
    return PairedBootstrap(images: images.count, seed: randomSeed).meanShare(
      images.map { image in
        image.losses.classes.map {
          PairedBootstrap.Share(of: Int($0.label), part: part($0), whole: $0.union)
        }
      })
  }

  /// What one image contributes to `lost(to:)`: summed over the images it is that number.
  public func lost(to cause: Cause, in image: Int) -> Double {
    var sum = 0.0
    for entry in images[image].losses.classes {
      guard let whole = classes.first(where: { $0.label == entry.label }) else { continue }
      sum += Double(entry.parts[cause]) / Double(whole.union)
    }
    return classes.isEmpty ? 0 : sum / Double(classes.count)
  }

  /// What some causes take against what others take, under this or another setting, of the same
  /// images. An image is better where they take fewer pixels. nil where no class occurs.
  public func comparison(
    of causes: [Cause], against other: LossSheet, _ baseline: [Cause]
  ) -> Comparison? {
    precondition(ids == other.ids, "LossSheet.comparison: sheets of different images")
    guard let own = lost(to: causes), let base = other.lost(to: baseline) else { return nil }
    func pixels(_ image: ImageLosses, _ causes: [Cause]) -> Int {
      causes.reduce(0) { $0 + image.losses.total[$1] }
    }
    let changes = zip(images, other.images).map { pixels($0, causes) - pixels($1, baseline) }
    return Comparison(
      difference: own.difference(from: base), pValue: own.pValue(against: base),
      better: changes.count { $0 < 0 }, equal: changes.count { $0 == 0 },
      worse: changes.count { $0 > 0 })
  }

  /// Boundary IoU of the set before and after; nil where no class has a boundary.
  public var boundaryIoU: (before: Double?, after: Double?) {
    guard let first = images.first else { return (nil, nil) }
    var before = BoundaryCounts(classes: first.before.classes.count)
    var after = before
    for image in images {
      before += image.before
      after += image.after
    }
    return (before.meanIoU, after.meanIoU)
  }
}

extension Lab {
  /// Attributes the losses of every image under several steps, taking each image in hand once. An
  /// image that fails under one step is left out of all.
  public func losses(_ steps: [LossStep], stage: String) async throws -> [LossSheet] {
    let outcome = try await forEachImage(stage) { bench in
      try steps.map { try bench.output(of: $0) }
    }
    return steps.indices.map { index in
      LossSheet(
        ids: outcome.ids, images: outcome.values.map { $0[index] }, randomSeed: study.randomSeed)
    }
  }
}
