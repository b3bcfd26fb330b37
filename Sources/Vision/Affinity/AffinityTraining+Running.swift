extension AffinityTraining {
  /// What a training goes through: the samples that hold anything to learn, and what their features
  /// are normalised with.
  package struct Course: Sendable {
    let training: AffinityTraining
    let images: [ImageID]
    let norms: [ChannelNorm]
    let sample: @Sendable (Int) throws -> AffinitySample
    let parameters: ParameterSet

    /// Images in which no pair was sure, which are left out.
    package let unsure: [ImageID]

    /// Where the training begins.
    package var start: TrainingState {
      TrainingState(parameters, optimiser: training.recipe.optimiser)
    }
  }

  /// Looks at every sample once. `sample` gives that of `images[index]` each time it is asked, from
  /// wherever the caller keeps it.
  ///
  /// Throws: `AffinityTrainingError.noSurePixels`, and what `sample` throws.
  package func course(
    images: [ImageID], sample: @escaping @Sendable (Int) throws -> AffinitySample
  ) throws -> Course {
    var moments: [ChannelMoments] = []
    var (sure, unsure) = ([Int](), [ImageID]())
    for index in images.indices {
      let item = try sample(index)
      if moments.isEmpty { moments = item.maps.map { ChannelMoments(channels: $0.channels) } }
      for (stage, map) in item.maps.enumerated() { moments[stage].add(map.map) }
      if item.hasPairs(radius: radius) { sure.append(index) } else { unsure.append(images[index]) }
    }
    guard !sure.isEmpty else { throw AffinityTrainingError.noSurePixels(images: images.count) }
    let norms = moments.map(\.norm)
    let parameters = AffinityNetwork.seeded(
      kind, channels: norms.map(\.mean.count), widths: widths, seed: recipe.seed)
    let kept = sure
    return Course(
      training: self, images: kept.map { images[$0] }, norms: norms,
      sample: { try sample(kept[$0]) }, parameters: parameters, unsure: unsure)
  }
}

extension AffinityTraining.Course {
  /// Trains from `state`, which is `start` or one that `onEpoch` got earlier: the result is the same.
  ///
  /// Throws: `TrainingError.notFinite`, with which the state that `onEpoch` got last is good; what the
  /// samples and `onEpoch` throw.
  package func run(
    from state: TrainingState, workers: Workers,
    onEpoch: (Trainer.Report, TrainingState) throws -> Void = { _, _ in }
  ) throws -> AffinityNetwork {
    let end = try trainer(workers).run(from: state, onEpoch: onEpoch)
    return AffinityNetwork(kind: training.kind, norms: norms, parameters: end.parameters)
  }

  private func trainer(_ workers: Workers) -> Trainer {
    let (training, norms, sample) = (training, norms, sample)
    return Trainer(
      recipe: training.recipe, images: images, newLayers: Set(parameters.names), workers: workers
    ) { tape, index, _ in
      let item = try sample(index)
      let stages = zip(item.maps, norms).map { Tensor($1.normalised($0.map)) }
      let result = AffinityNetwork.forward(training.kind, stages, &tape) { $1.parameter($0) }
      return switch training.kind {
      case .features:
        tape.pairLoss(features: result, labels: item.labels, radius: training.radius)
      case .boundaries:
        tape.pairLoss(boundaries: result, labels: item.labels, radius: training.radius)
      }
    }
  }
}

extension AffinityTraining.Course {
  /// What is trained and on what: what a checkpoint is of.
  private var name: String {
    let settings = training.named.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
    let digest = String(SplitMix64.hash(images.map(\.name).joined(separator: " ")), radix: 16)
    return "affinity network; \(settings); \(images.count) images \(digest)"
  }

  /// A state that `run` told of, as a file to go on from.
  package func checkpoint(_ state: TrainingState) -> [UInt8] { state.stored(training: name) }

  /// The state that `checkpoint` made a file of; errors call it `fileName`.
  ///
  /// Throws: `CheckpointError` for bytes that are damaged, `TrainingError.otherCheckpoint` for those of
  /// a training with other settings or images.
  package func state(checkpoint: [UInt8], named fileName: String) throws -> TrainingState {
    try TrainingState(stored: checkpoint, named: fileName, training: name, start: start)
  }
}
