/// An image to learn from.
public struct LabelledImage: Sendable, Hashable {
  public let id: ImageID
  /// Class indices from 1 on.
  public let classes: [Int]

  public init(id: ImageID, classes: [Int]) { (self.id, self.classes) = (id, classes) }
}

extension ClassifierTraining {
  /// What is told of an epoch when it is over.
  public struct Progress: Sendable, Hashable {
    /// Counted from 1.
    public let epoch: Int
    public let epochs: Int
    /// Mean over the images.
    public let loss: Float
    /// What `train(resuming:)` goes on from.
    public let checkpoint: [UInt8]
  }

  /// Where a training may leave what it need not compute twice.
  public static let defaultCacheBytes = 256 << 20

  /// Trains a classifier for `classes` (names without background) on `images`.
  ///
  /// Maps of the frozen part of the network are kept, up to `cacheBytes`; the rest is computed again in
  /// each epoch. With `.head`, 5 KB a view of an image are kept; otherwise up to
  /// side² / 256 · 448 bytes, which is 230 KB for a side of 360 pixels. Beside that, each worker has an
  /// image's maps and gradients: some 60 MB.
  ///
  /// - Parameters:
  ///   - resuming: the checkpoint of the last epoch that is over; the result is the same with and
  ///     without.
  ///   - image: gives the pixels of an image; called on several threads.
  ///   - onEpoch: is told of each epoch, and may keep its checkpoint.
  ///
  /// Throws: `TrainingError` for labels that cannot be learnt, for a loss that is not finite, and for
  /// a checkpoint of another training; `CheckpointError` for one that is damaged; what `image` and
  /// `onEpoch` throw.
  public func train(
    backbone: ClassifierBackbone, images: [LabelledImage], classes: [String],
    resuming checkpoint: [UInt8]? = nil, cacheBytes: Int = defaultCacheBytes, workers: Workers,
    image: @escaping @Sendable (ImageID) throws -> RGBImage,
    onEpoch: (Progress) throws -> Void = { _ in }
  ) throws -> Classifier {
    try Self.check(images, classes: classes)
    let views = try TrainingViews(
      self, backbone: backbone, images: images.map(\.id), cacheBytes: cacheBytes,
      workers: workers, image: image)
    let targets = images.map { image in
      classes.indices.map { Float(image.classes.contains($0 + 1) ? 1 : 0) }
    }
    let trainer = Trainer(
      recipe: recipe, images: images.map(\.id), newLayers: [Self.layer], workers: workers
    ) { tape, index, epoch in
      let features = try views.features(index, epoch: epoch, &tape)
      let logits = tape.product(features, tape.parameter(Self.layer))
      return tape.multiLabelSoftMarginLoss(logits, targets: targets[index])
    }
    let start = start(backbone, classes: classes.count)
    let name = description(classes: classes, images: images)
    let state = try checkpoint.map {
      try TrainingState(stored: $0, named: "checkpoint", training: name, start: start)
    }
    let end = try trainer.run(from: state ?? start) { report, state in
      try onEpoch(
        Progress(
          epoch: report.epoch, epochs: report.epochs, loss: report.loss,
          checkpoint: state.stored(training: name)))
    }
    return Classifier(backbone: backbone, parameters: end.parameters)
  }

  /// The backbone's own weights, and a layer of zeros: the loss is convex in it, so that it needs no
  /// random start.
  private func start(_ backbone: ClassifierBackbone, classes: Int) -> TrainingState {
    var parameters = ParameterSet()
    for name in trained where name != Self.layer { parameters.add(name, backbone.tail[name]) }
    parameters.add(Self.layer, Tensor(shape: [classes, EfficientNetTail.headChannels]))
    return TrainingState(parameters, optimiser: recipe.optimiser)
  }

  /// What is trained and on what, for checkpoints.
  private func description(classes: [String], images: [LabelledImage]) -> String {
    let labels = images.map { "\($0.id)=\($0.classes)" }.joined(separator: " ")
    let settings = named.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
    let digest = String(SplitMix64.hash(labels), radix: 16)
    return "classifier of \(classes.joined(separator: ", ")); \(settings); labels \(digest)"
  }

  /// Throws: `TrainingError.imagesWithoutLabels` or `.classesWithoutImages`.
  private static func check(_ images: [LabelledImage], classes: [String]) throws(TrainingError) {
    precondition(
      images.allSatisfy { $0.classes.allSatisfy { (1...classes.count).contains($0) } },
      "ClassifierTraining: a label beyond \(classes.count) classes")
    let bare = images.filter(\.classes.isEmpty).map(\.id)
    guard bare.isEmpty else {
      throw .imagesWithoutLabels(Array(bare.prefix(10)), count: bare.count)
    }
    let shown = Set(images.flatMap(\.classes))
    let absent = classes.indices.filter { !shown.contains($0 + 1) }
    guard absent.isEmpty else { throw .classesWithoutImages(absent.map { classes[$0] }) }
  }
}
