import Testing
import Vision

@Suite("Simulated seeds")
struct SimulatedSeedTests {
  @Test("rates of zero give the truth, with void as background")
  func noErrors() {
    var truth = Self.discs(width: 90, height: 60)
    for x in 0..<90 { truth[x, 3] = LabelMap.void }
    let seeds = SimulatedSeeds(falseNegativeRate: 0, falsePositiveRate: 0, seed: 1)
    #expect(
      seeds.labels(truth: truth, id: "a").labels
        == truth.labels.map { $0 == LabelMap.void ? 0 : $0 })
  }

  @Test(
    "an object with room around it loses and gains exactly its share",
    arguments: [(0.4, 0.15), (0.1, 0), (0, 0.5), (0.9, 0.02), (1, 0), (0.35, 1.2)])
  func exactRates(rates: (missed: Double, added: Double)) {
    let truth = Self.discs(width: 200, height: 150, onlyFirst: true)
    let seeds = SimulatedSeeds(
      falseNegativeRate: rates.missed, falsePositiveRate: rates.added, seed: 7)
    let achieved = Self.rates(truth, seeds.labels(truth: truth, id: "disc"))
    let half = 0.51 / Double(truth.histogram[4])
    #expect(abs(achieved.missed - rates.missed) <= half)
    #expect(abs(achieved.added - rates.added) <= half)
  }

  @Test("errors are blobs: what is missed and what is added have few pieces")
  func blobs() {
    let truth = Self.discs(width: 200, height: 150)
    for seed in 0..<20 {
      let seeds = SimulatedSeeds(
        falseNegativeRate: 0.4, falsePositiveRate: 0.2, seed: UInt64(seed))
      let labels = seeds.labels(truth: truth, id: "disc")
      let isMissed = zip(truth.labels, labels.labels).map { $0 != 0 && $1 == 0 }
      let isAdded = zip(truth.labels, labels.labels).map { $0 == 0 && $1 != 0 }
      #expect(Self.pieces(isMissed, width: 200) <= 12)
      #expect(Self.pieces(isAdded, width: 200) <= 12)
    }
  }

  @Test("the seed has no void, no class that the truth lacks, and never takes another object")
  func labelsAreSound() {
    var truth = Self.discs(width: 120, height: 80)
    for y in 0..<80 { for x in 40..<46 where truth[x, y] == 0 { truth[x, y] = LabelMap.void } }
    let seeds = SimulatedSeeds(falseNegativeRate: 0.3, falsePositiveRate: 2, seed: 3)
    let labels = seeds.labels(truth: truth, id: "b")
    #expect(Set(labels.presentLabels).isSubset(of: [0, 4, 9]))
    for (old, new) in zip(truth.labels, labels.labels) where old != 0 && old != LabelMap.void {
      #expect(new == old || new == 0)
    }
  }

  @Test("the same seed and id give the same labels; another seed or id gives others")
  func determinism() {
    let truth = Self.discs(width: 120, height: 80)
    let draw = { (seed: UInt64, id: String) in
      SimulatedSeeds(falseNegativeRate: 0.4, falsePositiveRate: 0.2, seed: seed)
        .labels(truth: truth, id: id)
    }
    #expect(draw(1, "a") == draw(1, "a"))
    #expect(draw(1, "a") != draw(2, "a"))
    #expect(draw(1, "a") != draw(1, "b"))
  }

  @Test("an image that one class fills, one pixel, and one of void alone are possible")
  func extremes() {
    let seeds = SimulatedSeeds(falseNegativeRate: 0.5, falsePositiveRate: 3, seed: 5)
    let full = seeds.labels(truth: LabelMap(width: 9, height: 6, filledWith: 2), id: "full")
    #expect(full.histogram[2] == 27)
    let pixel = LabelMap(width: 1, height: 1, filledWith: 1)
    #expect(seeds.labels(truth: pixel, id: "pixel").labels == [0])
    let void = LabelMap(width: 4, height: 3, filledWith: LabelMap.void)
    #expect(seeds.labels(truth: void, id: "void").presentLabels == [0])
  }

  @Test("the name says that the labels are simulated, and how")
  func name() {
    let seeds = SimulatedSeeds(falseNegativeRate: 0.4, falsePositiveRate: 0.15, seed: 0)
    #expect(seeds.name == "simulated-fn0.4-fp0.15")
  }

  @Test(
    "on PASCAL VOC the rates are met on average",
    .enabled(if: DatasetFixtures.hasVOC, "\(DatasetFixtures.whyNoVOC)"),
    arguments: [(0.4, 0.15), (0.2, 0.3)])
  func voc(rates: (missed: Double, added: Double)) throws {
    let dataset = try VOCDevkit.open(path: DatasetFixtures.voc)
    let seeds = SimulatedSeeds(
      falseNegativeRate: rates.missed, falsePositiveRate: rates.added, seed: 11)
    var sum = (missed: 0.0, added: 0.0)
    let samples = dataset.samples.prefix(100)
    for sample in samples {
      let truth = try #require(try dataset.loadTruth(sample))
      let achieved = Self.rates(truth, seeds.labels(truth: truth, id: "\(sample.id)"))
      sum.missed += achieved.missed / Double(samples.count)
      sum.added += achieved.added / Double(samples.count)
    }
    #expect(abs(sum.missed - rates.missed) < 0.03)
    #expect(abs(sum.added - rates.added) < 0.03)
  }

  @Test("on the scenes the rates are met on average")
  func scenes() {
    let seeds = SimulatedSeeds(falseNegativeRate: 0.4, falsePositiveRate: 0.15, seed: 2)
    let rates = (0..<24).map { index -> (missed: Double, added: Double) in
      let truth = Scene.draw(index: index, seed: 8).classes
      return Self.rates(truth, seeds.labels(truth: truth, id: SceneDataset.id(of: index)))
    }
    #expect(abs(rates.map(\.missed).reduce(0, +) / 24 - 0.4) < 0.03)
    #expect(abs(rates.map(\.added).reduce(0, +) / 24 - 0.15) < 0.03)
  }

  // MARK: What the tests measure

  /// Two discs of classes 4 and 9 that do not touch.
  private static func discs(width: Int, height: Int, onlyFirst: Bool = false) -> LabelMap {
    var map = LabelMap(width: width, height: height)
    let radius = height / 5
    for y in 0..<height {
      for x in 0..<width {
        let (dx, dy, ex) = (x - width / 3, y - height / 2, x - width * 3 / 4)
        if dx * dx + dy * dy < radius * radius { map[x, y] = 4 }
        if !onlyFirst && ex * ex + dy * dy < radius * radius { map[x, y] = 9 }
      }
    }
    return map
  }

  /// Missed and added pixels over the foreground's, void left out.
  private static func rates(
    _ truth: LabelMap, _ seed: LabelMap
  ) -> (missed: Double, added: Double) {
    var (area, missed, added) = (0, 0, 0)
    for (old, new) in zip(truth.labels, seed.labels) where old != LabelMap.void {
      if old != 0 { area += 1 }
      if old != 0 && new != old { missed += 1 }
      if old == 0 && new != 0 { added += 1 }
    }
    return (Double(missed) / Double(area), Double(added) / Double(area))
  }

  /// Number of four-connected pieces.
  private static func pieces(_ isIn: [Bool], width: Int) -> Int {
    var (left, pieces) = (isIn, 0)
    for start in left.indices where left[start] {
      pieces += 1
      var stack = [start]
      while let pixel = stack.popLast() {
        guard left.indices.contains(pixel), left[pixel] else { continue }
        left[pixel] = false
        stack += [pixel - width, pixel + width]
        if pixel % width > 0 { stack.append(pixel - 1) }
        if pixel % width < width - 1 { stack.append(pixel + 1) }
      }
    }
    return pieces
  }
}
