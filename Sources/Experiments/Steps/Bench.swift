import Foundation
public import Vision

/// Where one image is worked on: hands steps their files and each other's outputs, each made, read
/// or decoded at most once while the image is in hand.
///
/// Used by one task at a time.
public final class Bench {
  public let sample: Dataset.Sample
  public let classes: ClassNames
  private let store: Cache
  private let digests: FileDigests
  private let observer: any RunObserver
  private let dataset: Dataset
  private var loaded: Dataset.LoadedSample?
  private var loadedTruth: LabelMap?
  private var made: [Digest: any Sendable] = [:]
  /// What earlier steps cost while the step in hand waited for them; not its own cost.
  private var nested = ObjectNote.Cost()

  init(
    sample: Dataset.Sample, dataset: Dataset, cache: Cache, digests: FileDigests,
    observer: any RunObserver
  ) {
    self.sample = sample
    classes = dataset.classes
    store = cache
    self.digests = digests
    self.observer = observer
    self.dataset = dataset
  }

  /// Width and height that labels of this image must have: its truth's where there is one, which
  /// spares decoding the photograph, else the photograph's.
  public func size() throws -> (width: Int, height: Int) {
    if sample.truthPath != nil {
      let truth = try truth()
      return (truth.width, truth.height)
    }
    let image = try photograph().image
    return (image.width, image.height)
  }

  /// The photograph and, where the data set has one, its truth.
  public func photograph() throws -> Dataset.LoadedSample {
    if let loaded { return loaded }
    let fresh = try dataset.load(sample)
    loaded = fresh
    return fresh
  }

  /// The truth of the image, read without its photograph. Throws `MissingTruth` where there is none.
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

  /// The digests of the photograph and of its truth.
  public func photographInput() throws -> StepInput {
    StepInput("image", try digest(ofFile: sample.imagePath))
  }

  public func truthInput() throws -> StepInput {
    guard let path = sample.truthPath else { throw MissingTruth(id: "\(sample.id)") }
    return StepInput("truth", try digest(ofFile: path))
  }

  /// The key of what `step` makes of this image.
  public func key<S: Step>(of step: S) throws -> Digest { try recipe(of: step).key }

  func recipe<S: Step>(of step: S) throws -> StepRecipe {
    StepRecipe(step, inputs: try step.inputs(at: self))
  }

  /// What `step` makes of this image: from memory, from the cache, or made now and stored.
  public func output<S: Step>(of step: S) throws -> S.Output {
    let recipe = try recipe(of: step)
    let key = recipe.key
    if let value = made[key] as? S.Output { return value }
    if let stored = try stored(S.Output.self, under: key, step: step.name) {
      made[key] = stored
      return stored
    }
    let outer = nested
    nested = ObjectNote.Cost()
    let start = Stopwatch()
    let value = try step.output(at: self)
    let whole = start.cost
    let own = ObjectNote.Cost(
      wall: whole.wall - nested.wall, cpu: whole.cpu - nested.cpu, peakBytes: whole.peakBytes)
    nested = ObjectNote.Cost(wall: outer.wall + whole.wall, cpu: outer.cpu + whole.cpu)
    let note = ObjectNote(
      step: step.name, subject: "\(sample.id)", components: recipe.components, cost: own)
    try store.store(value.stored, under: key, note: note)
    observer.made(step: step.name, cost: note.cost)
    made[key] = value
    return value
  }

  private func stored<Output: Storable>(
    _ type: Output.Type, under key: Digest, step: String
  ) throws -> Output? {
    switch try store.lookup(key) {
    case .absent: return nil
    case .found(let bytes): return try Output(stored: bytes)
    case .damaged(let path):
      observer.warn(
        "\(path): the stored \(step) of \(sample.id) is damaged; it is made again")
      return nil
    }
  }
}

/// A score was asked of an image that has no ground truth.
public struct MissingTruth: Error, CustomStringConvertible {
  public let id: String

  public init(id: String) { self.id = id }

  public var description: String { "\(id): no ground truth, so it cannot be scored" }
}

/// Wall and CPU time of the calling thread since it was made.
struct Stopwatch {
  private let wall = ContinuousClock.now
  private let cpu = Stopwatch.threadTime

  var cost: ObjectNote.Cost {
    let elapsed = ContinuousClock.now - wall
    let micro =
      Int(elapsed.components.seconds) * 1_000_000
      + Int(elapsed.components.attoseconds / 1_000_000_000_000)
    return .init(wall: micro, cpu: Stopwatch.threadTime - cpu, peakBytes: Self.peakBytes)
  }

  /// CPU time of this thread in microseconds.
  private static var threadTime: Int {
    var time = timespec()
    // Sound: clock_gettime writes one timespec, which `time` is.
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000 + time.tv_nsec / 1000
  }

  /// The process' largest resident size so far, in bytes.
  static var peakBytes: Int {
    var usage = rusage()
    // Sound: getrusage writes one rusage, which `usage` is.
    unsafe getrusage(RUSAGE_SELF.rawValue, &usage)
    return usage.ru_maxrss * 1024
  }
}
