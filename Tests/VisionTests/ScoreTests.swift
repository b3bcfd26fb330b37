import TestSupport
import Testing
import Vision

@Suite struct ScoreTests {
  private func random(_ seed: Int) -> (truth: LabelMap, prediction: LabelMap) {
    var generator = CaseGenerator(seed: UInt64(seed))
    let truth = generator.labels(width: 37, height: 29, classes: 6, void: true)
    return (truth, generator.labels(width: 37, height: 29, classes: 6, void: false))
  }

  @Test("a confusion matrix counts every pixel whose truth is not void, once")
  func confusion() throws {
    for seed in 0..<100 {
      let (truth, prediction) = random(seed)
      let matrix = try ConfusionMatrix(truth: truth, prediction: prediction, classes: 6)
      for a in 0..<6 {
        for b in 0..<6 {
          let expected = truth.labels.indices.count {
            truth.labels[$0] == a && prediction.labels[$0] == b
          }
          #expect(matrix[truth: a, prediction: b] == expected)
        }
      }
    }
  }

  @Test("bit planes give the same confusion matrix as label maps")
  func planes() throws {
    for seed in 0..<200 {
      let (truth, prediction) = random(seed)
      #expect(
        ConfusionMatrix(
          truth: ClassPlanes(truth), prediction: ClassPlanes(prediction), classes: 6)
          == (try ConfusionMatrix(truth: truth, prediction: prediction, classes: 6)))
    }
  }

  @Test("IoU, false-positive rate and false-negative rate of a class add up to 1")
  func ratesAddUp() throws {
    let (truth, prediction) = random(3)
    let matrix = try ConfusionMatrix(truth: truth, prediction: prediction, classes: 6)
    for counts in SegmentationScore(matrix).classes {
      guard let iou = counts.iou, let fp = counts.falsePositiveRate,
        let fn = counts.falseNegativeRate
      else { continue }
      #expect(abs(iou + fp + fn - 1) < 1e-12)
    }
  }

  @Test("a class in neither truth nor prediction has no score and is left out of the mean")
  func absentClass() throws {
    let truth = LabelMap(width: 2, height: 1, labels: [0, 1])
    let score = SegmentationScore(
      try ConfusionMatrix(truth: truth, prediction: truth, classes: 3))
    #expect(score.classes[2].iou == nil)
    #expect(score.meanIoU == 1)
  }

  @Test("predicted void counts as background, or is dropped where asked")
  func predictedVoid() throws {
    let truth = LabelMap(width: 3, height: 1, labels: [0, 1, 255])
    let prediction = LabelMap(width: 3, height: 1, labels: [255, 255, 1])
    let counted = try ConfusionMatrix(truth: truth, prediction: prediction, classes: 2)
    #expect(counted.counts == [1, 0, 1, 0])
    let dropped = try ConfusionMatrix(
      truth: truth, prediction: prediction, classes: 2, predictedVoid: .ignored)
    #expect(dropped.total == 0)
  }

  @Test("a label outside the class list is an error that names it")
  func labelOutOfRange() {
    let truth = LabelMap(width: 1, height: 1, labels: [4])
    #expect(throws: LabelRangeError(label: 4, classes: 3)) {
      try ConfusionMatrix(truth: truth, prediction: truth, classes: 3)
    }
  }

  @Test("sam-wsss gives 0.495 on the worked case, 0.136 with the classes swapped")
  func samWSSS() throws {
    // Class A: T 100, P 100, TP 90; class B: T 1000, P 100, TP 100.
    func matrix(a: Int, b: Int) throws -> ConfusionMatrix {
      var counts = [Int](repeating: 0, count: 9)
      counts[a * 3 + a] = 90
      counts[a * 3] = 10
      counts[a] = 10
      counts[b * 3 + b] = 100
      counts[b * 3] = 900
      return try #require(ConfusionMatrix(classes: 3, counts: counts))
    }
    #expect(SAMWSSSScore(try matrix(a: 1, b: 2))?.iou == 0.495)
    #expect(SAMWSSSScore(try matrix(a: 2, b: 1))?.iou == 0.136)
  }

  @Test("sam-wsss has no score for an image without foreground in its truth")
  func samWSSSWithoutForeground() throws {
    let empty = LabelMap(width: 2, height: 2)
    #expect(
      SAMWSSSScore(try ConfusionMatrix(truth: empty, prediction: empty, classes: 3)) == nil)
  }

  @Test("boundary IoU of a square against a shifted one equals a count by hand")
  func boundary() throws {
    // 100×100: the band is 3 pixels wide (2 % of 141.4). A 20×20 square has a band of
    // 400 − 14² = 204 pixels; shifted by 2 columns, the bands share what is counted here.
    var truth = LabelMap(width: 100, height: 100)
    var shifted = truth
    for y in 30..<50 {
      for x in 30..<50 { truth[x, y] = 1 }
      for x in 32..<52 { shifted[x, y] = 1 }
    }
    func inBand(_ x: Int, _ y: Int, from left: Int) -> Bool {
      (left..<left + 20).contains(x) && (30..<50).contains(y)
        && !((left + 3..<left + 17).contains(x) && (33..<47).contains(y))
    }
    var both = 0
    for y in 0..<100 {
      for x in 0..<100 where inBand(x, y, from: 30) && inBand(x, y, from: 32) { both += 1 }
    }
    let counts = BoundaryCounts(
      truth: ClassPlanes(truth), prediction: ClassPlanes(shifted), classes: 2
    ).classes[1]
    #expect(counts == ClassCounts(truth: 204, prediction: 204, both: both))
  }
}
