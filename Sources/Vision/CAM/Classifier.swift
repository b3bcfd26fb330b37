/// Says which classes an image shows, by a 1×1 convolution of EfficientNet-Lite0's last map and the
/// mean over its entries; before the mean is taken, it says where.
///
/// Source: Zhou et al. 2016 (arXiv 1512.04150); the convolution has no bias, as in IRN.
public struct Classifier: Sendable {
  let backbone: ClassifierBackbone
  /// What was trained: `classifier.weight`, `[classes, 1280]`, and weights of the backbone's last
  /// layers that replace its own.
  package let parameters: ParameterSet
  /// The tail's weights with what was trained in place.
  let weights: TapeWeights

  package init(backbone: ClassifierBackbone, parameters: ParameterSet) {
    (self.backbone, self.parameters) = (backbone, parameters)
    var merged = parameters
    for entry in backbone.tail.entries where !parameters.contains(entry.name) {
      merged.add(entry.name, entry.value)
    }
    weights = TapeWeights(frozen: merged)
  }

  /// How many classes there are, without background.
  public var classes: Int { parameters[ClassifierTraining.layer].shape[0] }

  /// A logit for each class from 1 on: above 0 where the class is more likely there than not.
  public func logits(
    of image: RGBImage, stride: OutputStride = .thirtySecond, workers: Workers
  ) -> [Float] {
    var tape = Tape()
    let map = tape.constant(backbone.map(of: image, workers: workers))
    let features = EfficientNetTail(stride: stride)(map, &tape, weights)
    let layer = weights(ClassifierTraining.layer, &tape)
    return tape.product(tape.mean(features), layer).value.values
  }
}

extension Classifier {
  private static let kind = "sepal classifier"

  /// A safetensors file of what was trained; the backbone's frozen weights are not in it. Equal
  /// classifiers give equal bytes.
  public var stored: [UInt8] {
    SafetensorsWriter.bytes(
      parameters.entries.map { ($0.name, $0.value) }, metadata: [("kind", Self.kind)])
  }

  /// Reads what `stored` gave.
  ///
  /// Throws: `CheckpointError` for a file that is damaged or of another network,
  /// `TrainingError.otherCheckpoint` for one that is no classifier.
  public init(_ file: CheckpointFile, backbone: ClassifierBackbone) throws {
    guard file.metadata["kind"] == Self.kind,
      let layer = file[ClassifierTraining.layer], layer.shape.count == 2
    else {
      throw TrainingError.otherCheckpoint(
        path: file.path, expected: Self.kind, found: file.metadata["kind"] ?? "something else")
    }
    let weights = WeightReader(file)
    var parameters = ParameterSet()
    for tensor in file.tensors {
      let shape =
        tensor.name == ClassifierTraining.layer
        ? [layer.shape[0], EfficientNetTail.headChannels]
        : backbone.tail.contains(tensor.name) ? backbone.tail[tensor.name].shape : nil
      guard let shape else { continue }
      parameters.add(tensor.name, try weights.scope().tensor(tensor.name, shape: shape))
    }
    try weights.finish()
    self.init(backbone: backbone, parameters: parameters)
  }
}

extension Classifier {
  /// EfficientNet-Lite0's own head, trained on ImageNet's 1000 classes, for as many classes as there are
  /// `groups`: each has the mean weights of its group of ImageNet's classes, so that its map is the mean
  /// of theirs. A class with an empty group has a map of zeros. Nothing is trained.
  ///
  /// Throws: `CheckpointError` for a file without that head.
  public init(
    imageNet file: CheckpointFile, groups: [[Int]], backbone: ClassifierBackbone
  ) throws(CheckpointError) {
    let (all, width) = (1000, EfficientNetTail.headChannels)
    precondition(
      !groups.isEmpty && groups.joined().allSatisfy { (0..<all).contains($0) },
      "Classifier: groups of ImageNet's classes \(groups)")
    let head = try WeightReader(file).scope("_fc").tensor("weight", shape: [all, width])
    var layer = Accumulation(shape: [groups.count, width], row: width)
    for (index, group) in groups.enumerated() {
      for row in group {
        layer.add(
          head.values.span.extracting(row * width..<(row + 1) * width),
          times: 1 / Float(group.count), at: index * width)
      }
    }
    var parameters = ParameterSet()
    parameters.add(ClassifierTraining.layer, layer.tensor)
    self.init(backbone: backbone, parameters: parameters)
  }
}
