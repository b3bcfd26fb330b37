public import Vision

/// Where the images of a study are worked on together: hands a `SetStep` each image's bench, keeps
/// its state while it works, and passes on how far it is.
public struct SetBench: Sendable {
  let lab: Lab
  /// The key of what is made here, once it is known.
  let key: Digest?

  public var study: Study { lab.study }
  /// All the threads there are.
  public var workers: Workers { Workers(max(lab.jobs, lab.workers.count)) }

  /// A bench for one image, of the study or of its training set.
  public func bench(for sample: Dataset.Sample) -> Bench { lab.bench(for: sample) }

  public func digest(ofFile path: String) throws -> Digest {
    try lab.digests.digest(ofFile: path)
  }

  /// The keys of what `step` makes of every image of the study, as one input. An image that has none,
  /// since a file of it cannot be read, has no part in what is made of all.
  public func input(_ name: String, ofAll step: some Step) -> StepInput {
    input(name) { try $0.key(of: step) }
  }

  /// All photographs of the study as one input.
  public func photographInput() -> StepInput {
    input("photographs") { try $0.photographInput().digest }
  }

  private func input(_ name: String, _ digest: (Bench) throws -> Digest) -> StepInput {
    let digests = study.samples.compactMap { sample -> Digest? in
      guard case .success(let digest) = Result(catching: { try digest(bench(for: sample)) })
      else { return nil }
      return digest
    }
    return StepInput(name, Digest(of: digests.flatMap(\.bytes)))
  }

  /// What `step` makes of every image of the study that it can be made of, in the study's order.
  public func outputs<S: Step>(ofAll step: S) throws -> [(sample: Dataset.Sample, output: S.Output)]
  {
    var outputs: [(sample: Dataset.Sample, output: S.Output)] = []
    for sample in study.samples {
      do {
        outputs.append((sample, try bench(for: sample).output(of: step)))
      } catch let error as CacheError {
        throw error
      } catch {
        // Whoever checks the images reports it; see `Lab.prepare`.
        continue
      }
    }
    return outputs
  }

  /// Throws: `Lab.Interrupted` once the run was asked to stop.
  public func goOn() throws {
    if lab.isInterrupted() { throw Lab.Interrupted() }
  }

  // MARK: Progress

  /// Work of `total` parts begins, each a `unit`.
  public func began(_ stage: String, total: Int, unit: String) {
    lab.observer.began(stage: stage, total: total, unit: unit)
  }
  public func advanced() { lab.observer.advanced() }
  public func finished() { lab.observer.finished() }
  public func warn(_ message: String) { lab.observer.warn(message) }

  // MARK: State

  private var statePath: String? {
    key.map { "\(lab.cache.folder)/training/\($0.hexadecimal).state" }
  }

  /// Keeps `state`, from which this step would go on if the run ended now.
  ///
  /// Throws: `ImageFileError.unwritable`.
  public func keep(state: [UInt8]) throws {
    guard let statePath else { return }
    try FileBytes.makeFolder("\(lab.cache.folder)/training")
    try FileBytes.write(Array(Digest(of: state).bytes) + state, to: statePath)
  }

  /// What was kept last by a run that did not finish; nil where there is nothing or it is damaged.
  public func keptState() throws -> [UInt8]? {
    guard let statePath, FileBytes.exists(statePath) else { return nil }
    let bytes = try FileBytes.read(statePath)
    let state = Array(bytes.dropFirst(32))
    guard bytes.count >= 32, Digest(of: state).bytes.elementsEqual(bytes.prefix(32)) else {
      warn("\(statePath): the kept state is damaged; the work begins anew")
      return nil
    }
    return state
  }

  /// Forgets the state of a step that is done.
  func dropState() throws {
    if let statePath { try FileBytes.remove(statePath) }
  }
}
