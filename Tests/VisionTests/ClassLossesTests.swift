import TestSupport
import Testing
import Vision

@Suite("Where the IoU of a class went")
struct ClassLossesTests {
  private typealias Cause = ClassLosses.Cause

  private struct Case {
    let truth: LabelMap
    let seed: LabelMap
    let prediction: LabelMap
    let masks: [BinaryMask]

    func losses(_ tolerance: Int) -> ClassLosses {
      ClassLosses(
        truth: ClassPlanes(truth), seed: ClassPlanes(seed), prediction: ClassPlanes(prediction),
        masks: masks, tolerance: tolerance)
    }
  }

  /// Random truths and seeds with random masks; what a rule makes of them, or labels of no rule.
  private func forEachCase(_ check: (Case) throws -> Void) rethrows {
    var generator = CaseGenerator(seed: 71)
    try ArrangementCases.forEach { set, labels in
      func labels(_ void: Bool) -> LabelMap {
        generator.labels(
          width: set.width, height: set.height, classes: 4, void: void)
      }
      let (truth, seed, other) = (labels(true), labels(true), labels(false))
      let masks = set.binaryMasks
      for prediction in [SEPLRule.sepl.enhanced(seed, masks: masks), seed, other] {
        try check(Case(truth: truth, seed: seed, prediction: prediction, masks: masks))
      }
    }
  }

  @Test("IoU and the losses of every class add up to 1, by pixels")
  func addUp() {
    forEachCase { example in
      let confusion = ConfusionMatrix(
        truth: ClassPlanes(example.truth), prediction: ClassPlanes(example.prediction), classes: 4)
      for tolerance in [0, 1, 3] {
        let losses = example.losses(tolerance)
        for label in 1..<4 {
          let counts = confusion.classCounts[label]
          let entry = losses.classes.first { $0.label == label }
          #expect((entry?.correct ?? 0) == counts.both)
          #expect((entry?.union ?? 0) == counts.union)
          #expect((entry?.parts.total ?? 0) == counts.union - counts.both)
        }
      }
    }
  }

  @Test("every wrong pixel has the cause that a plain model gives it")
  func plainModel() {
    forEachCase { example in
      for tolerance in [0, 2] {
        let losses = example.losses(tolerance)
        for entry in losses.classes {
          let (parts, alongContour) = plainParts(of: entry.label, example, tolerance)
          #expect(entry.parts == parts)
          #expect(entry.alongContour == alongContour)
        }
      }
    }
  }

  private func plainParts(
    of label: UInt8, _ example: Case, _ tolerance: Int
  ) -> (parts: ClassLosses.Parts, alongContour: ClassLosses.Parts) {
    let truth = example.truth
    let offering = example.masks.filter { mask in
      let counted = truth.labels.indices.filter {
        mask[$0 % truth.width, $0 / truth.width] && truth.labels[$0] != LabelMap.void
      }
      return 2 * counted.count { truth.labels[$0] == label } > counted.count
    }
    var (parts, alongContour) = (ClassLosses.Parts(), ClassLosses.Parts())
    for pixel in truth.labels.indices where truth.labels[pixel] != LabelMap.void {
      let (actual, seeded, predicted) = (
        truth.labels[pixel] == label, example.seed.labels[pixel] == label,
        example.prediction.labels[pixel] == label
      )
      guard actual != predicted else { continue }
      let (x, y) = (pixel % truth.width, pixel / truth.width)
      let cause: Cause =
        if predicted {
          seeded ? .wrongFromSeed : .wrongAdded
        } else if seeded {
          .missedLost
        } else {
          offering.contains { $0[x, y] } ? .missedNotTaken : .missedUnreachable
        }
      let isNear = tolerance > 0 && isNearContour(x, y, of: label, truth, tolerance)
      parts[isNear ? .boundary : cause] += 1
      if isNear { alongContour[cause] += 1 }
    }
    return (parts, alongContour)
  }

  /// Whether a pixel of the class that touches another, and is not at the image's edge, is near.
  private func isNearContour(
    _ x: Int, _ y: Int, of label: UInt8, _ truth: LabelMap, _ tolerance: Int
  ) -> Bool {
    let inner = (1..<max(1, truth.width - 1), 1..<max(1, truth.height - 1))
    return (y - tolerance...y + tolerance).contains { row in
      (x - tolerance...x + tolerance).contains { column in
        guard inner.0.contains(column), inner.1.contains(row), truth[column, row] == label else {
          return false
        }
        return (row - 1...row + 1).contains { y in
          (column - 1...column + 1).contains { truth[$0, y] != label }
        }
      }
    }
  }

  @Test("labels that are the seed's have lost nothing of it and added nothing")
  func unchanged() {
    forEachCase { example in
      guard example.prediction == example.seed else { return }
      let total = example.losses(1).total
      #expect(total[.missedLost] == 0 && total[.wrongAdded] == 0)
    }
  }

  @Test("an error at the contour is the contour's, one farther off has its cause")
  func boundary() throws {
    func mask(_ rows: Range<Int>, _ columns: Range<Int>) -> BinaryMask {
      var mask = BinaryMask(width: 40, height: 20)
      for y in rows { mask.insert(y * 40 + columns.lowerBound..<y * 40 + columns.upperBound) }
      return mask
    }
    var truth = LabelMap(width: 40, height: 20)
    mask(4..<16, 4..<30).forEachRun { run in for pixel in run { truth.labels[pixel] = 3 } }
    var seed = truth
    for y in 4..<16 { for x in 4..<18 { seed[x, y] = 0 } }
    let losses = Case(
      truth: truth, seed: seed, prediction: seed, masks: [mask(8..<12, 8..<12)]
    ).losses(2)
    let entry = try #require(losses.classes.first)
    #expect(entry.correct == 12 * 12)
    #expect(entry.parts[.missedNotTaken] == 16)
    #expect(entry.parts[.boundary] == 12 * 14 - (12 - 6) * (14 - 3))
    #expect(entry.parts[.missedUnreachable] == (12 - 6) * (14 - 3) - 16)
    #expect(entry.alongContour[.missedUnreachable] == entry.parts[.boundary])
  }
}
