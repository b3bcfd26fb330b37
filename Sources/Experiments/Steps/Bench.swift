public import Vision

/// Where one image is worked on: hands steps their files and each other's outputs, each made, read
/// or decoded at most once while the image is in hand.
///
/// Used by one task at a time.
public final class Bench {
  public let sample: Dataset.Sample
  public let classes: ClassNames
  /// The threads that a step may spread its work over.
  public let workers: Workers
  private let store: Cache
  private let digests: FileDigests
  private let observer: any RunObserver
  private let dataset: Dataset
  private let models: SAMModels
  /// What is made of all images together; nil at a bench that belongs to no study.
  let lab: Lab?
  private var loaded: Dataset.LoadedSample?
  private var loadedTruth: LabelMap?
  private var knownSize: (width: Int, height: Int)?
  /// Digests of an image's mask files, by folder.
  var maskDigests: [String: Digest] = [:]
  private var made: [Digest: any Sendable] = [:]
  /// What earlier steps cost while the step in hand waited for them; not its own cost.
  private var nested = ObjectNote.Cost()

  init(
    sample: Dataset.Sample, dataset: Dataset, cache: Cache, digests: FileDigests,
    observer: any RunObserver, models: SAMModels = SAMModels(), workers: Workers = .one,
    lab: Lab? = nil
  ) {
    self.lab = lab
    self.sample = sample
    self.workers = workers
    self.models = models
    classes = dataset.classes
    store = cache
    self.digests = digests
    self.observer = observer
    self.dataset = dataset
  }

  /// Width and height that labels and masks of this image must have, in pixels: its truth's where
  /// there is one, else the photograph's. Read from the file's header; nothing is decoded for it.
  ///
  /// Throws: `ImageFileError`.
  public func size() throws -> (width: Int, height: Int) {
    if let knownSize { return knownSize }
    let size = try ImageFile.size(path: sample.truthPath ?? sample.imagePath)
    knownSize = size
    return size
  }

  /// The photograph and, where the data set has one, its truth. Says so where the decoder has a
  /// warning.
  ///
  /// Throws: `SampleError`.
  public func photograph() throws -> Dataset.LoadedSample {
    if let loaded { return loaded }
    let fresh = try dataset.load(sample)
    for warning in fresh.warnings { observer.warn("\(sample.id): \(warning)") }
    loaded = fresh
    return fresh
  }

  /// The truth of the image, read without its photograph.
  ///
  /// Throws: `MissingTruth` where the data set has none; `SampleError`.
  public func truth() throws -> LabelMap {
    if let known = loaded?.truth ?? loadedTruth { return known }
    guard let truth = try dataset.loadTruth(sample) else {
      throw MissingTruth(id: "\(sample.id)")
    }
    loadedTruth = truth
    return truth
  }

  public func digest(ofFile path: String) throws -> Digest { try digests.digest(ofFile: path) }

  /// A file's bytes, of at most 1 GiB.
  public func bytes(ofFile path: String) throws -> [UInt8] { try FileBytes.read(path) }

  /// The network of `source`, loaded at the first image that needs it and shared by all.
  ///
  /// Throws: `CheckpointError`.
  func predictor(of source: SAMSource) throws -> SAMPredictor {
    SAMPredictor(try models.model(of: source), workers: workers)
  }

  /// The photograph's file as a step's input.
  public func photographInput() throws -> StepInput {
    StepInput("image", try digest(ofFile: sample.imagePath))
  }

  /// The truth's file as a step's input. Throws: `MissingTruth`.
  public func truthInput() throws -> StepInput {
    guard let path = sample.truthPath else { throw MissingTruth(id: "\(sample.id)") }
    return StepInput("truth", try digest(ofFile: path))
  }

  /// How many classes the data set has, as an input of steps that count by class.
  public var classesInput: StepInput { StepInput("classes", text: "\(classes.count)") }

  /// The key of what `step` makes of this image.
  public func key<S: Step>(of step: S) throws -> Digest { try recipe(of: step).key }

  func recipe<S: Step>(of step: S) throws -> StepRecipe {
    StepRecipe(step, inputs: try step.inputs(at: self))
  }

  /// What `step` makes of this image: from memory, from the cache, or made now and stored.
  ///
  /// Throws: `CacheError`, and what the step throws.
  public func output<S: Step>(of step: S) throws -> S.Output {
    let recipe = try recipe(of: step)
    let key = recipe.key
    if let value = made[key] as? S.Output { return value }
    let stored = try store.decoded(
      S.Output.self, under: key, what: "\(step.name) of \(sample.id)", observer)
    if let stored {
      made[key] = stored
      return stored
    }
    let (value, cost) = try measured { try step.output(at: self) }
    let note = ObjectNote(
      step: step.name, subject: "\(sample.id)", components: recipe.components, cost: cost)
    try store.store(value.stored, under: key, note: note)
    observer.made(step: step.name, cost: cost)
    made[key] = value
    return value
  }

  /// What `step` made of the study that this image is of.
  ///
  /// Throws: `Unprepared` where it has not been made.
  public func output<S: SetStep>(of step: S) throws -> S.Output {
    guard let lab else { throw Unprepared(step: step.name) }
    return try lab.output(of: step)
  }

  /// The key of what `step` makes of the study that this image is of, as an input.
  ///
  /// Throws: `Unprepared` at a bench that belongs to no study.
  public func input(_ name: String, of step: some SetStep) throws -> StepInput {
    guard let lab else { throw Unprepared(step: step.name) }
    return StepInput(name, try lab.key(of: step))
  }

  /// What `body` returns and what it cost without the steps that it waited for.
  private func measured<Value>(
    _ body: () throws -> Value
  ) rethrows -> (Value, ObjectNote.Cost) {
    let outer = nested
    nested = ObjectNote.Cost()
    let start = Stopwatch(ofProcess: workers.count > 1)
    // For whoever waits for this, also where it fails.
    defer {
      let whole = start.cost
      nested = .init(wall: outer.wall + whole.wall, cpu: outer.cpu + whole.cpu)
    }
    let value = try body()
    let whole = start.cost
    let own = ObjectNote.Cost(
      wall: whole.wall - nested.wall, cpu: whole.cpu - nested.cpu, peakBytes: whole.peakBytes)
    return (value, own)
  }

}

/// A score was asked of an image that has no ground truth.
public struct MissingTruth: Error, CustomStringConvertible {
  public let id: String

  public init(id: String) { self.id = id }

  public var description: String { "\(id): no ground truth, so it cannot be scored" }
}
