import TestSupport
import Testing
import Vision

/// The rules, each against a plain model that follows its wording pixel by pixel.
@Suite struct SEPLRuleTests {
  private static let sizes = [(1, 1), (7, 5), (13, 9), (64, 2), (31, 33)]

  /// Calls `check` with 800 random images whose overlaps, classes and masks vary widely.
  private func forRandomCases(_ check: (LabelMap, [BinaryMask]) throws -> Void) rethrows {
    for seed in 0..<800 {
      var generator = CaseGenerator(seed: UInt64(seed))
      let (width, height) = Self.sizes[seed % Self.sizes.count]
      let labels = generator.labels(width: width, height: height, classes: 6, void: seed % 3 == 0)
      try check(labels, generator.masks(width: width, height: height, atMost: 12))
    }
  }

  @Test("official equals a plain model of the authors' merger on 800 random images")
  func official() {
    forRandomCases { labels, masks in
      let expected = plainOfficial(labels, masks, labelTest: true, keepsSeeds: true)
      #expect(SEPLRule.official.enhanced(labels, masks: masks).labels == expected)
    }
  }

  @Test("official-max-iou and official-max-iou-imp use the first test only")
  func earlierMergers() {
    forRandomCases { labels, masks in
      #expect(
        SEPLRule.officialMaxIoU.enhanced(labels, masks: masks).labels
          == plainOfficial(labels, masks, labelTest: false, keepsSeeds: false))
      #expect(
        SEPLRule.officialMaxIoUImp.enhanced(labels, masks: masks).labels
          == plainOfficial(labels, masks, labelTest: false, keepsSeeds: true))
    }
  }

  @Test("a mask exactly half inside a class is not taken, one pixel more is")
  func halfIsNotEnough() {
    var labels = LabelMap(width: 8, height: 2)
    for x in 0..<6 { labels[x, 0] = 3 }
    var half = BinaryMask(width: 8, height: 2)
    half.insert(4..<8)
    #expect(SEPLRule.official.enhanced(labels, masks: [half])[7, 0] == 0)
    labels[6, 0] = 3
    #expect(SEPLRule.official.enhanced(labels, masks: [half])[7, 0] == 3)
  }

  @Test("sepl equals a plain model of the paper's rule and does not depend on mask order")
  func paperRule() {
    forRandomCases { labels, masks in
      let enhanced = SEPLRule.sepl.enhanced(labels, masks: masks)
      #expect(enhanced.labels == plainPaper(labels, masks))
      #expect(SEPLRule.sepl.enhanced(labels, masks: masks.reversed()) == enhanced)
    }
  }

  @Test("sepl ignores a mask as large as the scene, official does not")
  func wholeImageMask() {
    var labels = LabelMap(width: 10, height: 10)
    for x in 2..<6 { labels[x, 4] = 2 }
    var whole = BinaryMask(width: 10, height: 10)
    whole.insert(0..<100)
    #expect(SEPLRule.sepl.enhanced(labels, masks: [whole]) == labels)
    #expect(SEPLRule.official.enhanced(labels, masks: [whole]).labels.allSatisfy { $0 == 2 })
  }

  @Test("fma equals a plain model, with and without seeds")
  func fma() {
    forRandomCases { labels, masks in
      #expect(
        SEPLRule.fma.enhanced(labels, masks: masks).labels
          == plainFMA(labels, masks, keepsSeeds: true))
      #expect(
        SEPLRule.fmaWithoutSeeds.enhanced(labels, masks: masks).labels
          == plainFMA(labels, masks, keepsSeeds: false))
    }
  }

  @Test("the oracle reproduces the truth when every object has its mask")
  func oracle() {
    var generator = CaseGenerator(seed: 5)
    let truth = generator.labels(width: 40, height: 30, classes: 6, void: false)
    let masks = truth.presentLabels.map { BinaryMask(truth, equalTo: $0) }
    let cap = SEPLThresholds(maximumMaskArea: 1)
    #expect(SEPLRule.oracle.enhanced(truth, masks: masks, thresholds: cap) == truth)
    #expect(SEPLRule.oracle.reference == .groundTruth)
  }

  @Test("a label map without classes and an image without masks stay as they are")
  func nothingToDo() {
    var labels = LabelMap(width: 5, height: 4)
    #expect(SEPLRule.sepl.enhanced(labels, masks: []) == labels)
    labels[2, 2] = 7
    for rule in [SEPLRule.official, .sepl, .fma] {
      #expect(rule.enhanced(labels, masks: []) == labels)
    }
  }

  @Test("every rule is found by the name that --rule takes")
  func names() {
    for rule in SEPLRule.all { #expect(SEPLRule.named(rule.name)?.name == rule.name) }
    #expect(SEPLRule.named("no-such-rule") == nil)
  }
}

