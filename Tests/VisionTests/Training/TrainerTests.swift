import Testing
import Vision

@Suite struct TrainerTests {
  private static let images = (0..<7).compactMap { try? ImageID("image\($0)") }

  /// Logistic regression on seeded numbers.
  private static func trainer(
    _ recipe: TrainingRecipe, workers: Int = 1, poison: Int? = nil
  ) -> (trainer: Trainer, start: TrainingState) {
    let features = images.indices.map { GradientCheck.numbers([5], seed: UInt64($0)) }
    let targets = images.indices.map { [Float($0 % 2), Float($0 % 3 == 0 ? 1 : 0)] }
    var parameters = ParameterSet()
    parameters.add("hidden", GradientCheck.numbers([3, 5], seed: 50))
    parameters.add("weight", GradientCheck.numbers([2, 3], seed: 51))
    let trainer = Trainer(
      recipe: recipe, images: images, newLayers: ["weight"], workers: Workers(workers)
    ) { tape, index, epoch in
      var x = tape.constant(features[index])
      if epoch == 1 && index == poison { x = tape.constant(Tensor(repeating: .nan, shape: [5])) }
      let hidden = tape.elu(tape.product(x, tape.parameter("hidden")))
      return tape.multiLabelSoftMarginLoss(
        tape.product(hidden, tape.parameter("weight")), targets: targets[index])
    }
    return (trainer, TrainingState(parameters, optimiser: recipe.optimiser))
  }

  static let recipes = [
    TrainingRecipe(epochs: 4, batch: 3, rate: 0.02, seed: 7),
    TrainingRecipe(epochs: 4, batch: 3, optimiser: .adamW(), rate: 0.01, seed: 7),
  ]

  @Test(
    "a training that was stored and read after two epochs ends with the same bits",
    arguments: recipes)
  func resuming(recipe: TrainingRecipe) throws {
    let (trainer, start) = Self.trainer(recipe)
    var stored: [[UInt8]] = []
    let whole = try trainer.run(from: start) { stored.append($1.stored(training: "t")) }
    let middle = try TrainingState(
      stored: stored[1], named: "checkpoint", training: "t", start: start)
    #expect(middle.epochs == 2)
    #expect(try trainer.run(from: middle) == whole)
    #expect(stored.count == 4 && whole.stored(training: "t") == stored[3])
  }

  @Test("the number of threads changes no bit", arguments: recipes)
  func threads(recipe: TrainingRecipe) throws {
    let one = Self.trainer(recipe)
    let three = Self.trainer(recipe, workers: 3)
    #expect(try one.trainer.run(from: one.start) == three.trainer.run(from: three.start))
  }

  @Test("the loss falls, and another seed gives another result", arguments: recipes)
  func learning(recipe: TrainingRecipe) throws {
    var recipe = recipe
    recipe.epochs = 30
    let (trainer, start) = Self.trainer(recipe)
    var losses: [Float] = []
    let first = try trainer.run(from: start) { report, _ in losses.append(report.loss) }
    #expect(losses[29] < 0.5 * losses[0])
    recipe.seed += 1
    let other = Self.trainer(recipe)
    #expect(try other.trainer.run(from: other.start) != first)
  }

  @Test("a loss that is not a number stops the training and says where", arguments: recipes)
  func notFinite(recipe: TrainingRecipe) throws {
    let (trainer, start) = Self.trainer(recipe, poison: 4)
    var last = start
    let batches = recipe.batches(epoch: 1, images: 7)
    let step = try #require(batches.firstIndex { $0.contains(4) })
    let error = #expect(throws: TrainingError.self) {
      _ = try trainer.run(from: start) { last = $1 }
    }
    guard case .notFinite(_, 2, let found, let rate, let images) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found == 3 + step + 1 && images == batches[step].map { Self.images[$0] })
    #expect(rate == recipe.rate(step: 3 + step, of: 12))
    #expect(last.epochs == 1 && last.parameters.largest.isFinite)
  }

  @Test("a checkpoint of another training, or a damaged one, is refused")
  func otherCheckpoints() throws {
    let (_, start) = Self.trainer(Self.recipes[0])
    let stored = start.stored(training: "this")
    #expect(
      throws: TrainingError.otherCheckpoint(path: "file", expected: "that", found: "this")
    ) {
      try TrainingState(stored: stored, named: "file", training: "that", start: start)
    }
    let plain = SafetensorsWriter.bytes([("weight", Tensor([1], shape: [1]))])
    #expect(
      throws: TrainingError.otherCheckpoint(
        path: "file", expected: "this", found: "something else")
    ) {
      try TrainingState(stored: plain, named: "file", training: "this", start: start)
    }
    #expect(throws: CheckpointError.self) {
      try TrainingState(
        stored: Array(stored.dropLast()), named: "file", training: "this", start: start)
    }
    let other = Self.trainer(Self.recipes[1]).start
    #expect(throws: CheckpointError.self) {
      try TrainingState(stored: stored, named: "file", training: "this", start: other)
    }
  }

  @Test("every epoch goes through all images once, in another order")
  func batches() {
    let recipe = TrainingRecipe(epochs: 2, batch: 3, seed: 1)
    let (first, second) = (
      recipe.batches(epoch: 0, images: 8), recipe.batches(epoch: 1, images: 8)
    )
    #expect(first.map(\.count) == [3, 3, 2])
    #expect(first.joined().sorted() == Array(0..<8) && second.joined().sorted() == Array(0..<8))
    #expect(first != second)
  }
}
