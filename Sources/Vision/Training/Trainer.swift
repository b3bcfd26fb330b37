/// Trains whatever has a loss for each image, one epoch at a time: what an epoch makes of a state
/// depends on the state and the trainer's values alone, so that a training that was interrupted ends
/// with the same bits.
package struct Trainer: Sendable {
  package let recipe: TrainingRecipe
  /// For errors.
  package let images: [ImageID]
  /// Names of parameters that begin anew.
  package let newLayers: Set<String>
  /// Images whose gradients are computed at the same time; the result does not depend on it.
  package let workers: Workers
  /// The loss of image `index` in an epoch, recorded on the tape.
  package let loss:
    @Sendable (_ tape: inout Tape, _ index: Int, _ epoch: Int) throws -> Tape.Variable

  package init(
    recipe: TrainingRecipe, images: [ImageID], newLayers: Set<String> = [], workers: Workers,
    loss: @escaping @Sendable (inout Tape, Int, Int) throws -> Tape.Variable
  ) {
    precondition(!images.isEmpty, "Trainer: no images")
    (self.recipe, self.images, self.newLayers) = (recipe, images, newLayers)
    (self.workers, self.loss) = (workers, loss)
  }

  /// What is told of an epoch when it is over.
  package struct Report: Sendable, Hashable {
    /// Counted from 1.
    package let epoch: Int
    package let epochs: Int
    /// Mean over the images.
    package let loss: Float
    /// At the epoch's last step.
    package let rate: Float
  }

  /// Trains from `state` to the last epoch; `onEpoch` is told of each and gets the state to keep.
  ///
  /// Throws: `TrainingError.notFinite`, with which nothing is lost but the epoch at hand: the state
  /// that `onEpoch` got last is good. What `loss` and `onEpoch` throw.
  package func run(
    from state: TrainingState, onEpoch: (Report, TrainingState) throws -> Void = { _, _ in }
  ) throws -> TrainingState {
    var state = state
    while state.epochs < recipe.epochs {
      let report = try advance(&state)
      try onEpoch(report, state)
    }
    return state
  }

  /// Goes through one epoch.
  package func advance(_ state: inout TrainingState) throws -> Report {
    let epoch = state.epochs
    let steps = recipe.epochs * recipe.steps(images: images.count)
    var (total, rate) = (0.0, recipe.rate)
    for batch in recipe.batches(epoch: epoch, images: images.count) {
      rate = recipe.rate(step: state.steps, of: steps)
      let (loss, gradients) = try gradients(of: batch, state, epoch: epoch)
      guard loss.isFinite, gradients.largest.isFinite else {
        throw TrainingError.notFinite(
          loss: loss, epoch: epoch + 1, step: state.steps + 1, rate: rate,
          images: batch.map { images[$0] })
      }
      total += loss
      state.update(
        by: recipe.optimiser, gradients: gradients, rates: rates(state.parameters, rate),
        weightDecay: recipe.weightDecay)
    }
    guard state.parameters.largest.isFinite else {
      throw TrainingError.notFinite(
        loss: total, epoch: epoch + 1, step: state.steps, rate: rate, images: [])
    }
    state.epochs += 1
    return Report(
      epoch: epoch + 1, epochs: recipe.epochs, loss: Float(total / Double(images.count)),
      rate: rate)
  }

  private func rates(_ parameters: ParameterSet, _ rate: Float) -> [Float] {
    parameters.entries.map { newLayers.contains($0.name) ? rate * recipe.newLayerFactor : rate }
  }

  /// The sum of the losses and the mean of the gradients. As many images are on their way as there are
  /// workers, and their gradients are added in the order of the batch.
  private func gradients(
    of batch: [Int], _ state: TrainingState, epoch: Int
  ) throws -> (loss: Double, gradients: ParameterSet) {
    var loss = 0.0
    var sum = state.parameters.zeros
    let share = 1 / Float(batch.count)
    for start in stride(from: 0, to: batch.count, by: workers.count) {
      let some = Array(batch[start..<min(start + workers.count, batch.count)])
      let results = try workers.map(some.count) { item in
        var tape = Tape(state.parameters)
        let loss = try self.loss(&tape, some[item], epoch)
        return (loss.value.values[0], tape.gradients(of: loss).parameters)
      }
      for (value, gradients) in results {
        loss += Double(value)
        sum.add(gradients, times: share)
      }
    }
    return (loss, sum)
  }
}
