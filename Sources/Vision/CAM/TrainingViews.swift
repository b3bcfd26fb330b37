/// What the frozen part of a network makes of the images of a training, kept as far as there is room.
struct TrainingViews: Sendable {
  private let training: ClassifierTraining
  private let backbone: ClassifierBackbone
  private let ids: [ImageID]
  private let image: @Sendable (ImageID) throws -> RGBImage
  /// The first views of all images, then the second ones.
  private var kept: [Tensor] = []

  init(
    _ training: ClassifierTraining, backbone: ClassifierBackbone, images: [ImageID],
    cacheBytes: Int, workers: Workers, image: @escaping @Sendable (ImageID) throws -> RGBImage
  ) throws {
    (self.training, self.backbone, self.image) = (training, backbone, image)
    ids = images
    let views = min(training.views, training.recipe.epochs)
    let count = min(images.count * views, cacheBytes / training.largestView)
    let views0 = self
    kept = try workers.map(count) { try views0.computed($0) }
  }

  /// What the classifier's layer is given of image `index`, `[1280]`, in an epoch.
  func features(_ index: Int, epoch: Int, _ tape: inout Tape) throws -> Tape.Variable {
    let place = epoch % training.views * ids.count + index
    let view = tape.constant(place < kept.count ? kept[place] : try computed(place))
    switch training.extent {
    case .head: return view
    case .lastBlocks: return pooled(view, &tape)
    }
  }

  private func computed(_ place: Int) throws -> Tensor {
    let (id, view) = (ids[place % ids.count], place / ids.count)
    let shown = training.augmentation.applied(
      to: try image(id), seed: training.recipe.seed, epoch: view, id: id)
    let map = backbone.map(of: shown, workers: .one)
    switch training.extent {
    case .head:
      var tape = Tape()
      return pooled(tape.constant(map), &tape).value
    case .lastBlocks: return map
    }
  }

  private func pooled(_ map: Tape.Variable, _ tape: inout Tape) -> Tape.Variable {
    let tail = EfficientNetTail(stride: training.stride)
    return tape.mean(tail(map, &tape, TapeWeights(frozen: backbone.tail)))
  }
}

extension ClassifierTraining {
  /// Bytes of the largest view of an image.
  fileprivate var largestView: Int {
    switch extent {
    case .head: return 4 * EfficientNetTail.headChannels
    case .lastBlocks:
      let side = (augmentation.maximumSide + 15) / 16
      return 4 * side * side * EfficientNetTail.inputs
    }
  }
}
