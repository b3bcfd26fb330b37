internal import Synchronization
public import Vision

/// Works through images: in parallel, from the cache where it can, one image's failure leaving the
/// others alone.
public struct Lab: Sendable {
  public let study: Study
  public let cache: Cache
  public let digests: FileDigests
  /// Images in hand at once.
  public private(set) var jobs: Int
  /// Threads for each image: more than one only where one image is in hand at a time.
  public private(set) var workers = Workers.one
  public let observer: any RunObserver
  /// Asked before each image; true stops the run with `Interrupted`.
  public let isInterrupted: @Sendable () -> Bool
  /// Whether findings may hold measured seconds, which differ from run to run.
  public var showsTimings = false
  private let models = SAMModels()
  let sets = SetResults()
  let classifiers = Classifiers()

  public init(
    study: Study, cache: Cache, digests: FileDigests, jobs: Int,
    observer: any RunObserver = SilentObserver(),
    isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) {
    precondition(jobs >= 1, "Lab: \(jobs) jobs")
    self.study = study
    self.cache = cache
    self.digests = digests
    self.jobs = jobs
    self.observer = observer
    self.isInterrupted = isInterrupted
  }

  /// The run was asked to stop; what is done is in the cache.
  public struct Interrupted: Error {}

  /// An image that could not be worked on, and why.
  public struct Problem: Error, Sendable, Hashable, Codable {
    public let id: String
    public let message: String

    init(id: String, message: String) { (self.id, self.message) = (id, message) }

    /// What `error` says of an image, whose id it need not repeat.
    init(_ id: ImageID, _ error: any Error) {
      self.id = "\(id)"
      message = (error as? SampleError).map { "\($0.problem)" } ?? "\(error)"
    }
  }

  /// One result per image, in the data set's order, and the images that failed.
  public struct Outcome<Value: Sendable>: Sendable {
    public var ids: [String] = []
    public var values: [Value] = []
    public var problems: [Problem] = []

    public init() {}

    /// Sorts `results`, one per id, into values and problems.
    public init(_ ids: [String], _ results: [Result<Value, Problem>]) {
      for (id, result) in zip(ids, results) {
        switch result {
        case .success(let value):
          self.ids.append(id)
          values.append(value)
        case .failure(let problem): problems.append(problem)
        }
      }
    }
  }

  public func bench(for sample: Dataset.Sample) -> Bench {
    Bench(
      sample: sample, dataset: study.dataset, cache: cache, digests: digests, observer: observer,
      models: models, workers: workers, lab: self)
  }

  /// The lab as it should work on images that need a network: as many at once as before where so
  /// many fit in memory, else one at a time with all `threads`.
  public func arranged(forNetworkOn images: Int, threads: Int) -> Lab {
    var lab = self
    let atOnce = min(jobs, images)
    if atOnce > 1, atOnce <= SAMSource.mostAtOnce {
      lab.jobs = atOnce
    } else {
      (lab.jobs, lab.workers) = (1, Workers(max(1, threads)))
    }
    return lab
  }

  /// The same cache and rules for another study.
  public func about(_ study: Study) -> Lab {
    var lab = Lab(
      study: study, cache: cache, digests: digests, jobs: jobs, observer: observer,
      isInterrupted: isInterrupted)
    (lab.workers, lab.showsTimings) = (workers, showsTimings)
    return lab
  }

  /// Runs `body` for every image, `jobs` at a time. Results come in the data set's order, whatever
  /// the order of completion.
  ///
  /// Throws: `Interrupted`, `CacheError` when the cache can no longer be written, and
  /// `CheckpointError` for weights that no image could use; any other error belongs to its image
  /// and is reported as a problem.
  public func forEachImage<Value: Sendable>(
    _ stage: String, in samples: [Dataset.Sample]? = nil,
    _ body: @escaping @Sendable (Bench) throws -> Value
  ) async throws -> Outcome<Value> {
    let samples = samples ?? study.samples
    observer.began(stage: stage, total: samples.count)
    defer { observer.finished() }
    let results = try await inParallel(samples, jobs: jobs) { sample in
      let result = try attempt(sample, body)
      observer.advanced()
      return result
    }
    return Outcome(samples.map { "\($0.id)" }, results)
  }

  private func attempt<Value>(
    _ sample: Dataset.Sample, _ body: (Bench) throws -> Value
  ) throws -> Result<Value, Problem> {
    if isInterrupted() || Task.isCancelled { throw Interrupted() }
    do {
      return .success(try body(bench(for: sample)))
    } catch let error as CacheError {
      throw error
    } catch let error as CheckpointError {
      throw error
    } catch {
      return .failure(Problem(sample.id, error))
    }
  }
}
