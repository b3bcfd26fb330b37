import Foundation
import Testing
import Vision

/// EfficientNet-Lite0 with its published weights against PyTorch, on 20 photographs of VOC 2012 at their
/// own size (Tests/Fixtures/backbones/efficientnet_lite0.py).
@Suite(
  .enabled(
    if: BackboneFiles.hasEfficientNetLite0 && DatasetFixtures.hasVOC,
    "\(BackboneFiles.whyNoEfficientNetLite0)"), .serialized)
struct ImageNetClassifierTests {
  /// Some numbers of a map or of logits, spread evenly, and the root mean square of all.
  private struct Sampled: Decodable {
    let shape: [Int]
    let rms: Double
    let samples: [Float]
  }

  private struct Answer: Decodable {
    let top1: Int
    let logits: Sampled
    let maps: [String: Sampled]
  }

  private struct Record: Decodable {
    let image: String
    let trained: Answer
    let plain: Answer?
    let dilated: Answer?
  }

  private let records: [Record]

  init() throws {
    let path = DatasetFixtures.packageRoot + "Tests/Fixtures/backbones/efficientnet-lite0.json"
    records = try JSONDecoder().decode([Record].self, from: Data(contentsOf: URL(filePath: path)))
  }

  private func classifier(_ stride: OutputStride) throws -> ImageNetClassifier {
    let weights = WeightReader(try CheckpointFile(path: BackboneFiles.efficientNetLite0))
    let classifier = try ImageNetClassifier(
      efficientNetLite0: weights.scope(), outputStride: stride)
    try weights.finish()
    return classifier
  }

  private func frame(_ record: Record, _ classifier: ImageNetClassifier) throws -> Tensor {
    let path = "\(DatasetFixtures.voc)/JPEGImages/\(record.image).jpg"
    return classifier.normalisation(try ImageFile.read(path: path).image)
  }

  private func expect(
    _ values: [Float], _ shape: [Int], _ expected: Sampled, _ what: String
  ) {
    #expect(shape == expected.shape, "\(what)")
    guard shape == expected.shape else { return }
    let count = expected.samples.count
    for (index, sample) in expected.samples.enumerated() {
      let found = values[index * values.count / count]
      #expect(
        Double(abs(found - sample)) <= 1e-4 * expected.rms,
        "\(what), sample \(index): \(found) for \(sample), rms \(expected.rms)")
    }
    let square = values.reduce(0) { $0 + Double($1) * Double($1) } / Double(values.count)
    #expect(abs(square.squareRoot() - expected.rms) <= 1e-5 * expected.rms, "\(what), rms")
  }

  private func expect(
    _ classifier: ImageNetClassifier, _ record: Record, _ answer: Answer, _ what: String
  ) throws {
    let frame = try frame(record, classifier)
    guard case .efficientNetLite0(let network) = classifier.backbone else {
      Issue.record("another backbone")
      return
    }
    let features = network.features(of: frame, workers: Workers(2))
    let maps = [
      "eighth": features.eighth, "sixteenth": features.sixteenth, "last": features.last,
    ]
    #expect(Set(maps.keys) == Set(answer.maps.keys))
    for (name, map) in maps {
      guard let expected = answer.maps[name] else { continue }
      expect(map.values, [map.rows, map.columns, map.channels], expected, "\(what), \(name)")
    }
    let logits = classifier.logits(of: classifier.map(of: frame, workers: Workers(2)))
    expect(logits, [logits.count], answer.logits, "\(what), logits")
    let top1 = logits.indices.max { logits[$0] < logits[$1] }
    #expect(top1 == answer.top1, "\(what)")
  }

  @Test("maps, logits and first choices are PyTorch's for 20 photographs")
  func trained() throws {
    let classifier = try classifier(.thirtySecond)
    #expect(records.count == 20)
    for record in records { try expect(classifier, record, record.trained, record.image) }
  }

  @Test("so they are without the last stride, dilated or not", arguments: [false, true])
  func withoutLastStride(isDilated: Bool) throws {
    let classifier = try classifier(.sixteenth(dilated: isDilated))
    let recorded = records.compactMap { record in
      (isDilated ? record.dilated : record.plain).map { (record, $0) }
    }
    #expect(recorded.count == 3)
    for (record, answer) in recorded { try expect(classifier, record, answer, record.image) }
  }

  @Test("activations of classes, averaged, are their logits but for the bias")
  func activations() throws {
    let classifier = try classifier(.thirtySecond)
    let map = classifier.map(of: try frame(records[0], classifier), workers: .one)
    let logits = classifier.logits(of: map)
    let classes = [908, 404, 0, 999]
    let found = classifier.activations(of: classes, in: map, workers: Workers(2))
    #expect(found.rows == map.rows && found.columns == map.columns && found.channels == 4)
    let none = FeatureMap(
      rows: 1, columns: 1, channels: map.channels,
      values: [Float](repeating: 0, count: map.channels))
    let bias = classifier.logits(of: none)
    expectClose(
      found.channelMeans(), classes.map { logits[$0] - bias[$0] }, within: 1e-5, "activations")
  }
}
