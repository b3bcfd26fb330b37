import Testing
import Vision

@Suite struct SimulatedSeedsTests {
  private static let truths = (0..<12).map { Scene.draw(index: $0, seed: 9).classes }

  /// Missed and added pixels as shares of the true pixels, over all classes and images.
  private func achieved(_ seeds: SimulatedSeeds) -> (missed: Double, added: Double) {
    var (missed, added, total) = (0, 0, 0)
    for (index, truth) in Self.truths.enumerated() {
      let labels = seeds.labels(truth: truth, id: "\(index)")
      for (expected, found) in zip(truth.labels, labels.labels) {
        if expected != 0 { total += 1 }
        if expected != 0 && found != expected { missed += 1 }
        if expected == 0 && found != 0 { added += 1 }
      }
    }
    return (Double(missed) / Double(total), Double(added) / Double(total))
  }

  @Test(
    "the rates asked for are achieved within 0.03",
    arguments: [[0, 0], [0.2, 0.1], [0.5, 0], [0, 0.4], [0.6, 0.3], [1, 0.2]])
  func rates(asked: [Double]) {
    let found = achieved(
      SimulatedSeeds(falseNegativeRate: asked[0], falsePositiveRate: asked[1], seed: 2))
    #expect(abs(found.missed - asked[0]) <= 0.03)
    #expect(abs(found.added - asked[1]) <= 0.03)
  }

  @Test("without errors the labels are the truth")
  func exact() {
    let seeds = SimulatedSeeds(falseNegativeRate: 0, falsePositiveRate: 0, seed: 1)
    #expect(seeds.labels(truth: Self.truths[0], id: "a") == Self.truths[0])
  }

  @Test("seed and image name choose the errors, and nothing else does")
  func deterministic() {
    let seeds = SimulatedSeeds(falseNegativeRate: 0.3, falsePositiveRate: 0.3, seed: 1)
    let other = SimulatedSeeds(falseNegativeRate: 0.3, falsePositiveRate: 0.3, seed: 2)
    let truth = Self.truths[1]
    let labels = seeds.labels(truth: truth, id: "a")
    #expect(labels == seeds.labels(truth: truth, id: "a"))
    #expect(labels != seeds.labels(truth: truth, id: "b"))
    #expect(labels != other.labels(truth: truth, id: "a"))
  }

  @Test("errors are blobs: few wrong pixels have right ones on both sides")
  func blobs() {
    let seeds = SimulatedSeeds(falseNegativeRate: 0.3, falsePositiveRate: 0.3, seed: 4)
    var (wrong, lonely) = (0, 0)
    for (index, truth) in Self.truths.enumerated() {
      let labels = seeds.labels(truth: truth, id: "\(index)")
      for y in 0..<truth.height {
        for x in 1..<truth.width - 1 where labels[x, y] != truth[x, y] {
          wrong += 1
          if labels[x - 1, y] == truth[x - 1, y] && labels[x + 1, y] == truth[x + 1, y] {
            lonely += 1
          }
        }
      }
    }
    #expect(wrong > 10_000)
    #expect(Double(lonely) < 0.01 * Double(wrong))
  }

  @Test("a false positive never takes another class's pixels, and void never appears")
  func confinedToBackground() {
    var truth = LabelMap(width: 90, height: 60)
    for y in 0..<60 {
      for x in 0..<90 {
        if x < 30 { truth[x, y] = 1 } else if x < 34 { truth[x, y] = LabelMap.void }
        if x > 70 { truth[x, y] = 2 }
      }
    }
    let labels = SimulatedSeeds(falseNegativeRate: 0, falsePositiveRate: 3, seed: 1)
      .labels(truth: truth, id: "void")
    for pixel in truth.labels.indices {
      #expect(labels.labels[pixel] != LabelMap.void)
      if (1...2).contains(truth.labels[pixel]) {
        #expect(labels.labels[pixel] == truth.labels[pixel])
      }
    }
    // More was asked for than there is: all of it is taken.
    #expect(!labels.labels.contains(0))
  }

  @Test("an image without objects stays background")
  func empty() {
    let truth = LabelMap(width: 5, height: 4)
    let seeds = SimulatedSeeds(falseNegativeRate: 0.5, falsePositiveRate: 0.5, seed: 1)
    #expect(seeds.labels(truth: truth, id: "x") == truth)
  }
}
