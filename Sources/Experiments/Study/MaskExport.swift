public import Vision

/// Photographs in, SAM's masks on disk as `amg.py` lays them out.
///
/// An image whose masks are there, made from the same picture with the same weights and settings, is
/// left as it is.
public struct MaskExport: Sendable {
  public let source: SAMSource
  public let pictures: [Dataset.Sample]
  public let output: MaskFolder
  public let form: MaskFolder.Form

  /// What became of one image.
  public struct ImageResult: Sendable, Hashable {
    public let masks: Int
    /// Whether they were made now.
    public let isNew: Bool
  }

  public init(
    _ source: SAMSource, of pictures: [Dataset.Sample], to output: String,
    form: MaskFolder.Form = .png
  ) {
    (self.source, self.pictures) = (source, pictures)
    (self.output, self.form) = (MaskFolder(path: output), form)
  }

  /// Makes the masks that are not there, `jobs` images at a time with `threads` threads each.
  ///
  /// An image that cannot be read is a problem of the outcome; the others are worked on. Each
  /// image's masks appear all at once, so that a run cut short leaves nothing that looks whole.
  ///
  /// Throws: `Lab.Interrupted`; `MaskGeneratorSettingsError`, `CheckpointError` and
  /// `MaskFileError.unwritable`, which no other image would mend. What is written stays.
  public func run(
    jobs: Int, threads: Int, observer: any RunObserver,
    isInterrupted: @escaping @Sendable () -> Bool
  ) async throws -> Lab.Outcome<ImageResult> {
    try source.settings.validate()
    let notes = try MaskNotes(folder: output.path)
    let checkpoint = try Digest(ofFile: source.checkpoint)
    let backbone = try source.backbone.map { try Digest(ofFile: $0) }
    let models = SAMModels()
    observer.began(stage: "masks", total: pictures.count)
    defer { observer.finished() }
    let results = try await inParallel(pictures, jobs: jobs) { picture in
      if isInterrupted() { throw Lab.Interrupted() }
      defer { observer.advanced() }
      return try attempting(picture.id) {
        let note = MaskNotes.Note(
          source, form, checkpoint: checkpoint, backbone: backbone,
          picture: try Digest(ofFile: picture.imagePath))
        if let count = notes.count(of: picture.id, matching: note, in: output) {
          return ImageResult(masks: count, isNew: false)
        }
        let masks = try self.masks(of: picture, models, Workers(threads), observer)
        try write(masks, picture.id, notes, note)
        return ImageResult(masks: masks.candidates.count, isNew: true)
      }
    }
    return Lab.Outcome(pictures.map { "\($0.id)" }, results)
  }

  private func masks(
    of picture: Dataset.Sample, _ models: SAMModels, _ workers: Workers,
    _ observer: any RunObserver
  ) throws -> MaskSet {
    // A picture that cannot be read costs no loading of weights.
    let photograph = try ImageFile.read(path: picture.imagePath)
    for warning in photograph.warnings { observer.warn("\(picture.id): \(warning)") }
    let predictor = SAMPredictor(try models.model(of: source), workers: workers)
    return try AutomaticMaskGenerator(predictor).masks(for: photograph.image, source.settings)
  }

  private func write(
    _ masks: MaskSet, _ id: ImageID, _ notes: MaskNotes, _ note: MaskNotes.Note
  ) throws {
    for other in MaskFolder.Form.allCases where other != form {
      if output.has(id.name, as: other) {
        throw OtherForm(path: output.path, id: id, form: other)
      }
    }
    // In this order, no note ever stands beside masks that it is not about.
    try notes.remove(id)
    try output.write(masks, id: id.name, form: form)
    try notes.write(note, masks: masks.candidates.count, of: id)
  }

  /// What no other image would mend stops the run; any other error belongs to its image.
  private func attempting(
    _ id: ImageID, _ body: () throws -> ImageResult
  ) throws -> Result<ImageResult, Lab.Problem> {
    do {
      return .success(try body())
    } catch let error as CheckpointError {
      throw error
    } catch let error as ImageFileError where error.isUnwritable {
      throw error
    } catch let error as MaskFileError where error.isUnwritable {
      throw error
    } catch {
      return .failure(Lab.Problem(id, error))
    }
  }
}

/// Masks in the other form are there already; with both, readers could not tell which are meant.
public struct OtherForm: Error, Equatable, CustomStringConvertible {
  public let path: String
  public let id: ImageID
  public let form: MaskFolder.Form

  public var description: String {
    let there = form == .png ? "\(id)/" : "\(id).json"
    return "\(path): has \(there) already; remove it or choose another output folder"
  }
}
