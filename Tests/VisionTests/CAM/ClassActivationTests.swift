import TestSupport
import Testing
import Vision

@Suite struct ClassActivationTests {
  /// A layer of two classes of seeded numbers.
  private static func classifier() throws -> Classifier {
    try classifier(SeededClassifier.backbone())
  }

  private static func classifier(_ backbone: ClassifierBackbone) -> Classifier {
    var parameters = ParameterSet()
    parameters.add(
      ClassifierTraining.layer,
      GradientCheck.numbers([2, EfficientNetTail.headChannels], seed: 5))
    return Classifier(backbone: backbone, parameters: parameters)
  }

  static let settings = [
    ActivationMapSettings(stride: .sixteenth(dilated: true), scales: [1, 0.5, 1.5]),
    ActivationMapSettings(method: .gradCAM, stride: .thirtySecond, scales: [2]),
  ]

  @Test(
    "maps are a quarter of the image, from 0 to 1, and of the classes asked for",
    arguments: settings)
  func maps(settings: ActivationMapSettings) throws {
    let classifier = try Self.classifier()
    let image = SeededClassifier.image(0, classes: [1])
    let maps = classifier.activationMaps(
      of: image, classes: [1, 2], settings: settings, workers: Workers(2))
    #expect(maps.width == 41 && maps.height == 37 && maps.columns == 11 && maps.rows == 10)
    #expect(maps.values.allSatisfy { (0...1).contains($0) })
    #expect(maps.values.contains { $0 > 0.9 })
    // Stored as 16 bits and read back, nothing changes.
    #expect(maps.values.allSatisfy { Float(UInt16(($0 * 65535).rounded())) / 65535 == $0 })
    let second = classifier.activationMaps(
      of: image, classes: [2], settings: settings, workers: .one)
    #expect(Array(maps.map(1)) == second.values && second.classes == [2])
    let none = classifier.activationMaps(of: image, classes: [], settings: settings, workers: .one)
    #expect(none.values.isEmpty && none.rows == 10)
  }

  @Test("an image and its mirror image have mirrored maps", arguments: settings)
  func mirroring(settings: ActivationMapSettings) throws {
    let classifier = try Self.classifier()
    let image = SeededClassifier.image(2, classes: [1, 2])
    let maps = classifier.activationMaps(
      of: image, classes: [1], settings: settings, workers: .one)
    let mirrored = classifier.activationMaps(
      of: image.mirrored, classes: [1], settings: settings, workers: .one)
    let expected = (0..<maps.rows).flatMap { row in
      maps.values[row * maps.columns..<(row + 1) * maps.columns].reversed()
    }
    expectClose(mirrored.values, expected, within: 1e-3, "mirrored")
  }

  @Test("with one scale the mean of a class's map is its logit")
  func meanIsLogit() throws {
    let backbone = try SeededClassifier.backbone()
    let classifier = Self.classifier(backbone)
    let image = SeededClassifier.image(1, classes: [2])
    var tape = Tape()
    let map = tape.constant(backbone.map(of: image, workers: .one))
    let features = EfficientNetTail(stride: .thirtySecond)(
      map, &tape, TapeWeights(frozen: backbone.tail))
    let layer = tape.constant(classifier.parameters[ClassifierTraining.layer])
    let mean = tape.mean(tape.product(features, layer)).value.values
    expectClose(mean, classifier.logits(of: image, workers: .one), within: 1e-4, "logits")
  }

  @Test("ImageNet's head gives a class the mean map of its group, and none to an empty group")
  func imageNet() throws {
    let folder = try TemporaryFolder()
    let head = GradientCheck.numbers([1000, EfficientNetTail.headChannels], seed: 3)
    let path = try folder.write(SafetensorsWriter.bytes([("_fc.weight", head)]), "head")
    let classifier = try Classifier(
      imageNet: CheckpointFile(path: path), groups: [[3, 999], [], [3]],
      backbone: SeededClassifier.backbone())
    let layer = classifier.parameters[ClassifierTraining.layer]
    #expect(layer.shape == [3, EfficientNetTail.headChannels])
    for channel in [0, 7, EfficientNetTail.headChannels - 1] {
      let rows = [3, 999].map { head.values[$0 * EfficientNetTail.headChannels + channel] }
      #expect(layer.values[channel] == 0.5 * rows[0] + 0.5 * rows[1])
      #expect(layer.values[EfficientNetTail.headChannels + channel] == 0)
      #expect(layer.values[2 * EfficientNetTail.headChannels + channel] == rows[0])
    }
  }

  @Test("on a head without a nonlinearity Grad-CAM's weights are the layer's")
  func gradientsOfLinearHead() {
    let weights = GradientCheck.numbers([1, 6], seed: 1)
    var tape = Tape()
    let map = tape.watched(GradientCheck.numbers([3, 5, 6], seed: 2))
    let logit = tape.product(tape.mean(map), tape.constant(weights))
    let gradient = tape.gradients(of: logit)[map]?.values ?? []
    let expected = (0..<15).flatMap { _ in weights.values.map { $0 / 15 } }
    expectClose(gradient, expected, within: 1e-6, "gradient")
  }
}