// MARK: - Plain models

private func pixels(_ mask: BinaryMask) -> [Bool] {
  (0..<mask.pixelCount).map { mask[$0 % mask.width, $0 / mask.width] }
}

private func plainOfficial(
  _ labels: LabelMap, _ masks: [BinaryMask], labelTest: Bool, keepsSeeds: Bool
) -> [UInt8] {
  let sets = masks.map(pixels)
  var output = [UInt8](repeating: 0, count: labels.labels.count)
  var seen: Set<Int> = []
  for label in UInt8(1)..<255 {
    let region = labels.labels.map { $0 == label }
    let size = region.count { $0 }
    if size == 0 { continue }
    var painted = [Bool](repeating: false, count: region.count)
    var union = painted
    for (index, set) in sets.enumerated() where !seen.contains(index) {
      for p in region.indices where set[p] { union[p] = true }
      let overlap = region.indices.count { set[$0] && region[$0] }
      let area = set.count { $0 }
      if 2 * overlap - area > 0 || labelTest && Double(overlap) / Double(size) >= 0.85 {
        for p in region.indices where set[p] { painted[p] = true }
        seen.insert(index)
      }
    }
    for p in region.indices where painted[p] || keepsSeeds && region[p] && !union[p] {
      output[p] = label
    }
  }
  return output
}

private func plainPaper(_ labels: LabelMap, _ masks: [BinaryMask]) -> [UInt8] {
  let count = labels.labels.count
  let sets = masks.map(pixels).filter { set in
    Double(set.count { $0 }) <= 0.95 * Double(count)
  }
  let classes = Set(labels.labels).subtracting([0, LabelMap.void]).sorted()
  var output = [UInt8](repeating: 0, count: count)
  // What decides each pixel: share, then smaller area, then lower class.
  var best = [(share: Double, area: Int, label: UInt8)?](repeating: nil, count: count)
  for set in sets {
    let area = set.count { $0 }
    var claim: (share: Double, label: UInt8)?
    for label in classes {
      let size = labels.labels.count { $0 == label }
      let overlap = (0..<count).count { set[$0] && labels.labels[$0] == label }
      guard overlap > 0 else { continue }
      let share = Double(overlap) / Double(area)
      guard share > 0.5 || Double(overlap) / Double(size) > 0.85 else { continue }
      if claim.map({ share > $0.share }) ?? true { claim = (share, label) }
    }
    guard let claim else { continue }
    for p in 0..<count where set[p] {
      let new = (share: claim.share, area: area, label: claim.label)
      if let old = best[p], (old.share, new.area, new.label) >= (new.share, old.area, old.label) {
        continue
      }
      best[p] = new
    }
  }
  for p in 0..<count {
    if let winner = best[p] {
      output[p] = winner.label
    } else if !sets.contains(where: { $0[p] }), classes.contains(labels.labels[p]) {
      output[p] = labels.labels[p]
    }
  }
  return output
}

private func plainFMA(_ labels: LabelMap, _ masks: [BinaryMask], keepsSeeds: Bool) -> [UInt8] {
  let count = labels.labels.count
  let sets = masks.map(pixels).filter { Double($0.count { $0 }) <= 0.95 * Double(count) }
  var output = [UInt8](repeating: 0, count: count)
  for label in Set(labels.labels).subtracting([0, LabelMap.void]).sorted() {
    let size = labels.labels.count { $0 == label }
    for set in sets where set.contains(true) {
      let overlap = (0..<count).count { set[$0] && labels.labels[$0] == label }
      let area = set.count { $0 }
      if Double(overlap) / Double(area) >= 0.5 || Double(overlap) / Double(size) >= 0.85 {
        for p in 0..<count where set[p] { output[p] = label }
      }
    }
    if keepsSeeds {
      for p in 0..<count where labels.labels[p] == label && !sets.contains(where: { $0[p] }) {
        output[p] = label
      }
    }
  }
  return output
}
